import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  url: string;
  /** Ends keep-alive and hanging connections too. */
  close(): Promise<void>;
}

export type HttpHandler = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens on 127.0.0.1. A handler that throws costs its connection, not the server. */
export async function listen(port: number, handler: HttpHandler): Promise<HttpServer> {
  const server = createServer((message, response) => {
    handler(message, response).catch((error: unknown) => {
      if (!message.destroyed) console.error(error);
      message.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}`, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
