import { ApiError } from '../api-error.ts';
import { missingParameter } from '../contract/check.ts';
import type { Credentials } from '../credentials.ts';
import { parseAuthorization } from './authorization.ts';
import type { Authorization } from './authorization.ts';
import { officialSignature } from './official-signature.ts';
import { header } from './request.ts';
import type { ApiRequest } from './request.ts';

const MAX_SKEW_SECONDS = 300;
// unknown: the cloud accepts more signed headers, the official SDK's code can only verify these.
const SIGNED_HEADERS = 'content-type;host';

/** The one action that needs no signature: its parameters prove who calls. */
const UNSIGNED = { service: 'sts', action: 'AssumeRoleWithWebIdentity' };

/** The service that a request was signed for, and whose keys signed it. */
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
  const timestamp = readTimestamp(request);
  if (isUnsigned(request)) {
    // unknown: whether the cloud looks at the timestamp of an unsigned request.
    checkSkew(timestamp, now);
    return { service: UNSIGNED.service };
  }
  const authorization = parseAuthorization(header(request.headers, 'authorization'));
  checkSkew(timestamp, now);
  const caller = findCredentials(accepted, authorization.secretId);
  checkToken(caller, header(request.headers, 'x-tc-token'), now);
  checkSignature(request, authorization, caller, timestamp);
  return { service: authorization.service, caller };
}

function isUnsigned({ action, headers }: ApiRequest): boolean {
  return action === UNSIGNED.action && header(headers, 'authorization') === 'SKIP';
}

function readTimestamp(request: ApiRequest): number {
  const timestamp = header(request.headers, 'x-tc-timestamp');
  if (timestamp === null) throw missingParameter('Timestamp');
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new ApiError('InvalidParameterValue', 'The value of `Timestamp` is not valid.');
  }
  return Number(timestamp);
}

function checkSkew(timestamp: number, now: number): void {
  const serverTime = Math.floor(now / 1000);
  if (Math.abs(serverTime - timestamp) <= MAX_SKEW_SECONDS) return;
  throw new ApiError(
    'AuthFailure.SignatureExpire',
    `The provided credentials have expired: the request's timestamp is ${timestamp}, the server's ${serverTime}.`,
  );
}

function findCredentials(accepted: readonly Credentials[], secretId: string): Credentials {
  const found = accepted.find((credentials) => credentials.secretId === secretId);
  if (found === undefined) {
    throw new ApiError(
      'AuthFailure.SecretIdNotFound',
      'The SecretId is not found, please ensure that your SecretId is correct.',
    );
  }
  return found;
}

function checkToken(credentials: Credentials, token: string | null, now: number): void {
  const { expiresAt = Infinity } = credentials;
  if ((credentials.token ?? null) === token && now < expiresAt) return;
  throw new ApiError('AuthFailure.TokenFailure', 'The provided token is invalid or has expired.');
}

function checkSignature(
  request: ApiRequest,
  authorization: Authorization,
  credentials: Credentials,
  timestamp: number,
): void {
  if (authorization.signedHeaders !== SIGNED_HEADERS) {
    throw signatureFailure(`The simulator verifies SignedHeaders=${SIGNED_HEADERS} alone.`);
  }
  const { service, signature } = authorization;
  const { secretId, secretKey } = credentials;
  const contentType = header(request.headers, 'content-type') ?? '';
  const matches = signedHosts(request).some((host) => {
    const signed = { host, contentType, body: request.body, timestamp, service };
    return officialSignature({ ...signed, secretId, secretKey }) === signature;
  });
  if (!matches) throw signatureFailure('Please check the SecretKey and the signed content.');
}

/** Clients sign the host with its port or without. */
function signedHosts(request: ApiRequest): string[] {
  const host = (header(request.headers, 'host') ?? '').toLowerCase();
  return [...new Set([host, host.replace(/:\d+$/, '')])];
}

function signatureFailure(hint: string): ApiError {
  return new ApiError(
    'AuthFailure.SignatureFailure',
    `The provided credentials could not be validated. ${hint}`,
  );
}
