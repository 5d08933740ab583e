/** Checks in a row that a verdict needs where a single one may have caught a passing state. */
export const REQUIRED_CHECKS = 2;

/**
 * How long something must have been seen before it counts, in ms, where a check may come from a
 * replica that is behind: another revision in our place, a revert, a rollout that is over.
 */
export const STALE_READ_MS = 10_000;

/** Something that every check has shown since a time. */
export interface Lasting {
  /** When it was first seen, in ms since 1970. */
  readonly since: number;
  readonly checks: number;
}

/** Adds a check, taken at `now` (ms), that shows it. */
export function addCheck(before: Lasting | undefined, now: number): Lasting {
  return before ? { since: before.since, checks: before.checks + 1 } : { since: now, checks: 1 };
}

/** Adds a check, taken at `now` (ms), that shows it or not; one that does not ends it. */
export function updateCheck(
  before: Lasting | undefined,
  isShown: boolean,
  now: number,
): Lasting | undefined {
  return isShown ? addCheck(before, now) : undefined;
}

/** True once it has lasted for `ms` at `now`, in at least so many checks. */
export function hasLasted(
  lasting: Lasting | undefined,
  ms: number,
  now: number,
  checks = REQUIRED_CHECKS,
): boolean {
  return lasting !== undefined && lasting.checks >= checks && now - lasting.since >= ms;
}
