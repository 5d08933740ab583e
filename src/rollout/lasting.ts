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
  readonly checks: number;
}

/** Adds a check, taken at `now` (ms), that shows it. */
export function addCheck(before: Lasting | undefined, now: number): Lasting {
  return before ? { since: before.since, checks: before.checks + 1 } : { since: now, checks: 1 };
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
