import type { Clock } from '../clock.ts';
import type { Lasting } from '../rollout/lasting.ts';
import { hasLasted, updateCheck } from '../rollout/lasting.ts';

/**
 * How long a list has to show the same before it counts, in milliseconds: a list may lag, and may
 * lack a version for a while.
 */
const LASTING_MS = 30_000;

/** How many reads have to show it: two that are far apart can each be wrong for a reason of its own. */
const MIN_READS = 3;

/** Takes what one successful read showed; true once it has lasted. `undefined` is nothing. */
export type LastingCheck = (seen: string | undefined) => boolean;

/**
 * Tells whether the same has been seen for half a minute without a break, in at least three reads.
 * Reads that failed are not reported: the time after the last successful one does not count.
 */
export function createLastingCheck(clock: Pick<Clock, 'now'>): LastingCheck {
  let current: string | undefined;
  let lasting: Lasting | undefined;
  return (seen) => {
    const now = clock.now();
    lasting = updateCheck(seen === current ? lasting : undefined, seen !== undefined, now);
    current = seen;
    return hasLasted(lasting, LASTING_MS, now, MIN_READS);
  };
}
