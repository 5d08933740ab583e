import type { IncomingHttpHeaders } from 'node:http';
import { header } from '../http-server.ts';
import { decode, encode } from './cos-address.ts';
import type { CosQuery } from './cos-address.ts';
import { cosError, CosError } from './cos-error.ts';
import { officialAuthorization } from './cos-signature.ts';
import type { CosKey, KeyRing } from './temporary-keys.ts';

const TOKEN = 'x-cos-security-token';
const FIELDS = ['q-sign-algorithm', 'q-ak', 'q-sign-time', 'q-key-time', 'q-signature'];

/** What the signature is checked against. */
export interface SignedRequest {
  method: string;
  /** Decoded, as sent. */
  path: string;
  query: CosQuery;
  headers: IncomingHttpHeaders;
}

/** The fields of a signature. */
interface CosAuthorization {
  secretId: string;
  /** "start;end", seconds since 1970. */
  keyTime: string;
  /** Lower-case names. */
  headerList: string[];
  /** Lower-case, encoded names. */
  parameterList: string[];
  signature: string;
}

/**
 * Returns the key that signed a request. `now` is in milliseconds since 1970; `expiredKeyCode` is
 * the error code for an expired temporary key. Throws CosError.
 */
export function authenticateCos(
  request: SignedRequest,
  keys: KeyRing,
  now: number,
  expiredKeyCode: string,
): CosKey {
  const authorization = readAuthorization(request);
  const key = keys.find(authorization.secretId);
  if (key === undefined) throw cosError('InvalidAccessKeyId');
  checkTime(authorization, now);
  checkToken(request, key);
  checkSignature(request, authorization, key);
  if (now >= key.validUntil) throw new CosError(expiredKeyCode);
  return key;
}

/** From the header or, for a pre-signed URL, from the query or its `sign`. Throws AccessDenied. */
function readAuthorization({ headers, query }: SignedRequest): CosAuthorization {
  const text = header(headers, 'authorization') ?? query.get('sign') ?? null;
  if (text === null && !query.has('q-signature')) throw cosError('AccessDenied');
  const fields = text === null ? query : parseFields(text);
  const field = (name: string): string => fields.get(name) ?? '';
  // unknown: how COS rejects a malformed signature. Its SDK cannot verify two different times.
  const isComplete =
    FIELDS.every((name) => field(name) !== '') &&
    field('q-sign-algorithm') === 'sha1' &&
    field('q-sign-time') === field('q-key-time') &&
    /^\d+;\d+$/.test(field('q-sign-time'));
  if (!isComplete) throw cosError('AccessDenied', { message: 'The Authorization is malformed.' });
  return {
    secretId: field('q-ak'),
    keyTime: field('q-sign-time'),
    headerList: splitNames(field('q-header-list')),
    parameterList: splitNames(field('q-url-param-list')),
    signature: field('q-signature'),
  };
}

function parseFields(text: string): CosQuery {
  return new Map(
    text.split('&').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, decode(value.join('='))];
    }),
  );
}

function splitNames(text: string): string[] {
  return text.split(';').filter((name) => name !== '');
}

function checkTime({ keyTime }: CosAuthorization, now: number): void {
  const [startsAt = 0, endsAt = 0] = keyTime.split(';').map(Number);
  const seconds = now / 1000;
  // unknown: how early a signature is accepted. Here: not before its start, rounded up to a second.
  if (startsAt > Math.ceil(seconds)) throw cosError('RequestTimeTooSkewed');
  if (endsAt < Math.floor(seconds)) {
    throw cosError('AccessDenied', { message: 'Request has expired' });
  }
}

// unknown: COS's code for a token that does not belong to the key.
function checkToken({ headers, query }: SignedRequest, key: CosKey): void {
  const token = header(headers, TOKEN) ?? query.get(TOKEN) ?? null;
  if ((key.token ?? null) !== token) throw cosError('InvalidAccessKeyId');
}

function checkSignature(
  { method, path, query, headers }: SignedRequest,
  { headerList, parameterList, keyTime, signature }: CosAuthorization,
  { secretId, secretKey }: CosKey,
): void {
  const expected = officialAuthorization({
    secretId,
    secretKey,
    method,
    path,
    keyTime,
    query: Object.fromEntries(
      [...query].filter(([name]) => parameterList.includes(encode(name).toLowerCase())),
    ),
    headers: Object.fromEntries(
      headerList.flatMap((name) => {
        return headers[name] === undefined ? [] : [[name, String(headers[name])]];
      }),
    ),
  });
  const [, signedHeaders = ''] = /&q-header-list=([^&]*)&/.exec(expected) ?? [];
  const unverifiable = headerList.find((name) => !signedHeaders.split(';').includes(name));
  if (unverifiable !== undefined) {
    throw cosError('SignatureDoesNotMatch', {
      message: `The header "${unverifiable}" is not one that the COS SDK signs, or it was not sent.`,
    });
  }
  if (!expected.endsWith(`&q-signature=${signature}`)) throw cosError('SignatureDoesNotMatch');
}
