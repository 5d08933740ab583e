import type { Clock } from '../clock.ts';
import { AmbiguousResponseError, ApiError, ApiResponseError } from './api-errors.ts';
import type { FailureClass } from './code-meaning.ts';

/**
 * The effect of a call. A `read` can be repeated freely, a `change` must never run twice, and
 * before a `guarded-change` is repeated, the operation itself checks whether it is still needed.
 */
export type Effect = 'read' | 'change' | 'guarded-change';

/** How long and how to retry. */
export interface RetryOptions {
  readonly clock: Clock;
  /** Returns a number in [0, 1). */
  readonly random: () => number;
  /** Milliseconds since 1970; there are no retries after it. */
  readonly deadline: number;
  /** Ends a pause and prevents further attempts. */
  readonly signal: AbortSignal;
  /** False if the caller polls anyway; then an outage ends the call after a few attempts. */
  readonly isPatient?: boolean | undefined;
  /** Multiplies the time for retries; default 1. */
  readonly patienceFactor?: number | undefined;
  readonly onRetry?: (event: RetryEvent) => void;
}

/** A pause before a retry, reported to the caller. */
export interface RetryEvent {
  readonly error: ApiError;
  readonly pauseMs: number;
  /** How long the call has been failing, in ms. */
  readonly failingMs: number;
}

/**
 * Runs `attempt` until it succeeds, with retries according to RETRY_POLICIES. Rejects with the last
 * error, or with the signal's reason.
 * @param madeProgress whether the failed attempt made progress, which resets the count of attempts
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
      // Only failures of the same class count: a rate limit says nothing about the network.
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

/** Ends the attempts with its cause. */
class NoRetryError extends Error {
  override readonly name = 'NoRetryError';
  readonly code = 'no-retry';
}

/** For use within `attempt`: an error of `promise` is never retried. */
export async function withoutRetry<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((cause: unknown) => {
    throw new NoRetryError('not to be tried again', { cause });
  });
}

interface Policy {
  /** The effects of the calls that may be retried. */
  readonly again: readonly Effect[];
  /** The minimum number of attempts, limited by the deadline. */
  readonly tries: number;
  /** The minimum time for retries, in ms. */
  readonly patienceMs: number;
}

/**
 * What is retried, how often and for how long, with pauses according to RETRY_DELAYS. An outage of
 * a minute or two must not fail a step with a timeout of half an hour. A name that does not resolve
 * or a refused connection is more likely a wrong input, so those end sooner.
 * Two final failures can be fixed and are then repeated immediately; see auth-recovery.ts.
 */
export const RETRY_POLICIES: Readonly<Record<FailureClass, Policy>> = {
  'rate-limited': { again: ['read', 'change'], tries: Infinity, patienceMs: Infinity },
  'not-executed': { again: ['read', 'change'], tries: 5, patienceMs: 30_000 },
  transient: { again: ['read'], tries: 5, patienceMs: 120_000 },
  final: { again: [], tries: 1, patienceMs: 0 },
};

/**
 * In milliseconds. The ceiling is `first` times 2, 4, 8 …, at most `longest`. The pause is random
 * between `least` of the ceiling and the ceiling, so that jobs that failed together do not retry
 * together.
 */
export const RETRY_DELAYS = { first: 500, longest: 10_000, least: 0.1 } as const;

/** Failed attempts so far, and the time since the first one in ms. */
export interface FailedTries {
  readonly tries: number;
  readonly failingMs: number;
}

/**
 * Returns the pause before the next attempt in ms; `undefined` to give up.
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

/** The longest `Retry-After` that is respected. */
const MAX_RETRY_AFTER_MS = 120_000;

/**
 * Whether the call may or may not have been executed. The caller must check before acting again.
 */
export function isOutcomeUnknown(error: unknown): error is ApiError {
  if (error instanceof AmbiguousResponseError) return true;
  return error instanceof ApiResponseError && error.failureClass === 'transient';
}

/** Whether the call was certainly not executed, and a retry may succeed. */
export function isNotExecuted(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.failureClass === 'not-executed' || error.failureClass === 'rate-limited';
}

/** Whether a failed read was not retried only because too little time was left. */
export function isOutOfTime(error: unknown, leftMs: number): boolean {
  const mayPass = error instanceof ApiError && error.failureClass !== 'final';
  return mayPass && leftMs < RETRY_DELAYS.longest;
}
