import { setImmediate as turn } from 'node:timers/promises';
import type { IncomingCall, Simulator } from '../../simulator/index.ts';
import type { HttpPost, HttpResponse, Post } from '../../src/tencent/http.ts';

/**
 * Sends calls to the simulator without a connection, which costs the client and the server less
 * than half the time; calls of other addresses go to `post`. A fault that ends the connection
 * rejects as undici does, the signal with its reason.
 */
export function postDirectly(simulator: Simulator, post: Post): Post {
  return (call, signal) =>
    call.url.href === `${simulator.url}/`
      ? callDirectly(simulator, call, signal)
      : post(call, signal);
}

function callDirectly(
  simulator: Simulator,
  call: HttpPost,
  signal?: AbortSignal,
): Promise<HttpResponse> {
  let abort = (): void => undefined;
  const answered = new Promise<HttpResponse>((resolve, reject) => {
    abort = () => {
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) {
      abort();
      return;
    }
    signal?.addEventListener('abort', abort);
    simulator.answer(toIncomingCall(call, { resolve, reject })).catch(reject);
  });
  return answered.finally(() => {
    signal?.removeEventListener('abort', abort);
  });
}

interface Answer {
  resolve: (response: HttpResponse) => void;
  reject: (error: Error) => void;
}

function toIncomingCall({ headers, body }: HttpPost, { resolve, reject }: Answer): IncomingCall {
  const bytes = Buffer.from(body);
  const cut = (code: string) => () => {
    reject(Object.assign(new Error('The connection was cut'), { code }));
  };
  return {
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
    ),
    // What waits for a turn of the event loop gets it, as between two calls over the network.
    readBody: () => turn(bytes),
    connection: {
      bodyLength: bytes.length,
      discard: () => Promise.resolve(),
      hangUp: cut('UND_ERR_SOCKET'),
      reset: cut('ECONNRESET'),
    },
    send: (response, now) => {
      const text = Buffer.concat([...response.body]).toString('utf8');
      resolve({ status: response.status, date: new Date(now).toUTCString(), body: text });
      return Promise.resolve();
    },
  };
}
