import type { Clock } from '../../src/clock.ts';

/** A clock that stands still until it is moved, for one sleeper or many. */
export interface StepClock extends Clock {
  /** Moves the time, and wakes each sleeper at its own time. */
  advance(ms: number): Promise<void>;
  /** Moves the time at once, as if the process was blocked meanwhile. */
  jump(ms: number): Promise<void>;
  /** Moves the time without waking anyone. */
  slip(ms: number): void;
  /** How many sleep. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export const START = Date.UTC(2026, 10, 20, 10);

export function stepClock(): StepClock {
  let now = START;
  const sleepers = new Set<Sleeper>();

  const wakeUntil = async (time: number): Promise<void> => {
    for (;;) {
      const [first] = [...sleepers].filter(({ at }) => at <= time).sort((a, b) => a.at - b.at);
      if (!first) return;
      now = Math.max(now, first.at);
      sleepers.delete(first);
      first.wake();
      await turn();
    }
  };

  return {
    now: () => now,
    sleepers: () => sleepers.size,
    timeout: () => new AbortController().signal,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve };
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        if (signal?.aborted) {
          onAbort();
          return;
        }
        signal?.addEventListener('abort', onAbort);
        sleepers.add(sleeper);
      }),
    advance: async (ms) => {
      const until = now + ms;
      await turn();
      await wakeUntil(until);
      now = until;
    },
    slip: (ms) => {
      now += ms;
    },
    jump: async (ms) => {
      await turn();
      now += ms;
      await wakeUntil(now);
    },
  };
}

/** One turn of the event loop: everything that waits for nothing else is done. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Waits for sockets until something is so. */
export async function until(isSo: () => boolean): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > giveUpAt) throw new Error(`never happened: ${String(isSo)}`);
    await turn();
  }
}
