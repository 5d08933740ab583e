import type { buildConnector } from 'undici';

type Connector = buildConnector.connector;

/** Errors that ended an attempt to connect, TLS and all. */
const connectFailures = new WeakSet<object>();

/** A connector whose failures isConnectFailure knows: by its code alone, a reset may come at any time. */
export function rememberFailures(connect: Connector): Connector {
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error) {
        connectFailures.add(error);
        callback(error, null);
      } else {
        callback(null, socket);
      }
    });
  };
}

/** True for what ended an attempt to connect: nothing of a request was sent. */
export function isConnectFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && connectFailures.has(error);
}
