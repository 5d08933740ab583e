import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';

/** A virtual clock shared by many tasks. It advances to the next wake-up when all of them sleep. */
export interface EventClock extends Clock {
  /** Advances time until `work` is done and returns its value. */
  readonly runUntil: <T>(work: Promise<T>) => Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function eventClock(startsAt: number): EventClock {
  let now = startsAt;
  let sleepers: Sleeper[] = [];

  /** Tasks wait only for the clock, so after one turn of the event loop all of them sleep. */
  const moveOn = async () => {
    await settled();
    if (sleepers.length === 0) return;
    now = sleepers.reduce((earliest, { at }) => Math.min(earliest, at), Infinity);
    const due = sleepers.filter(({ at }) => at <= now);
    sleepers = sleepers.filter(({ at }) => at > now);
    for (const { wake } of due) wake();
  };

  return {
    now: () => now,
    timeout: () => new AbortController().signal,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      return new Promise((wake) => sleepers.push({ at: now + Math.max(0, ms), wake }));
    },
    runUntil: async (work) => {
      const ended = new AbortController();
      const end = () => {
        ended.abort();
      };
      work.then(end, end);
      while (!ended.signal.aborted) await moveOn();
      return work;
    },
  };
}
