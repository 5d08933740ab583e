import type { Credentials } from '../account.ts';
import { ApiError, invalidValue, missingParameter } from '../api-error.ts';
import { header } from '../http-server.ts';
import type { ApiRequest } from './api-request.ts';
import { officialSignature } from './official-signature.ts';

const MAX_SKEW_SECONDS = 300;
// unknown: which other signed headers the API accepts; the official SDK can only verify these.
const SIGNED_HEADERS = 'content-type;host';
const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/\d{4}-\d{2}-\d{2}\/([a-z0-9]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/** The only action without a signature: its parameters authenticate the caller. */
const UNSIGNED = { service: 'sts', action: 'AssumeRoleWithWebIdentity' };

/** The service that a request was signed for, and the credentials that signed it. */
export interface Authenticated {
  service: string;
  caller?: Credentials;
}

/**
 * Verifies a TC3 signature, or that none is needed. `now` is in milliseconds since 1970. Throws
 * AuthFailure.* or MissingParameter.
 */
export function authenticate(
  request: ApiRequest,
  accepted: readonly Credentials[],
  now: number,
): Authenticated {
  const { action, headers } = request;
  const timestamp = readTimestamp(request);
  const authorization = header(headers, 'authorization') ?? '';
  if (action === UNSIGNED.action && authorization === 'SKIP') {
    // unknown: whether STS checks the timestamp of an unsigned request.
    checkSkew(timestamp, now);
    return { service: UNSIGNED.service };
  }
  const match = AUTHORIZATION.exec(authorization);
  if (match === null) {
    const message = 'The Authorization header does not conform to the Tencent Cloud standard.';
    throw authFailure('InvalidAuthorization', message);
  }
  const [, secretId = '', service = '', signedHeaders = '', signature = ''] = match;
  checkSkew(timestamp, now);
  const caller = accepted.find((credentials) => credentials.secretId === secretId);
  if (caller === undefined) {
    const message = 'The SecretId is not found, please ensure that your SecretId is correct.';
    throw authFailure('SecretIdNotFound', message);
  }
  checkToken(caller, header(headers, 'x-tc-token'), now);
  if (signedHeaders !== SIGNED_HEADERS) {
    throw signatureFailure(`The simulator verifies only SignedHeaders=${SIGNED_HEADERS}.`);
  }
  if (!isSignature(signature, request, { service, timestamp, caller })) {
    throw signatureFailure('Please check the SecretKey and the signed content.');
  }
  return { service, caller };
}

function readTimestamp({ headers }: ApiRequest): number {
  const timestamp = header(headers, 'x-tc-timestamp');
  if (timestamp === null) throw missingParameter('Timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) throw invalidValue('Timestamp');
  return Number(timestamp);
}

function checkSkew(timestamp: number, now: number): void {
  const serverTime = Math.floor(now / 1000);
  if (Math.abs(serverTime - timestamp) <= MAX_SKEW_SECONDS) return;
  const times = `the request's timestamp is ${timestamp}, the server's ${serverTime}`;
  throw authFailure('SignatureExpire', `The provided credentials have expired: ${times}.`);
}

function checkToken(credentials: Credentials, token: string | null, now: number): void {
  const { expiresAt = Infinity } = credentials;
  if ((credentials.token ?? null) === token && now < expiresAt) return;
  throw authFailure('TokenFailure', 'The provided token is invalid or has expired.');
}

function isSignature(
  signature: string,
  { headers, body }: ApiRequest,
  signer: { service: string; timestamp: number; caller: Credentials },
): boolean {
  const { service, timestamp } = signer;
  const { secretId, secretKey } = signer.caller;
  const contentType = header(headers, 'content-type') ?? '';
  const host = (header(headers, 'host') ?? '').toLowerCase();
  // Clients sign the host with its port or without.
  return [...new Set([host, host.replace(/:\d+$/, '')])].some((signedHost) => {
    const signed = { host: signedHost, contentType, body, timestamp, service };
    return officialSignature({ ...signed, secretId, secretKey }) === signature;
  });
}

function signatureFailure(hint: string): ApiError {
  const message = `The provided credentials could not be validated. ${hint}`;
  return authFailure('SignatureFailure', message);
}

function authFailure(reason: string, message: string): ApiError {
  return new ApiError(`AuthFailure.${reason}`, message);
}
