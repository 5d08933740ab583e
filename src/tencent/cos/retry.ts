import type { Clock } from '../../clock.ts';
import type { RetryReport } from '../client.ts';
import { CallError, UnclearError } from '../errors.ts';
import { pauseBeforeRetry } from '../retry.ts';
import { CosError } from './errors.ts';

/** How long and how to try again. */
export interface Patience {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Milliseconds since 1970, after which nothing is tried again. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  readonly onRetry?: (report: RetryReport) => void;
}

/**
 * Tries again while the failure may pass. Everything that is sent to COS may be sent again: the same
 * bytes to the same place. Rejects with the last failure, or with the signal's reason.
 */
export async function withRetries<T>(patience: Patience, attempt: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    patience.signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      await pauseOrThrow(patience, error, tried);
    }
  }
}

/** Sleeps before try `tried + 1`; throws `error` where there shall be none. */
export async function pauseOrThrow(patience: Patience, error: unknown, tried: number) {
  const { clock, deadline, random, signal } = patience;
  signal.throwIfAborted();
  if (!(error instanceof CallError)) throw error;
  const pauseMs = pauseBeforeRetry(comparable(error), 'read', tried, random());
  if (pauseMs === undefined || clock.now() + pauseMs > deadline) throw error;
  patience.onRetry?.({ error, pauseMs });
  await clock.sleep(pauseMs, signal);
}

/**
 * Codes that may pass although their status does not say so: the bytes were damaged on their way
 * (BadDigest, document 436/7730), or COS could not complete an upload after it had answered 200.
 * unknown: whether COS has IncompleteBody and RequestTimeout; they would be of the same kind.
 */
const PASSING_CODE =
  /^(BadDigest|IncompleteBody|InternalError|RequestTimeout|ServiceUnavailable|SlowDown)$/;

const PASSING_STATUS = 503;

/** COS says by its status what may pass; the classes of the API's errors go by other codes. */
function comparable(error: CallError): CallError {
  if (!(error instanceof CosError)) return error;
  const { service, action, message } = error;
  const mayPass = PASSING_CODE.test(error.code);
  // 200 would read as "no answer"; an error that COS spelt out is an answer.
  const status = error.status === 200 ? 400 : error.status;
  return new UnclearError({ service, action, message, status: mayPass ? PASSING_STATUS : status });
}
