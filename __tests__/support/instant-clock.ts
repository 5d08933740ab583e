import type { Clock } from '../../src/clock.ts';

/** A clock on which every sleep is over at once: it only moves the time on. */
export interface InstantClock extends Clock {
  /** The sleeps so far, in milliseconds. */
  readonly sleeps: number[];
}

export function instantClock(startsAt: number = Date.UTC(2026, 10, 20, 10)): InstantClock {
  const sleeps: number[] = [];
  let now = startsAt;
  return {
    sleeps,
    now: () => now,
    timeout: () => new AbortController().signal,
    sleep: (ms, signal) => {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      sleeps.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
