import { decode } from './query.ts';

/** Where a request goes, before it is known which buckets there are. */
export interface CosTarget {
  /** Decoded path, as the client signs it. */
  path: string;
  /** Null where the address does not tell. */
  region: string | null;
  /** The bucket that the host names. */
  hostBucket: string | null;
  /** Decoded; where the host names no bucket, perhaps with the bucket as its first segment. */
  rest: string;
}

const VIRTUAL_HOST = /^(.+)\.cos\.([a-z0-9-]+)\.(?:myqcloud\.com|tencentcos\.cn)(?::\d+)?$/i;
const PATH_STYLE = /^\/cos(?:\.([a-z0-9-]+))?(?:\/(.*))?$/s;
/** <name>-<APPID> */
const BUCKET_NAME = /^[a-z0-9-]+-\d{8,}$/;

/** Whether a request is for COS: by its host, or by its path (/cos/… or /cos.<region>/…). */
export function isCosRequest(host: string, url: string): boolean {
  return VIRTUAL_HOST.test(host) || PATH_STYLE.test(pathOf(url));
}

/** Throws InvalidURI. */
export function readTarget(host: string, url: string): CosTarget {
  const path = decode(pathOf(url));
  const virtual = VIRTUAL_HOST.exec(host);
  if (virtual !== null) {
    const [, hostBucket = '', region = ''] = virtual;
    return { path, hostBucket, region: ownRegion(region), rest: path.slice(1) };
  }
  const [, region, rest = ''] = PATH_STYLE.exec(path) ?? [];
  return { path, hostBucket: null, region: region ?? null, rest };
}

/** Bucket and key; a path that names no bucket belongs to the default one. */
export function resolveTarget(
  { hostBucket, rest }: CosTarget,
  buckets: { isKnown: (name: string) => boolean; fallback: string },
): { bucket: string; key: string } {
  if (hostBucket !== null) return { bucket: hostBucket, key: rest };
  const slash = rest.indexOf('/');
  const first = slash < 0 ? rest : rest.slice(0, slash);
  if (!buckets.isKnown(first) && !BUCKET_NAME.test(first)) {
    return { bucket: buckets.fallback, key: rest };
  }
  return { bucket: first, key: slash < 0 ? '' : rest.slice(slash + 1) };
}

function pathOf(url: string): string {
  return url.replace(/\?.*$/s, '');
}

// <bucket>.cos.accelerate.myqcloud.com serves every region.
function ownRegion(region: string): string | null {
  return region === 'accelerate' ? null : region;
}
