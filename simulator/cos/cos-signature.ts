import { createRequire } from 'node:module';
import type { Credentials } from '../account.ts';

export interface SignedContent {
  secretId: string;
  secretKey: string;
  method: string;
  /** Decoded, as sent. */
  path: string;
  /** Only the signed parameters, with their names as sent. */
  query: Record<string, string>;
  /** Only the signed headers, with lower-case names. */
  headers: Record<string, string>;
  /** "start;end", seconds since 1970. */
  keyTime: string;
}

export interface PresignedRequest {
  /** scheme://host[:port] */
  origin: string;
  /** Percent-encoded. */
  path: string;
  key: Credentials;
  /** Virtual milliseconds since 1970. */
  now: number;
  lifetimeSeconds: number;
  /** Puts the whole signature into one parameter `sign` that covers no header, as SCF does. */
  isNested?: boolean;
}

interface SdkUtil {
  getAuth(options: Record<string, unknown>): string;
}

let util: SdkUtil | undefined;

/** Computes the Authorization header with the official COS SDK's code. */
export function officialAuthorization(content: SignedContent): string {
  util ??= createRequire(import.meta.url)('cos-nodejs-sdk-v5/sdk/util.js') as SdkUtil;
  return util.getAuth({
    SecretId: content.secretId,
    SecretKey: content.secretKey,
    Method: content.method,
    Pathname: content.path,
    Query: content.query,
    Headers: content.headers,
    KeyTime: content.keyTime,
  });
}

/** Returns a pre-signed URL, which anyone can GET. */
export function presignedUrl(request: PresignedRequest): string {
  const { origin, path, key, now, lifetimeSeconds, isNested } = request;
  const start = Math.floor(now / 1000);
  const authorization = officialAuthorization({
    secretId: key.secretId,
    secretKey: key.secretKey,
    method: 'get',
    path: decodeURIComponent(path),
    query: {},
    headers: isNested ? {} : { host: origin.replace(/^https?:\/\//, '') },
    keyTime: `${start};${start + lifetimeSeconds}`,
  });
  const query = isNested
    ? `sign=${encodeURIComponent(authorization)}&response-content-type=application/octet-stream`
    : authorization.replaceAll(';', '%3B');
  return `${origin}${path}?${query}`;
}
