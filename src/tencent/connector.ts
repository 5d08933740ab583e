import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { dropContinue } from './unasked-continue.ts';

type Connector = buildConnector.connector;

/** Errors that occurred while connecting, including TLS. */
const connectFailures = new WeakSet<object>();

/**
 * Wraps a connector so that isConnectFailure recognizes its errors (the code alone is not enough:
 * ECONNRESET can occur at any time), and its connections tolerate an unsolicited "100 Continue".
 */
export function createTolerantConnector(connect: Connector): Connector {
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error) {
        connectFailures.add(error);
        callback(error, null);
      } else {
        callback(null, tolerateContinue(socket));
      }
    });
  };
}

/** Whether the error occurred while connecting, so nothing of the request was sent. */
export function isConnectFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && connectFailures.has(error);
}

/**
 * Removes an unsolicited "100 Continue" before a response, because undici would close the
 * connection.
 */
function tolerateContinue<S extends Socket>(socket: S): S {
  const read = socket.read.bind(socket);
  let held: Buffer = Buffer.alloc(0);
  let isAnswerNext = true;
  let written = -1;
  socket.read = (size?: number): unknown => {
    for (;;) {
      const chunk: unknown = read(size);
      if (!Buffer.isBuffer(chunk)) return chunk;
      isAnswerNext ||= socket.bytesWritten !== written;
      written = socket.bytesWritten;
      if (!isAnswerNext) return chunk;
      const { isBegun, rest } = dropContinue(Buffer.concat([held, chunk]));
      held = isBegun ? Buffer.alloc(0) : rest;
      isAnswerNext = !isBegun;
      if (isBegun) return rest;
    }
  };
  return socket;
}
