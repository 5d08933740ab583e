import { manualClock } from '../../simulator/index.ts';
import type { ManualClock } from '../../simulator/index.ts';
import type { Clock } from '../../src/clock.ts';

/** A minute at which nothing special happens: no change of day, no change of clocks. */
const START = Date.UTC(2026, 10, 20, 10, 0, 0);

/** One time for the action and the simulator: whoever sleeps moves it on, and waits for nothing. */
export interface VirtualClock extends Clock {
  /** The simulator's view of it. */
  readonly manual: ManualClock;
  /** Seconds since the clock was made. */
  seconds(): number;
  /** Does something when this second comes, in the middle of whatever sleep it falls into. */
  at(second: number, act: () => void): void;
}

export function virtualClock(): VirtualClock {
  const ticking = manualClock(START);
  let events: readonly (readonly [number, () => void])[] = [];

  const advanceTo = (time: number): void => {
    ticking.advance(Math.max(0, time - ticking.now()) / 1000);
  };
  const nextEvent = (until: number) =>
    events.filter(([time]) => time <= until).sort(([a], [b]) => a - b)[0];

  const at = (second: number, act: () => void): void => {
    events = [...events, [START + second * 1000, act]];
  };
  const seconds = (): number => (ticking.now() - START) / 1000;

  return {
    manual: {
      ...ticking,
      after: (later, act) => {
        at(seconds() + later, act);
      },
    },
    now: () => ticking.now(),
    seconds,
    at,
    timeout: (ms) => {
      const late = new AbortController();
      at(seconds() + ms / 1000, () => {
        late.abort(new DOMException('The operation timed out', 'TimeoutError'));
      });
      return late.signal;
    },
    sleep: (ms, signal) => {
      const until = ticking.now() + ms;
      for (let event = nextEvent(until); event; event = nextEvent(until)) {
        if (signal?.aborted) break;
        const due = event;
        events = events.filter((other) => other !== due);
        advanceTo(due[0]);
        due[1]();
      }
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      advanceTo(until);
      return Promise.resolve();
    },
  };
}
