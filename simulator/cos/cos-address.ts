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

const VIRTUAL_HOST = /^(.+)\.cos\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)(?::\d+)?$/i;
const PATH_STYLE = /^\/cos(?:\.([a-z0-9-]+))?(?:\/([^/]*)(?:\/(.*))?)?$/s;

/** Whether a request is for COS, by its host or by its path (/cos/<bucket>/… or /cos.<region>/<bucket>/…). */
export function isCosRequest(host: string, url: string): boolean {
  return VIRTUAL_HOST.test(host) || PATH_STYLE.test(pathOf(url));
}

/** Throws InvalidURI. */
export function readAddress(host: string, url: string): CosAddress {
  const path = decode(pathOf(url));
  const virtual = VIRTUAL_HOST.exec(host);
  if (virtual !== null) {
    const [, bucket = '', region = ''] = virtual;
    // <bucket>.cos.accelerate.myqcloud.com serves every region.
    return { path, region: region === 'accelerate' ? null : region, bucket, key: path.slice(1) };
  }
  const [, region = null, bucket = '', key = ''] = PATH_STYLE.exec(path) ?? [];
  return { path, region, bucket, key };
}

/** The pairs of a query or a signature, such as "a=1&b=2". Throws InvalidURI. */
export function readPairs(text: string): CosQuery {
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
function decode(text: string): string {
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
