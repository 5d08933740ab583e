import type { IncomingHttpHeaders } from 'node:http';
import { header } from '../gateway/request.ts';
import { readAuthorization } from './authorization.ts';
import type { CosAuthorization } from './authorization.ts';
import { cosError, CosError } from './errors.ts';
import type { CosKey, KeyRing } from './keys.ts';
import { officialAuthorization } from './official-signature.ts';
import { encode } from './query.ts';
import type { CosQuery } from './query.ts';

const TOKEN = 'x-cos-security-token';

/** What the signature is checked against. */
export interface SignedRequest {
  method: string;
  /** Decoded, as sent. */
  path: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
}

/**
 * The key that signed a request. `now` is in milliseconds since 1970; `expiredKeyCode` is what an
 * expired temporary key is refused with. Throws CosError.
 */
export function authenticateCos(
  request: SignedRequest,
  keys: KeyRing,
  now: number,
  expiredKeyCode: string,
): CosKey {
  const authorization = readAuthorization(header(request.headers, 'authorization'), request.query);
  const key = keys.find(authorization.secretId);
  if (key === undefined) throw cosError('InvalidAccessKeyId');
  checkTime(authorization, now);
  checkToken(request, key);
  checkSignature(request, authorization, key);
  if (now >= key.validUntil) throw new CosError(expiredKeyCode);
  return key;
}

function checkTime({ startsAt, endsAt }: CosAuthorization, now: number): void {
  const seconds = now / 1000;
  // unknown: how much too early a signature may be used; so not at all, but for a fraction of a second.
  if (startsAt > Math.ceil(seconds)) throw cosError('RequestTimeTooSkewed');
  if (endsAt < Math.floor(seconds)) {
    throw cosError('AccessDenied', { message: 'Request has expired' });
  }
}

// unknown: which code COS answers for a token that does not belong to the key.
function checkToken({ headers, query }: SignedRequest, key: CosKey): void {
  const token = header(headers, TOKEN) ?? query.get(TOKEN) ?? null;
  if ((key.token ?? null) !== token) throw cosError('InvalidAccessKeyId');
}

function checkSignature(
  request: SignedRequest,
  authorization: CosAuthorization,
  { secretId, secretKey }: CosKey,
): void {
  const { headerList, parameterList, keyTime, signature } = authorization;
  const expected = officialAuthorization({
    secretId,
    secretKey,
    method: request.method,
    path: request.path,
    query: signedParameters(request.query, parameterList),
    headers: signedHeaders(request.headers, headerList),
    keyTime,
  });
  const [, headers = ''] = /&q-header-list=([^&]*)&/.exec(expected) ?? [];
  const unverifiable = headerList.find((name) => !headers.split(';').includes(name));
  if (unverifiable !== undefined) {
    throw cosError('SignatureDoesNotMatch', {
      message: `The header "${unverifiable}" is not one that the COS SDK signs, or it was not sent.`,
    });
  }
  if (!expected.endsWith(`&q-signature=${signature}`)) throw cosError('SignatureDoesNotMatch');
}

function signedParameters(query: CosQuery, list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    [...query].filter(([name]) => list.includes(encode(name).toLowerCase())),
  );
}

function signedHeaders(
  headers: IncomingHttpHeaders,
  list: readonly string[],
): Record<string, string> {
  const signed: Record<string, string> = {};
  for (const name of list) {
    const value = headers[name];
    if (value !== undefined) signed[name] = String(value);
  }
  return signed;
}
