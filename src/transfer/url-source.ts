import { request } from 'undici';
import { isLoopback } from '../loopback.ts';
import { readCosError } from '../tencent/cos/cos-errors.ts';
import {
  discardBody,
  getHeader,
  readText,
  swallowStreamErrors,
} from '../tencent/cos/cos-response.ts';
import { toTransportError } from '../tencent/http.ts';
import { retry } from '../tencent/retry.ts';
import { message } from '../text/message.ts';
import type { Opened, RangeHeaders, Source } from './download-source.ts';
import type { TransferContext } from './transfer-context.ts';
import { TransferError } from './transfer-errors.ts';

/** Downloads from a URL are not signed, so they need no server time. */
type RequestOptions = Omit<TransferContext, 'time'>;

export type UrlSourceOptions = Omit<RequestOptions, 'signal'>;

/**
 * Creates a source for a pre-signed URL. Requests carry only the range, never credentials. Throws a
 * TransferError if the URL is invalid or not allowed (see parseDownloadUrl).
 */
export function createUrlSource(address: string, options: UrlSourceOptions): Source {
  const url = parseDownloadUrl(address);
  return {
    name: stripQuery(url),
    open: (headers, signal) => {
      const limited = { ...options, signal };
      return retry(limited, 'read', () => fetchFollowing(limited, url, headers));
    },
  };
}

const MAX_REDIRECTS = 5;
const REDIRECT = new Set([301, 302, 303, 307, 308]);
const CALL_NAME = { service: 'download', action: 'GET' };

async function fetchFollowing(
  options: RequestOptions,
  first: URL,
  headers: RangeHeaders,
): Promise<Opened> {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const opened = await fetchOnce(options, url, headers);
    const location = getHeader(opened.headers, 'location');
    if (!REDIRECT.has(opened.status) || !location) return checkStatus(url, opened);
    discardBody(opened.body);
    url = parseDownloadUrl(location, url);
  }
  const values = { url: stripQuery(first), max: MAX_REDIRECTS };
  throw new TransferError('too-many-redirects', message('files.too-many-redirects', values));
}

async function fetchOnce(
  options: RequestOptions,
  url: URL,
  headers: RangeHeaders,
): Promise<Opened> {
  const { dispatcher, signal } = options;
  try {
    const { statusCode, ...received } = await request(url, {
      dispatcher,
      signal,
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    const body = swallowStreamErrors(received.body);
    return { status: statusCode, headers: received.headers, body };
  } catch (cause) {
    signal.throwIfAborted();
    throw toTransportError(CALL_NAME, url.host, cause);
  }
}

async function checkStatus(url: URL, opened: Opened): Promise<Opened> {
  if (opened.status === 200 || opened.status === 206) return opened;
  // Pre-signed URLs usually lead to COS, whose response contains the reason.
  const xml = await readText(opened).catch(() => '');
  throw readCosError(CALL_NAME, opened, redactQuery(xml, url));
}

/**
 * Shorter values, such as a version or a flag, are not secret, and redacting them would garble the
 * text.
 */
const MIN_SECRET_LENGTH = 8;

/** Removes the values of the URL's query from a response, because servers may echo the request. */
function redactQuery(text: string, url: URL): string {
  return [...url.searchParams.values(), ...url.search.split(/[?&=]/)]
    .filter((value) => value.length >= MIN_SECRET_LENGTH)
    .reduce((shown, value) => shown.replaceAll(value, '…'), text);
}

/** COS hosts. Unknown (scf-url-https): whether all of them serve HTTPS. */
const COS_HOST = /\.(myqcloud\.com|tencentcos\.cn)$/;

/**
 * Returns the URL to fetch: HTTPS, or HTTP on loopback. Plain HTTP URLs of COS become HTTPS. Throws
 * a TransferError, without the query, for other URLs.
 * @param from the URL that redirected here
 */
export function parseDownloadUrl(given: string, from?: URL): URL {
  const url = URL.parse(given, from?.href);
  if (!url) throw new TransferError('url-invalid', message('files.url-invalid'));
  if (url.protocol === 'http:' && url.port === '' && COS_HOST.test(url.hostname)) {
    url.protocol = 'https:';
  }
  if (url.protocol === 'https:' || isLocalHttp(url, from)) return url;
  const shown = stripQuery(url);
  const text = from
    ? message('files.redirect-insecure', { from: stripQuery(from), url: shown })
    : message('files.url-insecure', { url: shown });
  throw new TransferError('url-insecure', text);
}

function isLocalHttp(url: URL, from: URL | undefined): boolean {
  return url.protocol === 'http:' && isLoopback(url) && (!from || isLoopback(from));
}

/**
 * Returns the URL without its secrets (query and user). '' if it is invalid. For schemes other than
 * http and https, such as `data:`, only the scheme is returned, because anything may follow it.
 */
export function stripQuery(url: string | URL): string {
  const parsed = URL.parse(String(url));
  if (!parsed) return '';
  const { protocol, host, pathname } = parsed;
  return /^https?:$/.test(protocol) ? `${protocol}//${host}${pathname}` : protocol;
}
