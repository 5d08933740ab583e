import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { answeredError, discard, header, held, readText } from '../tencent/cos/answer.ts';
import type { Patience } from '../tencent/cos/retry.ts';
import { withRetries } from '../tencent/cos/retry.ts';
import { transportError } from '../tencent/http.ts';
import { TransferError } from './errors.ts';
import { downloadUrl, withoutQuery } from './safe-url.ts';
import type { Opened, RangeHeaders, Source } from './source.ts';

export interface UrlSourceOptions extends Patience {
  /** Its timeouts (connection, headers, idle body) end a request that hangs. */
  readonly dispatcher: Dispatcher;
}

const MOST_REDIRECTS = 5;
const REDIRECT = new Set([301, 302, 303, 307, 308]);
const CALL = { service: 'download', action: 'GET' };

/**
 * What a pre-signed URL leads to. Nothing but the range is sent along: no credentials.
 * Throws a TransferError where the address is no URL that may be fetched (safe-url.ts).
 */
export function urlSource(address: string, options: UrlSourceOptions): Source {
  const url = downloadUrl(address);
  return {
    name: withoutQuery(url),
    open: (headers) => withRetries(options, () => follow(options, url, headers)),
  };
}

async function follow(options: UrlSourceOptions, first: URL, headers: RangeHeaders) {
  let url = first;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const opened = await get(options, url, headers);
    const location = header(opened.headers, 'location');
    if (!REDIRECT.has(opened.status) || !location) return checked(url, opened);
    discard(opened.body);
    url = downloadUrl(location, url);
  }
  throw new TransferError(`${withoutQuery(first)} redirects more than ${MOST_REDIRECTS} times.`);
}

async function get(options: UrlSourceOptions, url: URL, headers: RangeHeaders): Promise<Opened> {
  const { dispatcher, signal } = options;
  try {
    const { statusCode, ...answer } = await request(url, {
      ...{ dispatcher, signal },
      headers: { ...headers, 'accept-encoding': 'identity' },
    });
    return { status: statusCode, headers: answer.headers, body: held(answer.body) };
  } catch (cause) {
    signal.throwIfAborted();
    throw transportError(CALL, url.host, cause);
  }
}

async function checked(url: URL, opened: Opened): Promise<Opened> {
  if (opened.status === 200 || opened.status === 206) return opened;
  // What is behind a pre-signed URL is COS, as a rule: then its answer says what is wrong.
  const xml = await readText(opened.body).catch(() => '');
  throw answeredError(CALL, opened, withoutSecrets(xml, url));
}

/** Shorter values (a version, a flag) are no secrets, and would tear words apart. */
const SECRET_LENGTH = 8;

/** A server may repeat what it was asked. */
function withoutSecrets(text: string, url: URL): string {
  return [...url.searchParams.values(), ...url.search.split(/[?&=]/)]
    .filter((value) => value.length >= SECRET_LENGTH)
    .reduce((shown, value) => shown.replaceAll(value, '…'), text);
}
