import { AmbiguousResponseError, systemCode } from '../tencent/api-errors.ts';
import { getHttpStatus, isTooSlow } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { retry } from '../tencent/retry.ts';

export interface Sending<T> {
  readonly cos: CosOptions;
  /** Sends the data once. */
  readonly send: () => Promise<T>;
  /** Checks whether an earlier attempt was stored although its response was lost. */
  readonly look: () => Promise<T | undefined>;
  /**
   * Whether the data can be sent in smaller pieces instead. Then it is not sent again after an
   * error that smaller pieces may avoid.
   */
  readonly isDivisible: boolean;
  /** As in `retry`. */
  readonly madeProgress?: () => boolean;
}

/** The data is too much for the connection; smaller pieces may succeed. */
export class TooMuchForLineError extends Error {
  override readonly name = 'TooMuchForLineError';
  readonly code = 'too-much-for-line';
}

/**
 * Sends until the data is stored, and checks before each retry. Rejects with a TooMuchForLineError
 * if smaller pieces may succeed, otherwise as `retry` does.
 */
export function sendUntilStored<T>(sending: Sending<T>): Promise<T> {
  const { cos, send, look, isDivisible, madeProgress } = sending;
  let mayBeStored = false;
  let failure: unknown;
  const giveUp = () => new TooMuchForLineError('too much for the line', { cause: failure });
  const attempt = async () => {
    const found = mayBeStored ? await look() : undefined;
    if (found) return found;
    if (isDivisible && isTooMuch(failure)) throw giveUp();
    try {
      return await send();
    } catch (error) {
      cos.signal.throwIfAborted();
      failure = error;
      mayBeStored = error instanceof AmbiguousResponseError && !isTooLong(error);
      if (isDivisible && isTooMuch(error) && !mayBeStored) throw giveUp();
      throw error;
    }
  };
  return retry(cos, 'read', attempt, madeProgress);
}

/** Whether smaller pieces may avoid this error. */
export function isTooMuch(error: unknown): boolean {
  return isTooLong(error) || isSlow(error) || isCut(error);
}

/** Whether fewer pieces at a time may avoid this error. */
export function isSlow(error: unknown): boolean {
  const status = getHttpStatus(error);
  return isTooSlow(error) || status === 408 || status === 504 || TIMEOUT.test(systemCode(error));
}

const TIMEOUT = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** Whether the connection broke or timed out before the response. */
export function isCut(error: unknown): boolean {
  return error instanceof AmbiguousResponseError && error.status === undefined;
}

/** Whether something in between rejects bodies of this size. */
function isTooLong(error: unknown): boolean {
  return getHttpStatus(error) === 413;
}
