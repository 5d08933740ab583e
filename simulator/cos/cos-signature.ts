import { createRequire } from 'node:module';
import type { Credentials } from '../account.ts';
import { header } from '../http-server.ts';
import { encode, readPairs } from './cos-address.ts';
import { cosError } from './cos-error.ts';
import type { AddressedRequest } from './cos-operations.ts';
import type { CosKey, KeyRing } from './temporary-keys.ts';

const TOKEN = 'x-cos-security-token';
const FIELDS = ['q-sign-algorithm', 'q-ak', 'q-sign-time', 'q-key-time', 'q-signature'];

/** Returns a field of a signature by its name; '' if it has none. */
type Fields = (name: string) => string;

/** Returns the key that signed a request. `now` is in milliseconds since 1970. Throws CosError. */
export function authenticateCos(request: AddressedRequest, keys: KeyRing, now: number): CosKey {
  const field = readAuthorization(request);
  const key = keys.find(field('q-ak'));
  if (key === undefined) throw cosError('InvalidAccessKeyId');
  checkTime(field, now);
  checkToken(request, key);
  checkSignature(request, field, key);
  if (now >= key.validUntil) throw cosError('ExpiredToken');
  return key;
}

/** From the header or, for a pre-signed URL, from the query or its `sign`. Throws AccessDenied. */
function readAuthorization({ headers, query }: AddressedRequest): Fields {
  const text = header(headers, 'authorization') ?? query.get('sign') ?? null;
  if (text === null && !query.has('q-signature')) throw cosError('AccessDenied');
  const fields = text === null ? query : readPairs(text);
  const field: Fields = (name) => fields.get(name) ?? '';
  // unknown: how COS rejects a malformed signature. Its SDK cannot verify two different times.
  const isComplete =
    FIELDS.every((name) => field(name) !== '') &&
    field('q-sign-algorithm') === 'sha1' &&
    field('q-sign-time') === field('q-key-time') &&
    /^\d+;\d+$/.test(field('q-sign-time'));
  if (!isComplete) throw cosError('AccessDenied', { message: 'The Authorization is malformed.' });
  return field;
}

function splitNames(text: string): string[] {
  return text.split(';').filter((name) => name !== '');
}

function checkTime(field: Fields, now: number): void {
  const [startsAt = 0, endsAt = 0] = field('q-sign-time').split(';').map(Number);
  const seconds = now / 1000;
  // unknown: how early a signature is accepted. Here: not before its start, rounded up to a second.
  if (startsAt > Math.ceil(seconds)) throw cosError('RequestTimeTooSkewed');
  if (endsAt < Math.floor(seconds)) {
    throw cosError('AccessDenied', { message: 'Request has expired' });
  }
}

// unknown: COS's code for a token that does not belong to the key.
function checkToken({ headers, query }: AddressedRequest, key: CosKey): void {
  const token = header(headers, TOKEN) ?? query.get(TOKEN) ?? null;
  if ((key.token ?? null) !== token) throw cosError('InvalidAccessKeyId');
}

function checkSignature(
  { method, path, query, headers }: AddressedRequest,
  field: Fields,
  { secretId, secretKey }: CosKey,
): void {
  // Lower-case names; those of parameters are encoded too.
  const headerList = splitNames(field('q-header-list'));
  const parameterList = splitNames(field('q-url-param-list'));
  const expected = officialAuthorization({
    SecretId: secretId,
    SecretKey: secretKey,
    Method: method,
    Pathname: path,
    KeyTime: field('q-sign-time'),
    Query: Object.fromEntries(
      [...query].filter(([name]) => parameterList.includes(encode(name).toLowerCase())),
    ),
    Headers: Object.fromEntries(
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
  if (!expected.endsWith(`&q-signature=${field('q-signature')}`)) {
    throw cosError('SignatureDoesNotMatch');
  }
}

/** What a signature covers, in the words of the official COS SDK. */
interface SignedContent {
  SecretId: string;
  SecretKey: string;
  Method: string;
  /** Decoded, as sent. */
  Pathname: string;
  /** Only the signed parameters, with their names as sent. */
  Query: Record<string, string>;
  /** Only the signed headers, with lower-case names. */
  Headers: Record<string, string>;
  /** "start;end", seconds since 1970. */
  KeyTime: string;
}

interface SdkUtil {
  getAuth(content: SignedContent): string;
}

let util: SdkUtil | undefined;

/** Computes the Authorization header with the official COS SDK's code. */
function officialAuthorization(content: SignedContent): string {
  util ??= createRequire(import.meta.url)('cos-nodejs-sdk-v5/sdk/util.js') as SdkUtil;
  return util.getAuth(content);
}

interface PresignedRequest {
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

/** Returns a pre-signed URL, which anyone can GET. */
export function presignedUrl(request: PresignedRequest): string {
  const { origin, path, key, now, lifetimeSeconds, isNested } = request;
  const start = Math.floor(now / 1000);
  const authorization = officialAuthorization({
    SecretId: key.secretId,
    SecretKey: key.secretKey,
    Method: 'get',
    Pathname: decodeURIComponent(path),
    Query: {},
    Headers: isNested ? {} : { host: origin.replace(/^https?:\/\//, '') },
    KeyTime: `${start};${start + lifetimeSeconds}`,
  });
  const query = isNested
    ? `sign=${encodeURIComponent(authorization)}&response-content-type=application/octet-stream`
    : authorization.replaceAll(';', '%3B');
  return `${origin}${path}?${query}`;
}
