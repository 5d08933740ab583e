import { createHash, createHmac } from 'node:crypto';

/**
 * The content of a TC3-HMAC-SHA256 signature: a POST with its final body. `headers` are the headers
 * to sign; they must include `content-type` and `host`.
 */
export interface Tc3Request {
  readonly secretId: string;
  readonly secretKey: string;
  readonly service: string;
  /** Seconds since 1970, the same as X-TC-Timestamp. */
  readonly timestamp: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Returns the `Authorization` header of a signed call.
 * Source: Tencent Cloud API documentation, "Signature v3" (documents 213/30654 and 1145/50458).
 */
export function tc3Authorization(request: Tc3Request): string {
  const date = utcDate(request.timestamp);
  const scope = `${date}/${request.service}/tc3_request`;
  const { canonical, signed } = canonicalHeaders(request.headers);
  const canonicalRequest = ['POST', '/', '', canonical, signed, sha256(request.body)].join('\n');
  const stringToSign = [
    'TC3-HMAC-SHA256',
    String(request.timestamp),
    scope,
    sha256(canonicalRequest),
  ].join('\n');
  const dateKey = hmac(`TC3${request.secretKey}`, date);
  const serviceKey = hmac(dateKey, request.service);
  const signature = hmac(hmac(serviceKey, 'tc3_request'), stringToSign).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${request.secretId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
}

/** Returns the date of the timestamp in UTC. A local date would break signatures near midnight. */
function utcDate(timestamp: number): string {
  return new Date(timestamp * 1000).toISOString().slice(0, 10);
}

function canonicalHeaders(headers: Readonly<Record<string, string>>) {
  const entries = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().toLowerCase()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    canonical: entries.map(([name, value]) => `${name}:${value}\n`).join(''),
    signed: entries.map(([name]) => name).join(';'),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
