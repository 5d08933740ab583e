import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import {
  readCosError,
  discardBody,
  getHeader,
  swallowStreamErrors,
  readText,
} from '../tencent/cos/cos-response.ts';
import { createCosClient } from '../tencent/cos/cos-client.ts';
import type { ObjectName } from '../tencent/cos/cos-address.ts';
import type { CosOptions, RetryOptions } from '../tencent/cos/cos-request.ts';
import { isLoopback } from '../loopback.ts';
import { TransferError } from './transfer-errors.ts';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { withRetries } from '../tencent/cos/cos-request.ts';
import { toTransportError } from '../tencent/http.ts';
import type { ServerClock } from '../tencent/clock-skew.ts';

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

export function describeContent({ status, headers }: Opened): Content {
  const length = getHeader(headers, status === 206 ? 'content-range' : 'content-length');
  const total = /^(?:bytes \d+-\d+\/)?(\d+)$/.exec(length)?.[1];
  const etag = getHeader(headers, 'etag');
  return {
    // A weak tag does not promise the same bytes.
    validator: etag.startsWith('"') ? etag : getHeader(headers, 'last-modified'),
    total: total === undefined ? undefined : Number(total),
    crc64: getHeader(headers, 'x-cos-hash-crc64ecma'),
  };
}

/** True where the answer is the rest of `content`, beginning at byte `from`. */
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
 * there. Rejects with the error where it has none.
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

/**
 * The URL as it may be shown: a query or a user in it is a secret. '' for what is no URL; the scheme
 * alone where it is another one than http or https (`data:…`): what comes then may be anything.
 */
export function stripQuery(url: string | URL): string {
  const parsed = URL.parse(String(url));
  if (!parsed) return '';
  const { protocol, host, pathname } = parsed;
  return /^https?:$/.test(protocol) ? `${protocol}//${host}${pathname}` : protocol;
}

/** Hosts of COS, which serve https wherever they serve http. */
const COS_HOST = /\.(myqcloud\.com|tencentcos\.cn)$/;

/**
 * The URL to fetch for the one that was given: https, or http on loopback. Plain http of COS becomes
 * https. Throws a TransferError, without the query, for any other.
 * @param from where a redirect to this URL came from
 */
export function parseDownloadUrl(given: string, from?: URL): URL {
  const url = URL.parse(given, from?.href);
  if (!url) throw new TransferError('The download address is no URL.');
  if (url.protocol === 'http:' && url.port === '' && COS_HOST.test(url.hostname)) {
    url.protocol = 'https:';
  }
  if (url.protocol === 'https:' || isLocal(url, from)) return url;
  const source = from ? `${stripQuery(from)} redirects to` : 'The download address is';
  throw new TransferError(`${source} ${stripQuery(url)}, which is not https.`);
}

function isLocal(url: URL, from: URL | undefined): boolean {
  return url.protocol === 'http:' && isLoopback(url) && (!from || isLoopback(from));
}

export interface UrlSourceOptions extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
}

const MAX_REDIRECTS = 5;
const REDIRECT = new Set([301, 302, 303, 307, 308]);
const CALL = { service: 'download', action: 'GET' };

/**
 * What a pre-signed URL leads to. Nothing but the range is sent along: no credentials.
 * Throws a TransferError where the address is no URL that may be fetched (safe-url.ts).
 */
export function createUrlSource(address: string, options: UrlSourceOptions): Source {
  const url = parseDownloadUrl(address);
  return {
    name: stripQuery(url),
    open: (headers) => withRetries(options, () => follow(options, url, headers)),
  };
}

async function follow(options: UrlSourceOptions, first: URL, headers: RangeHeaders) {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const opened = await get(options, url, headers);
    const location = getHeader(opened.headers, 'location');
    if (!REDIRECT.has(opened.status) || !location) return checked(url, opened);
    discardBody(opened.body);
    url = parseDownloadUrl(location, url);
  }
  throw new TransferError(`${stripQuery(first)} redirects more than ${MAX_REDIRECTS} times.`);
}

async function get(options: UrlSourceOptions, url: URL, headers: RangeHeaders): Promise<Opened> {
  const { dispatcher, signal } = options;
  try {
    const { statusCode, ...answer } = await request(url, {
      ...{ dispatcher, signal },
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    return { status: statusCode, headers: answer.headers, body: swallowStreamErrors(answer.body) };
  } catch (cause) {
    signal.throwIfAborted();
    throw toTransportError(CALL, url.host, cause);
  }
}

async function checked(url: URL, opened: Opened): Promise<Opened> {
  if (opened.status === 200 || opened.status === 206) return opened;
  // What is behind a pre-signed URL is COS, as a rule: then its answer says what is wrong.
  const xml = await readText(opened.body).catch(() => '');
  throw readCosError(CALL, opened, withoutSecrets(xml, url));
}

/** Shorter values (a version, a flag) are no secrets, and would tear words apart. */
const MIN_SECRET_LENGTH = 8;

/** A server may repeat what it was asked. */
function withoutSecrets(text: string, url: URL): string {
  return [...url.searchParams.values(), ...url.search.split(/[?&=]/)]
    .filter((value) => value.length >= MIN_SECRET_LENGTH)
    .reduce((shown, value) => shown.replaceAll(value, '…'), text);
}

/** Connections, and how long and how to try again. */
export interface TransferContext extends RetryOptions {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
  /** The cloud's time, for what is signed. */
  readonly time: ServerClock;
}
