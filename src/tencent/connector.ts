import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { dropContinue } from './unasked-continue.ts';

type Connector = buildConnector.connector;

/** Errors that ended an attempt to connect, TLS and all. */
const connectFailures = new WeakSet<object>();

/**
 * A connector whose failures isConnectFailure knows (by its code alone, a reset may come at any time),
 * and whose connections tolerate an unasked "100 Continue".
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

/** True for what ended an attempt to connect: nothing of a request was sent. */
export function isConnectFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && connectFailures.has(error);
}

/** undici ends a connection on which one comes. It may stand before an answer, not within one. */
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
