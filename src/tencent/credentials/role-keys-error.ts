import { ApiResponseError } from '../api-errors.ts';
import type { FailureClass } from '../code-meaning.ts';

/**
 * Unknown (sts-new-keys): how long new STS keys take to reach every service. Public reports mention
 * seconds.
 */
const FRESH_MS = 30_000;

/** A service rejected keys that STS issued for a role, so there is no input to correct. */
export class RoleKeysError extends ApiResponseError {
  override readonly name = 'RoleKeysError';
  readonly #isFresh: boolean;

  /** `ageMs`: how long ago STS issued the keys, in ms. */
  constructor(refusal: ApiResponseError, ageMs: number) {
    const { service, action, code, requestId, text, serverTime } = refusal;
    super({ service, action, code, requestId, message: text, serverTime, cause: refusal });
    this.#isFresh = ageMs < FRESH_MS;
  }

  /** Requests with rejected keys are not executed, and new keys may become known within seconds. */
  override get failureClass(): FailureClass {
    const { rejected } = this.meaning;
    const mayPass = this.#isFresh && (rejected === 'token' || rejected === 'key-id');
    return mayPass ? 'not-executed' : super.failureClass;
  }
}
