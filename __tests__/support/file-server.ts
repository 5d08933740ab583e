import { EventEmitter, once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { startServer } from './http-server.ts';

/** How one request is answered badly; `{}` answers it well. */
export interface FileFault {
  /** The connection ends after as many bytes of the body. */
  readonly cutAfter?: number;
  /** The body just stops after as many bytes, the connection stays. */
  readonly stallAfter?: number;
  readonly ignoreRange?: boolean;
  /** Added to the offsets of the answered range. */
  readonly wrongStart?: number;
  readonly status?: number;
  readonly body?: string;
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** No Content-Length. */
  readonly chunked?: boolean;
  /** No length at all: the body ends with the connection, after as many bytes. */
  readonly endsAfter?: number;
  /** The connection is cut before a byte is answered. */
  readonly reset?: boolean;
  /** A whole body that is shorter than Content-Range says. */
  readonly shortBy?: number;
}

export interface FileServer {
  readonly url: string;
  readonly origin: string;
  content: Buffer;
  /** Headers of every good answer: ETag and the like. */
  headers: Record<string, string>;
  /** Faults of the next requests, in their order. */
  faults: FileFault[];
  readonly requests: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
  /** How far the client is: a connection is cut when what was sent has arrived. */
  readonly report: (bytes: number) => void;
  readonly close: () => Promise<void>;
}

/** A file behind `/file?sign=SECRET…`, with ranges as RFC 9110 has them. */
export async function startFileServer(content: Buffer): Promise<FileServer> {
  const state: Pick<FileServer, 'content' | 'headers' | 'faults' | 'requests'> = {
    ...{ content, faults: [], requests: [] },
    headers: { etag: '"one"' },
  };
  const progress = new EventEmitter();
  let received = 0;
  const arrived = async (bytes: number) => {
    while (received < bytes) await once(progress, 'bytes');
  };
  const report = (bytes: number) => {
    received = bytes;
    progress.emit('bytes');
  };
  const server = await startServer(async (request, response) => {
    state.requests.push({ url: request.url ?? '', headers: request.headers });
    await answer(state, state.faults.shift() ?? {}, request, response, arrived);
  });
  return Object.assign(state, server, { report, url: `${server.origin}/file?sign=${SECRET}` });
}

export const SECRET = 'q-signature%3DSECRET-of-the-url';

async function answer(
  { content, headers }: Pick<FileServer, 'content' | 'headers'>,
  fault: FileFault,
  request: IncomingMessage,
  response: ServerResponse,
  arrived: (bytes: number) => Promise<void>,
): Promise<void> {
  if (fault.reset) throw new Error('reset');
  if (fault.endsAfter !== undefined) {
    sendUntilEnd(content.subarray(0, fault.endsAfter), { ...headers, ...fault.headers }, response);
    return;
  }
  const extra: Record<string, string> = { ...headers, ...fault.headers };
  if (fault.location !== undefined) extra.location = fault.location;
  if (fault.status !== undefined) {
    response.writeHead(fault.status, extra).end(fault.body ?? '');
    return;
  }
  const from = fault.ignoreRange ? undefined : rangeStart(request, headers);
  const start = from ?? 0;
  if (start >= content.length && from !== undefined) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  const body = content.subarray(start, content.length - (fault.shortBy ?? 0));
  const shown = start + (fault.wrongStart ?? 0);
  response.writeHead(from === undefined ? 200 : 206, {
    ...(fault.chunked || fault.shortBy ? {} : { 'content-length': String(body.length) }),
    ...(from === undefined
      ? {}
      : { 'content-range': `bytes ${shown}-${content.length - 1}/${content.length}` }),
    ...extra,
  });
  await send(body, fault, response, (bytes) => arrived(start + bytes));
}

function sendUntilEnd(body: Buffer, headers: Record<string, string>, response: ServerResponse) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  response.socket?.write(`HTTP/1.1 200 OK\r\nConnection: close\r\n${lines.join('')}\r\n`);
  response.socket?.end(body);
}

function rangeStart(request: IncomingMessage, headers: Record<string, string>): number | undefined {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const condition = request.headers['if-range'];
  const validators = [undefined, headers.etag, headers['last-modified']];
  return start === undefined || !validators.includes(condition?.toString())
    ? undefined
    : Number(start);
}

async function send(
  body: Buffer,
  fault: FileFault,
  response: ServerResponse,
  arrived: (bytes: number) => Promise<void>,
): Promise<void> {
  const limit = fault.cutAfter ?? fault.stallAfter;
  if (limit === undefined) {
    response.end(body);
    return;
  }
  await new Promise((resolve) => response.write(body.subarray(0, limit), resolve));
  if (fault.cutAfter === undefined) return;
  await arrived(limit);
  throw new Error('cut');
}
