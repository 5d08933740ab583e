import { isLoopback } from '../loopback.ts';
import { TransferError } from './transfer-errors.ts';

/** Hosts of COS, which serve https wherever they serve http. */
const COS_HOST = /\.(myqcloud\.com|tencentcos\.cn)$/;

/**
 * The URL to fetch for the one that was given: https, or http on loopback. Plain http of COS becomes
 * https. Throws a TransferError, without the query, for any other.
 * @param from where a redirect to this URL came from
 */
export function parseDownloadUrl(given: string, from?: URL): URL {
  const url = URL.parse(given, from?.href);
  if (!url) throw new TransferError('url-invalid', 'The download address is no URL.');
  if (url.protocol === 'http:' && url.port === '' && COS_HOST.test(url.hostname)) {
    url.protocol = 'https:';
  }
  if (url.protocol === 'https:' || isLocalHttp(url, from)) return url;
  const source = from ? `${stripQuery(from)} redirects to` : 'The download address is';
  throw new TransferError('url-insecure', `${source} ${stripQuery(url)}, which is not https.`);
}

function isLocalHttp(url: URL, from: URL | undefined): boolean {
  return url.protocol === 'http:' && isLoopback(url) && (!from || isLoopback(from));
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
