import { createRequire } from 'node:module';

export interface SignedContent {
  secretId: string;
  secretKey: string;
  method: string;
  /** Decoded, as sent. */
  path: string;
  /** Those signed, by their names as sent. */
  query: Record<string, string>;
  /** Those signed, by lower-case names. */
  headers: Record<string, string>;
  /** "start;end", seconds since 1970. */
  keyTime: string;
}

interface SdkUtil {
  getAuth(options: Record<string, unknown>): string;
}

let util: SdkUtil | undefined;

/** The Authorization that the COS SDK's own code computes. */
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
