import { MAX_POLL_DELAY_MS } from './poll-delay.ts';

/** How many checks in a row a verdict needs, because a single one may show a temporary state. */
export const REQUIRED_CHECKS = 2;

/**
 * How long something must have been seen before it counts, in ms, if a single check may come from a
 * stale replica: another current revision, a revert, a rollout that is over. Unknown
 * (tem-read-lag): how old a read can be.
 */
export const STALE_READ_MS = 10_000;

/** Something that every check has shown since some time. */
export interface Lasting {
  /** When it was first seen, in ms since 1970. */
  readonly since: number;
  /** When it was last seen, in ms since 1970. */
  readonly seenAt: number;
  readonly checks: number;
}

/**
 * Adds a check, taken at `now` (ms), that shows it. `since` (ms): when the series began, if this is
 * its first check.
 */
export function addCheck(before: Lasting | undefined, now: number, since = now): Lasting {
  const { checks } = before ?? { checks: 0 };
  return { since: before?.since ?? since, seenAt: now, checks: checks + 1 };
}

/** How much longer than a pause a gap between two checks may be, in ms. */
const GAP_TOLERANCE_MS = 5_000;

/**
 * Returns the series if a check that was requested at `requestedAt` (ms) continues it. What comes
 * and goes may pass unseen in a gap that is longer than a pause, because the reads in it failed. A
 * read that succeeds slowly makes no gap: if all are slow, nothing would ever last.
 */
export function continueSeries<Series extends Lasting>(
  before: Series | undefined,
  requestedAt: number,
  pollInterval: number | 'auto' = 'auto',
): Series | undefined {
  const pause = pollInterval === 'auto' ? 0 : pollInterval;
  const maxGap = Math.max(MAX_POLL_DELAY_MS, pause) + GAP_TOLERANCE_MS;
  return before && requestedAt - before.seenAt <= maxGap ? before : undefined;
}

/** Adds a check, taken at `now` (ms); if the check does not show it, the series ends. */
export function updateCheck(
  before: Lasting | undefined,
  isShown: boolean,
  now: number,
): Lasting | undefined {
  return isShown ? addCheck(before, now) : undefined;
}

/** Returns true once it has lasted for `ms` at `now`, in at least `checks` checks. */
export function hasLasted(
  lasting: Lasting | undefined,
  ms: number,
  now: number,
  checks = REQUIRED_CHECKS,
): boolean {
  return lasting !== undefined && lasting.checks >= checks && now - lasting.since >= ms;
}
