import { nextPollDelay } from '../rollout/poll-delay.ts';
import { ApiError } from '../tencent/api-errors.ts';
import type { OperationContext } from './operation.ts';
import { message } from '../text/message.ts';

/**
 * Milliseconds between two reads, or 'auto': often after a change, rarely while nothing happens.
 */
export type PollInterval = number | 'auto';

/** A change or an outage is logged at once, and then once per interval while it lasts. */
export const HEARTBEAT_INTERVAL_MS = 60_000;

/**
 * How long a change may take to become visible after an ambiguous response, and how often to check.
 * Unknown (tem-read-lag): how long TEM needs at most.
 */
export const VISIBLE_TIMEOUT_MS = 30_000;
export const VISIBLE_POLL_INTERVAL_MS = 3_000;

/**
 * How long, and how often in a row, a final failure is tolerated: one in the middle of a rollout
 * must not end the polling.
 */
const FINAL_FAILURE_TIMEOUT_MS = 60_000;
const MIN_FINAL_FAILURES = 3;

/** The same for refusals before any read has succeeded: the inputs may be wrong. */
const FIRST_REFUSAL_TIMEOUT_MS = 10_000;

/** A longer gap between two reads means that a read hung: nothing was observed in that time. */
const MAX_WATCHED_GAP_MS = 2 * VISIBLE_POLL_INTERVAL_MS;

export type PollContext = Pick<
  OperationContext,
  'clock' | 'deadline' | 'lastFailure' | 'log' | 'cancelSignal' | 'startedAt'
>;

/**
 * Reports the state that was read. Calls `log` if the state is new, and once a minute while it
 * stays the same; a new state also shortens the 'auto' interval.
 */
export type ObserveState = (state: string, log: () => void) => void;

export interface PollOptions<Seen, Result> {
  /** The time between two reads in ms; a function is called after each read. */
  readonly interval: PollInterval | (() => number);
  /** When to stop, in ms since 1970; by default the context's deadline. */
  readonly until?: number;
  /** Reads the state. Temporary failures are tolerated. */
  readonly read: () => Promise<Seen>;
  /** True if an earlier read has succeeded: then no refusal means wrong inputs. */
  readonly isTargetKnown?: boolean | (() => boolean);
  /**
   * Returns the result as soon as the state decides it. Whatever it throws ends the polling.
   * `watchedMs`: how long reads have succeeded, without the time in which they failed.
   */
  readonly decide: (
    seen: Seen,
    observe: ObserveState,
    watchedMs: number,
  ) => Result | undefined | Promise<Result | undefined>;
  /** Decides which tolerated failures are logged; by default each new reason, and one a minute. */
  readonly observeFailure?: ObserveState;
  /** A signal that ends the pause before the next read; each signal does so only once. */
  readonly wake?: () => AbortSignal | undefined;
}

/**
 * Reads until `decide` returns a result; resolves to `undefined` if `until` comes first. It reads
 * at least once.
 *
 * A failed read decides nothing, and the next one may succeed. So failures are logged and
 * tolerated, except those that would repeat: missing access is thrown at once, and so is a wrong
 * request before any read has succeeded; any other final failure is thrown once it has lasted.
 */
export async function pollUntil<Seen, Result>(
  context: PollContext,
  options: PollOptions<Seen, Result>,
): Promise<Result | undefined> {
  const { cancelSignal, clock } = context;
  const { decide, interval, read, until = context.deadline, wake } = options;
  const reads = watchReads(context, options);
  const states = createStateObserver(clock);
  let woken: AbortSignal | undefined;
  for (;;) {
    // Only a failed read is tolerated; what `decide` throws ends the polling.
    const result = await read().then(
      (seen) => decide(seen, states.observe, reads.countSuccess()),
      reads.tolerate,
    );
    const now = clock.now();
    if (result !== undefined || now >= until) return result;
    const delay =
      typeof interval === 'function'
        ? interval()
        : delayFor(interval, { now, lastChange: states.lastChange() });
    const signal = wake?.();
    const waking = signal === woken ? undefined : signal;
    const ends = waking ? AbortSignal.any([cancelSignal, waking]) : cancelSignal;
    try {
      await clock.sleep(Math.max(0, Math.min(delay, until - now)), ends);
    } catch (error) {
      if (cancelSignal.aborted || waking?.aborted !== true) throw error;
      woken = waking;
    }
  }
}

/** Returns a read function that returns `first` once before it reads. */
export function startWith<Seen extends object>(
  first: Seen,
  read: () => Promise<Seen>,
): () => Promise<Seen> {
  let next: Seen | undefined = first;
  return () => {
    const known = next;
    next = undefined;
    return known ? Promise.resolve(known) : read();
  };
}

function delayFor(
  interval: PollInterval,
  { now, lastChange }: { now: number; lastChange: number },
): number {
  if (interval !== 'auto') return interval;
  const pace = { fixed: undefined, settlesAt: undefined, due: undefined };
  return nextPollDelay({ ...pace, now, lastChange });
}

/** Watches the reads of a poll: how long they have succeeded, and which failures end the poll. */
function watchReads(
  { clock, lastFailure, log, startedAt }: PollContext,
  options: Pick<PollOptions<unknown, unknown>, 'isTargetKnown' | 'observeFailure'>,
) {
  const { observeFailure = createStateObserver(clock).observe } = options;
  let hasRead = false;
  let finalFailures = { count: 0, since: 0 };
  let watchedMs = 0;
  let lastRead: number | undefined;

  return {
    /** Counts a read that has succeeded, and returns how long reads have succeeded, in ms. */
    countSuccess: (): number => {
      lastFailure.error = undefined;
      const now = clock.now();
      watchedMs += Math.min(now - (lastRead ?? now), MAX_WATCHED_GAP_MS);
      [lastRead, hasRead, finalFailures] = [now, true, { count: 0, since: 0 }];
      return watchedMs;
    },
    /** Logs a failure if the next read may succeed; throws it if not. */
    tolerate: (error: unknown): undefined => {
      lastFailure.error = error instanceof ApiError ? error : undefined;
      if (!(error instanceof ApiError)) throw error;
      const { fault } = error;
      const isFinal = error.failureClass === 'final';
      const given = options.isTargetKnown;
      const isTargetKnown = hasRead || (typeof given === 'function' ? given() : given === true);
      const isFirst = isFinal && fault !== 'unclear' && !isTargetKnown;
      if (fault === 'access' || (isFirst && fault !== 'unexpected')) throw error;
      const { count, since } = finalFailures;
      finalFailures = isFinal
        ? { count: count + 1, since: count === 0 ? clock.now() : since }
        : { count: 0, since: 0 };
      const limit = isFirst ? FIRST_REFUSAL_TIMEOUT_MS : FINAL_FAILURE_TIMEOUT_MS;
      if (isLasting(finalFailures, clock.now(), limit)) throw error;
      lastRead = undefined;
      observeFailure(error.message, () => {
        const [read, state] = [message('rollout.read'), message('rollout.no-answer')];
        const why = message('rollout.retrying', { reason: error.text });
        log.event(clock.now() - startedAt, read, state, '', why);
      });
    },
  };
}

interface FailureSeries {
  readonly count: number;
  readonly since: number;
}

function isLasting({ count, since }: FailureSeries, now: number, limit: number): boolean {
  return count >= MIN_FINAL_FAILURES && now - since >= limit;
}

function createStateObserver(clock: OperationContext['clock']) {
  let current: string | undefined;
  let lastLogged = 0;
  let lastChange = clock.now();
  const observe: ObserveState = (state, log) => {
    const now = clock.now();
    if (state !== current) lastChange = now;
    else if (now - lastLogged < HEARTBEAT_INTERVAL_MS) return;
    [current, lastLogged] = [state, now];
    log();
  };
  return { observe, lastChange: () => lastChange };
}
