import type { Clock } from '../clock.ts';

/**
 * How long a list has to show the same before it counts, in milliseconds: a list may lag, and may
 * lack a version for a while.
 */
const LASTING_MS = 30_000;

/** Takes what one successful read showed; true once it has lasted. `undefined` is nothing. */
export type LastingCheck = (seen: string | undefined) => boolean;

/**
 * Tells whether the same has been seen for half a minute without a break, in at least two reads.
 * Reads that failed are not reported: the time after the last successful one does not count.
 */
export function createLastingCheck(clock: Pick<Clock, 'now'>): LastingCheck {
  let current: string | undefined;
  let since = 0;
  return (seen) => {
    if (seen === undefined || seen !== current) {
      [current, since] = [seen, clock.now()];
      return false;
    }
    return clock.now() - since >= LASTING_MS;
  };
}
