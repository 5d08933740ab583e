import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { readCodings } from '../tencent/content-encoding.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { getHeader } from '../tencent/cos/cos-response.ts';

export interface RangeHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** A response with a body to read: 200, or 206 where a range was asked for. */
export interface Opened {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/**
 * Where a download comes from. `open` tries again while it may help; it rejects with an ApiError
 * for any status but 200 and 206, and with the signal's reason.
 */
export interface Source {
  /** For messages: without anything secret. */
  readonly name: string;
  readonly open: (headers: RangeHeaders) => Promise<Opened>;
}

/** What a server says of the content that it sends; '' and `undefined` if it says nothing. */
export interface Content {
  /** Tells this content from any other, so that a cut download may go on: If-Range (RFC 9110). */
  readonly validator: string;
  /** Length of the whole in bytes. */
  readonly total: number | undefined;
  /** CRC-64 of the whole, as an unsigned decimal number. */
  readonly crc64: string;
  /** How the body is encoded, in the order of use; length and CRC-64 are those of the encoded bytes. */
  readonly codings: readonly string[];
  /** Whether the end of the body can be told from a cut. */
  readonly tellsItsEnd: boolean;
}

export function describeContent({ status, headers }: Opened): Content {
  const length = getHeader(headers, status === 206 ? 'content-range' : 'content-length');
  const total = /^(?:bytes \d+-\d+\/)?(\d+)$/.exec(length)?.[1];
  const etag = getHeader(headers, 'etag');
  const codings = readCodings(getHeader(headers, 'content-encoding'));
  const isChunked = /\bchunked\b/i.test(getHeader(headers, 'transfer-encoding'));
  return {
    // A weak tag does not promise the same bytes.
    validator: etag.startsWith('"') ? etag : getHeader(headers, 'last-modified'),
    total: total === undefined ? undefined : Number(total),
    crc64: getHeader(headers, 'x-cos-hash-crc64ecma'),
    codings,
    tellsItsEnd: total !== undefined || isChunked || codings.length > 0,
  };
}

/** True if the response is the rest of `content`, beginning at byte `from`. */
export function continues(content: Content, from: number, opened: Opened): boolean {
  const start = /^bytes (\d+)-/.exec(getHeader(opened.headers, 'content-range'))?.[1];
  const now = describeContent(opened);
  const isSame = now.validator === content.validator && now.total === content.total;
  return opened.status === 206 && Number(start) === from && isSame;
}

/** An object in COS, fetched with signed requests. */
export function createCosSource(options: CosOptions, object: ObjectName): Source {
  const client = createCosClient(options);
  return {
    name: `cosn://${object.bucket}/${object.key.replace(/^\//, '')}`,
    open: (headers) => client.getObject(object, headers),
  };
}

/**
 * A source that gives way to another one where `replace` has one for the error; the download goes on
 * there. Rejects with the error if it has none.
 */
export function createReplaceableSource(
  first: Source,
  replace: (error: unknown) => Promise<Source | undefined>,
): Source {
  let source = first;
  return {
    name: first.name,
    open: async (headers: RangeHeaders) => {
      try {
        return await source.open(headers);
      } catch (error) {
        const other = await replace(error);
        if (!other) throw error;
        source = other;
        return source.open(headers);
      }
    },
  };
}
