import type { Clock } from '../clock.ts';
import type { FailureClass } from './api-errors.ts';
import { AmbiguousResponseError, ApiError, ApiResponseError } from './api-errors.ts';

/**
 * What a call does to the cloud: `read` may be repeated freely, `change` must never be done twice,
 * and before a `guarded-change` is sent again the operation itself looks whether it is still right.
 */
export type Effect = 'read' | 'change' | 'guarded-change';

/** How long and how to try again. */
export interface RetryOptions {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Milliseconds since 1970, after which nothing is tried again. */
  readonly deadline: number;
  /** Ends a pause, and prevents further tries. */
  readonly signal: AbortSignal;
  /** False if whoever calls reads again anyway: then an outage ends the call after a few tries. */
  readonly isPatient?: boolean | undefined;
  /** So many times as long as usual is tried again; default 1. */
  readonly patienceFactor?: number | undefined;
  readonly onRetry?: (event: RetryEvent) => void;
}

/** A pause before another try, as it is reported to the caller. */
export interface RetryEvent {
  readonly error: ApiError;
  readonly pauseMs: number;
  /** How long it has been failing, in ms. */
  readonly failingMs: number;
}

/**
 * Runs `attempt` until it succeeds, as RETRY_POLICIES says for the errors that it rejects with.
 * Rejects with the last error, or with the signal's reason.
 * @param madeProgress says that the failed attempt was worth it: the tries count anew.
 */
export async function retry<T>(
  { clock, deadline, isPatient = true, onRetry, patienceFactor = 1, random, signal }: RetryOptions,
  effect: Effect,
  attempt: () => Promise<T>,
  madeProgress: () => boolean = () => false,
): Promise<T> {
  let since = clock.now();
  let lastClass: FailureClass | undefined;
  for (let tries = 1; ; tries += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof NoRetryError) throw error.cause;
      if (madeProgress()) [tries, since] = [1, clock.now()];
      // The time of another kind of failure does not count: rate limits say nothing of the network.
      const failureClass = error instanceof ApiError ? error.failureClass : undefined;
      if (lastClass !== undefined && lastClass !== failureClass) since = clock.now();
      lastClass = failureClass;
      const failingMs = clock.now() - since;
      const tried = { tries, failingMs: isPatient ? failingMs / patienceFactor : Infinity };
      const pauseMs = getRetryDelay(error, effect, tried, random());
      if (!(error instanceof ApiError) || pauseMs === undefined) throw error;
      signal.throwIfAborted();
      if (clock.now() + pauseMs > deadline) throw error;
      onRetry?.({ error, pauseMs, failingMs });
      await clock.sleep(pauseMs, signal);
    }
  }
}

/** Ends the tries with its cause. */
class NoRetryError extends Error {
  override readonly name = 'NoRetryError';
  readonly code = 'no-retry';
}

/** Within `attempt`: what `promise` rejects with is not tried again, whatever it is. */
export async function withoutRetry<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((cause: unknown) => {
    throw new NoRetryError('not to be tried again', { cause });
  });
}

interface Policy {
  /** The calls that may be sent again. */
  readonly again: readonly Effect[];
  /** How often a call is sent at least, within the deadline in any case. */
  readonly tries: number;
  /** How long it is sent again in any case, in ms. */
  readonly patienceMs: number;
}

/**
 * What is sent again, how often and how long. Before each further try there is a pause: see
 * RETRY_DELAYS. An outage of a minute or two must not end a step that has half an hour; a name that
 * does not resolve and a refused connection are more likely to be a wrong input.
 * Two failures that are final can be mended at once, which is no further try: see auth-recovery.ts.
 */
export const RETRY_POLICIES: Readonly<Record<FailureClass, Policy>> = {
  'rate-limited': { again: ['read', 'change'], tries: Infinity, patienceMs: Infinity },
  'not-executed': { again: ['read', 'change'], tries: 5, patienceMs: 30_000 },
  transient: { again: ['read'], tries: 5, patienceMs: 120_000 },
  final: { again: [], tries: 1, patienceMs: 0 },
};

/**
 * In milliseconds: the ceiling is `first` times 2, 4, 8 …, at most `longest`; the pause is drawn
 * evenly between `least` of the ceiling and all of it, so that jobs which failed together do not
 * come back together.
 */
export const RETRY_DELAYS = { first: 500, longest: 10_000, least: 0.1 } as const;

/** What has been tried of a call: how often, and for how long, in ms. */
export interface FailedTries {
  readonly tries: number;
  readonly failingMs: number;
}

/**
 * How long to wait before the next try, in milliseconds; `undefined`: give up.
 * @param random a number in [0, 1)
 */
export function getRetryDelay(
  error: unknown,
  effect: Effect,
  { tries, failingMs }: FailedTries,
  random: number,
): number | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const policy = RETRY_POLICIES[error.failureClass];
  const isEnough = tries >= policy.tries && failingMs >= policy.patienceMs;
  if (!policy.again.includes(effect) || isEnough) return undefined;
  const { first, least, longest } = RETRY_DELAYS;
  const ceiling = Math.min(longest, first * 2 ** tries);
  const ownMs = Math.ceil(ceiling * (least + (1 - least) * random));
  return ownMs + Math.min(MAX_RETRY_AFTER_MS, error.retryAfterMs ?? 0);
}

/** Whoever asks for more than this is asked again all the same. */
const MAX_RETRY_AFTER_MS = 120_000;

/** True if the cloud may or may not have done what was asked: look before acting again. */
export function isOutcomeUnknown(error: unknown): error is ApiError {
  if (error instanceof AmbiguousResponseError) return true;
  return error instanceof ApiResponseError && error.failureClass === 'transient';
}

/** True if the cloud has certainly not done what was asked, and may do it at another try. */
export function isNotExecuted(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.failureClass === 'not-executed' || error.failureClass === 'rate-limited';
}

/** True if a read that failed was not tried again for want of time alone. */
export function isOutOfTime(error: unknown, leftMs: number): boolean {
  const mayPass = error instanceof ApiError && error.failureClass !== 'final';
  return mayPass && leftMs < RETRY_DELAYS.longest;
}
