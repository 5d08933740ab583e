import type { CosKey } from './keys.ts';
import { officialAuthorization } from './official-signature.ts';

export interface Presigned {
  /** scheme://host[:port] */
  origin: string;
  /** Percent-encoded. */
  path: string;
  key: CosKey;
  /** Virtual milliseconds since 1970. */
  now: number;
  lifetimeSeconds: number;
}

/** A URL that whoever has it can GET. */
export function presignedUrl({ origin, path, key, now, lifetimeSeconds }: Presigned): string {
  const start = Math.floor(now / 1000);
  const authorization = officialAuthorization({
    ...key,
    method: 'get',
    path: decodeURIComponent(path),
    query: {},
    headers: { host: origin.replace(/^https?:\/\//, '') },
    keyTime: `${start};${start + lifetimeSeconds}`,
  });
  return `${origin}${path}?${authorization.replaceAll(';', '%3B')}`;
}
