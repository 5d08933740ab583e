import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HttpServer {
  url: string;
  /** Ends keep-alive and hanging connections too. */
  close(): Promise<void>;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  /** The Content-Length, also of a response to HEAD, whose body is empty. */
  length: number;
  body: Iterable<Buffer>;
}

export interface SendOptions {
  /** For the Date header: milliseconds since 1970. */
  now: number;
  headers?: Record<string, string>;
  /** The connection is closed after so many bytes of the body. */
  cutAfter?: number | undefined;
}

export interface ListenOptions {
  host?: string;
  /** How long an idle connection is kept, which every answer announces. Default: Node's 5 s. */
  idleSeconds?: number | undefined;
}

/** Listens on this machine. If a handler throws, only its connection is closed. */
export async function listen(
  port: number,
  handler: (message: IncomingMessage, response: ServerResponse) => Promise<void>,
  { host = '127.0.0.1', idleSeconds }: ListenOptions = {},
): Promise<HttpServer> {
  const server = createServer((message, response) => {
    handler(message, response).catch((error: unknown) => {
      if (!message.destroyed) console.error(error);
      message.socket.destroy();
    });
  });
  if (idleSeconds !== undefined) server.keepAliveTimeout = idleSeconds * 1000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
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

/** Null if the header is absent or blank. */
export function header(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === undefined || text === '' ? null : text;
}

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
}

export function connectionOf(message: IncomingMessage): Connection {
  return {
    bodyLength: Number(header(message.headers, 'content-length') ?? 0),
    discard: (bytes) => discard(message, bytes),
    hangUp: () => {
      message.socket.destroy();
    },
    reset: () => {
      message.socket.resetAndDestroy();
    },
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

export async function readBody(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

export function bytesResponse(
  status: number,
  bytes: Buffer,
  headers: Record<string, string>,
): HttpResponse {
  return { status, headers, length: bytes.length, body: [bytes] };
}

export function textResponse(
  status: number,
  text: string,
  contentType = 'text/plain',
): HttpResponse {
  return bytesResponse(status, Buffer.from(text), { 'Content-Type': contentType });
}

/** Returns how many bytes of the body were sent; stops when the client closes the connection. */
export async function sendResponse(
  output: ServerResponse,
  response: HttpResponse,
  { now, headers = {}, cutAfter = Infinity }: SendOptions,
): Promise<number> {
  if (output.destroyed) return 0;
  output.sendDate = false;
  output.writeHead(response.status, {
    Date: new Date(now).toUTCString(),
    'Content-Length': response.length,
    ...headers,
    ...response.headers,
  });
  // The client must see the head even if the connection is closed before the body's first byte.
  if (cutAfter < Infinity) output.flushHeaders();
  const sent = await sendBody(output, response.body, cutAfter);
  if (cutAfter < Infinity) output.socket?.destroySoon();
  else output.end();
  return sent;
}

async function sendBody(
  output: ServerResponse,
  body: Iterable<Buffer>,
  cutAfter: number,
): Promise<number> {
  let sent = 0;
  for (const chunk of body) {
    if (output.destroyed || sent >= cutAfter) break;
    const piece = chunk.subarray(0, cutAfter - sent);
    if (!output.write(piece)) await drained(output);
    sent += piece.length;
  }
  return sent;
}

function drained(output: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      output.off('drain', done).off('close', done);
      resolve();
    };
    output.once('drain', done).once('close', done);
  });
}
