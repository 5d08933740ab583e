import { AmbiguousResponseError, systemCode } from '../tencent/api-errors.ts';
import { getHttpStatus, isTooSlow } from '../tencent/cos/cos-errors.ts';
import type { CosOptions } from '../tencent/cos/cos-request.ts';
import { retry } from '../tencent/retry.ts';

export interface Sending<T> {
  readonly cos: CosOptions;
  /** Sends it once. */
  readonly send: () => Promise<T>;
  /** Looks whether an earlier try has arrived although its answer was lost. */
  readonly look: () => Promise<T | undefined>;
  /** Whether it can be sent in smaller pieces: then it is not sent twice over a line that it is too much for. */
  readonly isDivisible: boolean;
  /** As `retry` takes it. */
  readonly madeProgress?: () => boolean;
}

/** Smaller pieces may get through where this did not. */
export class TooMuchForLineError extends Error {
  override readonly name = 'TooMuchForLineError';
  readonly code = 'too-much-for-line';
}

/**
 * Sends until it is stored, and looks before it sends again. Rejects with a TooMuchForLineError
 * where smaller pieces may get through, otherwise as `retry` does.
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

/** True for failures that smaller pieces may not have. */
export function isTooMuch(error: unknown): boolean {
  return isTooLong(error) || isSlow(error) || isCut(error);
}

/** True for failures that fewer pieces at once may not have. */
export function isSlow(error: unknown): boolean {
  const status = getHttpStatus(error);
  return isTooSlow(error) || status === 408 || status === 504 || TIMEOUT.test(systemCode(error));
}

const TIMEOUT = /^UND_ERR_(HEADERS|BODY)_TIMEOUT$/;

/** True if the connection ended, or hung, before the answer. */
export function isCut(error: unknown): boolean {
  return error instanceof AmbiguousResponseError && error.status === undefined;
}

/** True if something on the way takes no body of this length. */
function isTooLong(error: unknown): boolean {
  return getHttpStatus(error) === 413;
}
