import { createHash, createHmac } from 'node:crypto';
import { percentEncode } from './cos-address.ts';

type Pairs = Readonly<Record<string, string>>;

/** What the COS signature covers: exactly what is sent. */
export interface CosSignedRequest {
  readonly secretId: string;
  readonly secretKey: string;
  readonly method: string;
  /** The path as it is before percent-encoding, with its leading `/`. */
  readonly path: string;
  /** The query, decoded; a parameter without a value has the value ''. */
  readonly parameters: Pairs;
  /** The headers to sign; `host` should be among them. */
  readonly headers: Pairs;
  /** `start;end`, both in seconds since 1970: when the signature is valid. */
  readonly keyTime: string;
}

/**
 * The `Authorization` header of a request to COS (q-sign-algorithm=sha1).
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

/** A clock of ours that is a little ahead of COS's must not make a signature of the future. */
const START_IN_THE_PAST_S = 60;
const VALID_S = 3_600;

/** The `keyTime` of a signature that is made now. `now` in milliseconds since 1970. */
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
