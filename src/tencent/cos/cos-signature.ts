import { createHash, createHmac } from 'node:crypto';
import { percentEncode } from './cos-address.ts';

type Pairs = Readonly<Record<string, string>>;

/** The content of a COS signature, exactly as sent. */
export interface CosSignedRequest {
  readonly secretId: string;
  readonly secretKey: string;
  readonly method: string;
  /** The path before percent-encoding, with its leading `/`. */
  readonly path: string;
  /** The decoded query. A parameter without a value has the value ''. */
  readonly parameters: Pairs;
  /** The headers to sign; should include `host`. */
  readonly headers: Pairs;
  /** `start;end` in seconds since 1970: the validity of the signature. */
  readonly keyTime: string;
}

/**
 * Returns the `Authorization` header of a COS request (q-sign-algorithm=sha1).
 * Source: Tencent Cloud COS documentation, "Request Signature" (document 436/7778).
 */
export function cosAuthorization(request: CosSignedRequest): string {
  const { secretId, secretKey, method, path, keyTime } = request;
  const parameters = canonical(request.parameters);
  const headers = canonical(request.headers);
  const httpString = `${method.toLowerCase()}\n${path}\n${parameters.text}\n${headers.text}\n`;
  const stringToSign = `sha1\n${keyTime}\n${sha1(httpString)}\n`;
  return [
    'q-sign-algorithm=sha1',
    `q-ak=${secretId}`,
    `q-sign-time=${keyTime}`,
    `q-key-time=${keyTime}`,
    `q-header-list=${headers.names}`,
    `q-url-param-list=${parameters.names}`,
    `q-signature=${hmac(hmac(secretKey, keyTime), stringToSign)}`,
  ].join('&');
}

/**
 * Tolerates a local clock slightly ahead of COS's, which would make the signature start in the
 * future.
 */
const START_IN_THE_PAST_S = 60;
const VALID_S = 3_600;

/** Returns the `keyTime` of a signature made now. `now` is in milliseconds since 1970. */
export function cosKeyTime(now: number): string {
  const seconds = Math.floor(now / 1000);
  return `${seconds - START_IN_THE_PAST_S};${seconds + VALID_S}`;
}

function canonical(pairs: Pairs) {
  const entries = Object.entries(pairs)
    .map(([name, value]) => [percentEncode(name).toLowerCase(), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    text: entries.map(([name, value]) => `${name}=${value}`).join('&'),
    names: entries.map(([name]) => name).join(';'),
  };
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

function hmac(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('hex');
}
