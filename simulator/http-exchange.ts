import type { IncomingMessage } from 'node:http';
import { pause } from './clock.ts';
import type { Clock } from './clock.ts';
import { header } from './http-server.ts';
import type { HttpResponse } from './http-server.ts';

/** A client's connection while one of its requests is open. */
export interface Connection {
  /** The Content-Length of the request. */
  bodyLength: number;
  /** Reads and drops the request's body, or that many bytes of it. */
  discard(bytes?: number): Promise<void>;
  /** Closes the connection normally, without a response. */
  hangUp(): void;
  /** Resets the connection (RST). */
  reset(): void;
  /** Virtual seconds. */
  pause(seconds: number): Promise<void>;
}

export interface PerformOptions {
  /** How far the server's clock is off; its Date header follows. */
  skewSeconds?: number;
  /** COS only: returns the whole object, as a server without support for ranges does. */
  ignoresRange?: boolean;
}

/** What a fault can do with one request. */
export interface Exchange extends Connection {
  /** Executes the request; errors are responses too. */
  perform(options?: PerformOptions): Promise<HttpResponse>;
  /** Closes the connection after `cutAfter` bytes of the body. */
  send(response: HttpResponse, cutAfter?: number): Promise<void>;
}

/** `closing` ends pauses when the simulator closes. */
export function connectionOf(
  message: IncomingMessage,
  clock: Clock,
  closing: AbortSignal,
): Connection {
  return {
    bodyLength: Number(header(message.headers, 'content-length') ?? 0),
    discard: (bytes) => discard(message, bytes),
    hangUp: () => {
      message.socket.destroy();
    },
    reset: () => {
      message.socket.resetAndDestroy();
    },
    pause: (seconds) => pause(clock, seconds, closing),
  };
}

async function discard(message: IncomingMessage, bytes = Infinity): Promise<void> {
  if (message.readableEnded) return;
  let seen = 0;
  const chunks = message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen >= bytes) return;
  }
}
