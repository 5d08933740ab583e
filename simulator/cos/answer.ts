import type { ServerResponse } from 'node:http';
import type { CosError } from './errors.ts';
import { errorDocument, xmlDocument } from './xml.ts';
import type { XmlContent } from './xml.ts';

export interface CosAnswer {
  status: number;
  headers: Record<string, string>;
  /** As in Content-Length; the body of a HEAD is empty all the same. */
  length: number;
  body: Iterable<Buffer>;
}

export interface Sending {
  requestId: string;
  /** Of the Date header: milliseconds since 1970. */
  now: number;
  /** Bytes of the body after which the connection breaks. */
  cutAfter?: number | undefined;
}

export function emptyAnswer(status: number, headers: Record<string, string> = {}): CosAnswer {
  return { status, headers, length: 0, body: [] };
}

export function bytesAnswer(
  status: number,
  bytes: Buffer,
  headers: Record<string, string>,
): CosAnswer {
  return { status, headers, length: bytes.length, body: [bytes] };
}

export function xmlAnswer(content: XmlContent, headers: Record<string, string> = {}): CosAnswer {
  return bytesAnswer(200, xmlDocument(content), { 'Content-Type': 'application/xml', ...headers });
}

export function cosErrorAnswer(error: CosError, resource: string, requestId: string): CosAnswer {
  const headers = { 'Content-Type': 'application/xml', ...error.headers };
  return bytesAnswer(error.status, errorDocument(error, resource, requestId), headers);
}

/** Gives the bytes of the body that were sent; stops early where the client goes away. */
export async function sendCosAnswer(
  response: ServerResponse,
  answer: CosAnswer,
  { requestId, now, cutAfter = Infinity }: Sending,
): Promise<number> {
  if (response.destroyed) return 0;
  response.sendDate = false;
  response.writeHead(answer.status, {
    Date: new Date(now).toUTCString(),
    Server: 'tencent-cos',
    'x-cos-request-id': requestId,
    'Content-Length': answer.length,
    ...answer.headers,
  });
  const sent = await sendBody(response, answer.body, cutAfter);
  if (cutAfter === Infinity) response.end();
  else response.socket?.destroySoon();
  return sent;
}

async function sendBody(
  response: ServerResponse,
  body: Iterable<Buffer>,
  cutAfter: number,
): Promise<number> {
  // The head goes out even where the connection breaks before the body's first byte.
  response.flushHeaders();
  let sent = 0;
  for (const chunk of body) {
    if (response.destroyed || sent >= cutAfter) break;
    const piece = chunk.subarray(0, cutAfter - sent);
    if (!response.write(piece)) await drained(response);
    sent += piece.length;
  }
  return sent;
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}
