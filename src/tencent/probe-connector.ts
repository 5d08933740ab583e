import { Socket } from 'node:net';
import type { buildConnector } from 'undici';

type Connector = buildConnector.connector;

/** undici's connectors return the socket, which their type does not say. */
type SocketConnector = (...args: Parameters<Connector>) => unknown;

/** Wraps a connector so that it gives up when `stop` aborts. */
export function createStoppableConnector(connect: SocketConnector, stop: AbortSignal): Connector {
  return (options, callback) => {
    const settled = new AbortController();
    const connecting = connect(options, (...result) => {
      settled.abort();
      callback(...result);
    });
    const giveUp = () => {
      if (connecting instanceof Socket) connecting.destroy(stop.reason as Error);
    };
    if (stop.aborted) giveUp();
    else stop.addEventListener('abort', giveUp, { signal: settled.signal });
  };
}

/**
 * Wraps a connector so that an aborted request does not open another connection. After an abort,
 * undici closes the connection with an error that stands for "nothing happened", keeps the aborted
 * request in its queue and connects again for it; with any other error it drops the request.
 */
export function createAbortableConnector(connect: Connector): Connector {
  return (options, callback) => {
    connect(options, (...result) => {
      const [, socket] = result;
      const destroy = socket?.destroy.bind(socket);
      if (socket && destroy) {
        socket.destroy = (error) =>
          destroy(error?.message === 'aborted' ? new Error('the request was aborted') : error);
      }
      callback(...result);
    });
  };
}
