import type { Credentials } from '../../identity.ts';
import type { FailureClass } from '../api-errors.ts';
import { ApiResponseError, hasCode } from '../api-errors.ts';

/** Codes that blame the keys of a signature. */
const KEY_CODES = [
  'AuthFailure.InvalidSecretId',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
];

/** Codes for keys that a service does not know yet. */
const NOT_KNOWN_YET = ['AuthFailure.SecretIdNotFound', 'AuthFailure.TokenFailure'];

/**
 * Unknown (sts-new-keys): how long new STS keys take to reach every service. Public reports mention
 * seconds.
 */
const FRESH_MS = 30_000;

/** A service rejected keys that STS issued for a role, so there is no input to correct. */
export class RoleKeysError extends ApiResponseError {
  override readonly name = 'RoleKeysError';
  readonly #isFresh: boolean;

  constructor(refusal: ApiResponseError, isFresh: boolean) {
    const { service, action, code, requestId, text, serverTime } = refusal;
    super({ service, action, code, requestId, message: text, serverTime, cause: refusal });
    this.#isFresh = isFresh;
  }

  /** Requests with rejected keys are not executed, and new keys may become known within seconds. */
  override get failureClass(): FailureClass {
    const mayPass = this.#isFresh && NOT_KNOWN_YET.some((code) => hasCode(this, code));
    return mayPass ? 'not-executed' : super.failureClass;
  }
}

/**
 * Returns a RoleKeysError if the error blames a role's keys, otherwise the same error. `now` is in
 * milliseconds since 1970.
 */
export function blameRoleKeys(error: unknown, { receivedAt }: Credentials, now: number): unknown {
  const isBlame =
    error instanceof ApiResponseError && KEY_CODES.some((code) => hasCode(error, code));
  if (!isBlame || receivedAt === undefined) return error;
  return new RoleKeysError(error, now - receivedAt < FRESH_MS);
}
