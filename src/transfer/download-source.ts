import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { abortable } from '../tencent/abortable.ts';
import { readCodings } from '../tencent/content-encoding.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { getHeader } from '../tencent/cos/cos-response.ts';

export interface RangeHeaders {
  readonly range?: string;
  readonly 'if-range'?: string;
}

/** A response with an unread body: 200, or 206 for a requested range. */
export interface Opened {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/**
 * The origin of a download. `open` retries while that may help, also several times at once. It
 * rejects with an ApiError for any status except 200 and 206, or with the signal's reason. The
 * signal also ends the body.
 */
export interface Source {
  /** For messages; contains no secrets. */
  readonly name: string;
  readonly open: (headers: RangeHeaders, signal: AbortSignal) => Promise<Opened>;
}

/** A server's description of the content; '' and `undefined` for missing values. */
export interface Content {
  /** Identifies this content, so that a download can be resumed with If-Range (RFC 9110). */
  readonly validator: string;
  /** Total length in bytes. */
  readonly total: number | undefined;
  /** CRC-64 of the whole content, as an unsigned decimal number. */
  readonly crc64: string;
  /**
   * The body's codings, in the order of application. Length and CRC-64 are of the encoded bytes.
   */
  readonly codings: readonly string[];
  /** Whether a complete body can be distinguished from a truncated one. */
  readonly tellsItsEnd: boolean;
}

/** Content of a known length. */
export type SizedContent = Content & { readonly total: number };

export function describeContent({ status, headers }: Opened): Content {
  const length = getHeader(headers, status === 206 ? 'content-range' : 'content-length');
  const total = /^(?:bytes \d+-\d+\/)?(\d+)$/.exec(length)?.[1];
  const etag = getHeader(headers, 'etag');
  const codings = readCodings(getHeader(headers, 'content-encoding'));
  const isChunked = /\bchunked\b/i.test(getHeader(headers, 'transfer-encoding'));
  return {
    // A weak tag does not guarantee the same bytes.
    validator: etag.startsWith('"') ? etag : getHeader(headers, 'last-modified'),
    total: total === undefined ? undefined : Number(total),
    crc64: getHeader(headers, 'x-cos-hash-crc64ecma'),
    codings,
    tellsItsEnd: total !== undefined || isChunked || codings.length > 0,
  };
}

/** Whether the response is a part of `content`, starting at byte `from`, without a coding. */
export function continues(content: Content, from: number, opened: Opened): boolean {
  const start = /^bytes (\d+)-/.exec(getHeader(opened.headers, 'content-range'))?.[1];
  const now = describeContent(opened);
  const isSame = now.validator === content.validator && now.total === content.total;
  const isPlain = now.codings.length === 0;
  return opened.status === 206 && Number(start) === from && isSame && isPlain;
}

/** Creates a source that downloads a COS object with signed requests. */
export function createCosSource(options: Omit<CosOptions, 'signal'>, object: ObjectName): Source {
  return {
    name: `cosn://${object.bucket}/${object.key.replace(/^\//, '')}`,
    open: (headers, signal) => createCosClient({ ...options, signal }).getObject(object, headers),
  };
}

/** Returns how to get another source that may not fail with `error`; `undefined` if there is none. */
export type ReplaceSource = (error: unknown) => (() => Promise<Source>) | undefined;

/**
 * Creates a source that can be replaced during a download: if `replace` knows another source for an
 * error, the download continues there. Otherwise it rejects with the error. Requests that fail at
 * the same time share one replacement.
 */
export function createReplaceableSource(first: Source, replace: ReplaceSource): Source {
  let source = first;
  let replaced: Promise<void> | undefined;
  const replaceBy = async (ask: () => Promise<Source>) => {
    try {
      source = await ask();
    } finally {
      replaced = undefined;
    }
  };
  return {
    name: first.name,
    open: async (headers, signal) => {
      const used = source;
      try {
        return await used.open(headers, signal);
      } catch (error) {
        const ask = replace(error);
        if (!ask) throw error;
        // Another request may have replaced it meanwhile.
        if (source === used) {
          replaced ??= replaceBy(ask);
          await abortable(replaced, signal);
        }
        return source.open(headers, signal);
      }
    },
  };
}
