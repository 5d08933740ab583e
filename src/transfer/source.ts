import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { header } from '../tencent/cos/answer.ts';

export interface RangeHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** An answer with a body to read: 200, or 206 where a range was asked for. */
export interface Opened {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/**
 * Where a download comes from. `open` tries again while it may help; it rejects with a CallError for
 * any answer but 200 and 206, and with the signal's reason.
 */
export interface Source {
  /** For messages: without anything secret. */
  readonly name: string;
  readonly open: (headers: RangeHeaders) => Promise<Opened>;
}

/** What a server says of the content that it sends; '' and `undefined` where it says nothing. */
export interface Content {
  /** Tells this content from any other, so that a cut download may go on: If-Range (RFC 9110). */
  readonly validator: string;
  /** Length of the whole in bytes. */
  readonly total: number | undefined;
  /** CRC-64 of the whole, as an unsigned decimal number. */
  readonly crc64: string;
}

export function contentOf({ status, headers }: Opened): Content {
  const length = header(headers, status === 206 ? 'content-range' : 'content-length');
  const total = /^(?:bytes \d+-\d+\/)?(\d+)$/.exec(length)?.[1];
  const etag = header(headers, 'etag');
  return {
    // A weak tag does not promise the same bytes.
    validator: etag.startsWith('"') ? etag : header(headers, 'last-modified'),
    total: total === undefined ? undefined : Number(total),
    crc64: header(headers, 'x-cos-hash-crc64ecma'),
  };
}

/** True where the answer is the rest of `content`, beginning at byte `from`. */
export function isRestOf(content: Content, from: number, opened: Opened): boolean {
  const start = /^bytes (\d+)-/.exec(header(opened.headers, 'content-range'))?.[1];
  const now = contentOf(opened);
  const isSame = now.validator === content.validator && now.total === content.total;
  return opened.status === 206 && Number(start) === from && isSame;
}
