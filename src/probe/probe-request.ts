import type { Dispatcher } from 'undici';
import type { Answer } from '../verification/criteria.ts';
import type { BodyReader } from './body-reader.ts';
import { createBodyReader } from './body-reader.ts';
import { toFailureCode } from './failure-code.ts';
import type { ProbeAddress } from './probe-address.ts';

/** Headers by name, in order. */
export type ProbeHeaders = readonly (readonly [name: string, value: string])[];

/** What is sent with each request to an address. */
export interface ProbeRequest {
  readonly address: ProbeAddress;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** The text to find in the body. */
  readonly text: string | undefined;
}

const USER_AGENT = 'tencent-cloud-deploy-action';

/** Adds the headers that are not given: `User-Agent`, and the user information of the URL. */
export function createProbeRequest(
  address: ProbeAddress,
  given: ProbeHeaders,
  text: string | undefined,
): ProbeRequest {
  const isGiven = (name: string) => given.some(([each]) => each.toLowerCase() === name);
  const { authorization } = address;
  const headers = [
    ...given.flat(),
    ...(isGiven('user-agent') ? [] : ['user-agent', USER_AGENT]),
    ...(authorization === '' || isGiven('authorization') ? [] : ['authorization', authorization]),
  ];
  return { address, headers, text };
}

/**
 * Sends a GET request. `onEnd` is called once, when the answer is read or nothing can be read any
 * more. Returns a function that aborts the request; after that, `onEnd` is not called.
 *
 * It works below undici's streams, because these buffer a body, and keep a request that is aborted
 * while it connects.
 */
export function sendProbe(
  dispatcher: Dispatcher,
  { address, headers, text }: ProbeRequest,
  onEnd: (answer: Answer) => void,
): () => void {
  let isOver = false;
  let body: BodyReader | undefined;
  let abortRequest: ((error: Error) => void) | undefined;
  const stop = () => {
    isOver = true;
    body?.destroy();
    abortRequest?.(new Error('the probe has ended'));
  };
  const finish = (answer: Answer) => {
    if (isOver) return;
    isOver = true;
    // Not before the parser is through with the bytes at hand: it may reach the end of the answer.
    queueMicrotask(stop);
    onEnd(answer);
  };
  const fail = (reason: string) => {
    finish({ kind: 'no-response', reason });
  };
  const handler: Dispatcher.DispatchHandlers = {
    onConnect: (abort) => {
      abortRequest = abort;
      if (isOver) stop();
    },
    onHeaders: (status, received) => {
      // Answers such as 103 Early Hints come before the real one.
      if (status < 200 || isOver) return true;
      const onBodyEnd = (hasText: boolean | undefined) => {
        if (hasText === undefined) fail('MALFORMED');
        else finish({ kind: 'response', status, hasText });
      };
      body = createBodyReader({ encoding: readEncoding(received), text, onEnd: onBodyEnd });
      return true;
    },
    onData: (chunk) => {
      if (!isOver) body?.add(chunk);
      return true;
    },
    onComplete: () => {
      if (!isOver) body?.end();
    },
    onError: (error) => {
      fail(toFailureCode(error));
    },
  };
  const { origin, path } = address;
  try {
    dispatcher.dispatch({ origin, path, method: 'GET', headers: [...headers] }, handler);
  } catch (error) {
    // A header that may not be sent.
    fail(toFailureCode(error));
  }
  return stop;
}

/** Returns the `Content-Encoding` header from names and values in turn. */
function readEncoding(headers: readonly Buffer[]): string {
  const values = headers.flatMap((name, index) =>
    index % 2 === 0 && name.length === 16 && /^content-encoding$/i.test(name.toString('latin1'))
      ? (headers[index + 1]?.toString('latin1') ?? [])
      : [],
  );
  return values.join(',');
}
