import { cosError } from './cos-error.ts';

/** Decoded parameters by their names. */
export type CosQuery = ReadonlyMap<string, string>;

/** The parts of a request's URL. */
export interface CosAddress {
  /** Decoded path, as the client signs it. */
  path: string;
  /** Null if the URL has none. */
  region: string | null;
  bucket: string;
  key: string;
}

/** The existing buckets, for paths that may or may not begin with one. */
interface KnownBuckets {
  find(name: string): object | undefined;
  readonly defaultBucket: string;
}

const VIRTUAL_HOST = /^(.+)\.cos\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)(?::\d+)?$/i;
const PATH_STYLE = /^\/cos(?:\.([a-z0-9-]+))?(?:\/(.*))?$/s;
/** <name>-<APPID> */
const BUCKET_NAME = /^[a-z0-9-]+-\d{8,}$/;

/** Whether a request is for COS, by its host or by its path (/cos/… or /cos.<region>/…). */
export function isCosRequest(host: string, url: string): boolean {
  return VIRTUAL_HOST.test(host) || PATH_STYLE.test(pathOf(url));
}

/** Throws InvalidURI. */
export function readAddress(host: string, url: string, buckets: KnownBuckets): CosAddress {
  const path = decode(pathOf(url));
  const virtual = VIRTUAL_HOST.exec(host);
  if (virtual !== null) {
    const [, bucket = '', region = ''] = virtual;
    // <bucket>.cos.accelerate.myqcloud.com serves every region.
    return { path, region: region === 'accelerate' ? null : region, bucket, key: path.slice(1) };
  }
  const [, region = null, rest = ''] = PATH_STYLE.exec(path) ?? [];
  const [first = '', ...segments] = rest.split('/');
  if (buckets.find(first) !== undefined || BUCKET_NAME.test(first)) {
    return { path, region, bucket: first, key: segments.join('/') };
  }
  return { path, region, bucket: buckets.defaultBucket, key: rest };
}

/** The query of a URL. Throws InvalidURI. */
export function readQuery(url: string): CosQuery {
  const mark = url.indexOf('?');
  const text = mark < 0 ? '' : url.slice(mark + 1);
  return new Map(
    text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decode(name), decode(value.join('='))];
      }),
  );
}

/** Percent-decodes a text; a plus sign stays. Throws InvalidURI. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw cosError('InvalidURI');
  }
}

/** Percent-encodes all but letters, digits and "-_.~", as COS signs it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => {
    return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

export function encodeKey(key: string): string {
  return key.split('/').map(encode).join('/');
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '');
}
