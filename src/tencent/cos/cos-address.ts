import { isLoopback } from '../../loopback.ts';
import { message } from '../../text/message.ts';
import { TextError } from '../../text/text-error.ts';

/**
 * The location of an object. `bucket` is `name-appid`, `key` is not percent-encoded. Unknown
 * (cos-bucket-name): whether all services return the bucket with the account.
 */
export interface ObjectName {
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
}

/** An endpoint, bucket or key without a URL that is safe to sign. The message has the reason. */
export class CosAddressError extends TextError {
  override readonly name = 'CosAddressError';
  readonly code = 'cos-address-invalid';
}

/**
 * Returns the URL of an object: the template with bucket and region filled in, and the key appended
 * to its path. Throws a CosAddressError if no safe URL can be built.
 */
export function getObjectUrl(template: string, object: ObjectName): URL {
  const base = template
    .replaceAll('{bucket}', () => hostLabel(object.bucket, 'bucket'))
    .replaceAll('{region}', () => hostLabel(object.region, 'region'));
  const url = checkedBase(template, base);
  const path = url.pathname.replace(/\/$/, '');
  return new URL(`${url.origin}${path}/${encodeKey(object.key)}`);
}

/** Returns the decoded path, which the COS signature uses. */
export function getSignedPath(url: URL): string {
  return decodeURIComponent(url.pathname);
}

function checkedBase(template: string, base: string): URL {
  const url = URL.parse(base);
  const endpoint = template;
  if (!url) throw new CosAddressError(message('network.cos-endpoint-invalid', { endpoint }));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new CosAddressError(message('network.cos-endpoint-insecure', { endpoint }));
  }
  if (url.search || url.hash || url.username || url.password) {
    throw new CosAddressError(message('network.cos-endpoint-extra'));
  }
  if (!isPercentEncoded(url.pathname)) {
    throw new CosAddressError(message('network.cos-endpoint-encoding', { endpoint }));
  }
  return url;
}

/** Whether a path can be decoded, as its signature requires; `%` and `%ff` cannot. */
function isPercentEncoded(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Bucket and region come from API responses, which must not lead to a different host. */
function hostLabel(name: string, kind: 'bucket' | 'region'): string {
  if (/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(name)) return name;
  throw new CosAddressError(
    kind === 'bucket'
      ? message('network.cos-bucket-invalid', { bucket: name })
      : message('network.cos-region-invalid', { region: name }),
  );
}

function encodeKey(key: string): string {
  const segments = key.replace(/^\//, '').split('/');
  const isUnsafe = segments.some((segment) => segment === '.' || segment === '..');
  if (isUnsafe || key.replace(/^\//, '') === '' || /\p{Surrogate}/u.test(key)) {
    // URL parsers, clients and proxies remove such a segment, so a URL cannot contain it.
    throw new CosAddressError(message('network.cos-key-invalid', { key }));
  }
  return segments.map(percentEncode).join('/');
}

/**
 * Percent-encodes everything except `A-Z a-z 0-9 - _ . ~`, as the COS signature requires. Throws a
 * URIError for text that is not well-formed Unicode.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, asPercent);
}

function asPercent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
