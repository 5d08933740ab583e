/** When the requests to one URL are due: every `interval` ms from `start` on. */
export interface Schedule {
  /** When the next request is due, in ms since 1970. */
  readonly next: () => number;
  /**
   * Returns when the request was due that is to be sent at `now`, and moves on; `undefined` if none
   * is due.
   */
  readonly take: (now: number) => number | undefined;
}

export interface ScheduleOptions {
  readonly start: number;
  readonly interval: number;
  /** How late a request may be sent, in ms. */
  readonly maxDelay: number;
}

/**
 * Creates a schedule that never depends on when requests are sent or answered.
 *
 * If the process was blocked, only the last of the missed requests is due, and that only if it is
 * not later than `maxDelay`. The others are dropped, and have no sample: sent at once they would be
 * a burst that tells nothing about the service, and because the service is not to blame for them,
 * they do not count as failed either.
 */
export function createSchedule({ start, interval, maxDelay }: ScheduleOptions): Schedule {
  let next = start;
  return {
    next: () => next,
    take: (now) => {
      // The clock of the machine was set back.
      if (next > now + 2 * interval) next = now;
      if (next > now) return undefined;
      const due = next + Math.floor((now - next) / interval) * interval;
      next = due + interval;
      return now - due > maxDelay ? undefined : due;
    },
  };
}

/** The share of the golden ratio that spreads any number of points evenly over a circle. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Returns the delay of the n-th URL, from 0 to below `interval`, so that URLs are not all requested
 * in the same moment, however many come later.
 */
export function phaseOf(n: number, interval: number): number {
  return ((n * GOLDEN) % 1) * interval;
}
