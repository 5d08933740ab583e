import type { Credentials } from '../../identity.ts';
import type { FailureClass } from '../api-errors.ts';
import { ApiResponseError, hasCode } from '../api-errors.ts';

/** Codes that blame the keys which a request was signed with. */
const KEY_CODES = [
  'AuthFailure.InvalidSecretId',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
];

/** Codes by which a service refuses keys that it has not heard of yet. */
const NOT_KNOWN_YET = ['AuthFailure.SecretIdNotFound', 'AuthFailure.TokenFailure'];

/** Unknown: how long keys of STS take to be known everywhere; public reports speak of seconds. */
const FRESH_MS = 30_000;

/** Keys that STS gave for a role are refused: none of them is an input that could be corrected. */
export class RoleKeysError extends ApiResponseError {
  override readonly name = 'RoleKeysError';
  readonly #isFresh: boolean;

  constructor(refusal: ApiResponseError, isFresh: boolean) {
    const { service, action, code, requestId, text, serverTime } = refusal;
    super({ service, action, code, requestId, message: text, serverTime, cause: refusal });
    this.#isFresh = isFresh;
  }

  /** A request that is refused for its keys is not executed; in some seconds they may be known. */
  override get failureClass(): FailureClass {
    const mayPass = this.#isFresh && NOT_KNOWN_YET.some((code) => hasCode(this, code));
    return mayPass ? 'not-executed' : super.failureClass;
  }
}

/** The same error, or a RoleKeysError where it blames keys of a role. `now` in ms since 1970. */
export function blameRoleKeys(error: unknown, { receivedAt }: Credentials, now: number): unknown {
  const isBlame =
    error instanceof ApiResponseError && KEY_CODES.some((code) => hasCode(error, code));
  if (!isBlame || receivedAt === undefined) return error;
  return new RoleKeysError(error, now - receivedAt < FRESH_MS);
}
