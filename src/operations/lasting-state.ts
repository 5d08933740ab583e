import type { Clock } from '../clock.ts';
import type { Lasting } from '../rollout/lasting.ts';
import { hasLasted, updateCheck } from '../rollout/lasting.ts';

/**
 * How long a list has to show the same state before it counts, in milliseconds: a list may lag, and
 * may omit a version for a while.
 */
const LASTING_MS = 30_000;

/** How many reads have to show the state: two reads far apart may both be wrong by chance. */
const MIN_READS = 3;

/**
 * Takes what a successful read showed; returns true once it has lasted. `undefined` never lasts.
 */
export type LastingCheck = (seen: string | undefined) => boolean;

/**
 * Creates a check for a state that lasts half a minute without a break, in at least three reads.
 * Failed reads are not passed to it, so the time after the last successful read does not count.
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
