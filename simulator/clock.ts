import { setTimeout as sleep } from 'node:timers/promises';

/** Virtual milliseconds since 1970. */
export interface Clock {
  now(): number;
  /** Calls `act` once, when `seconds` from now have passed; not all clocks can. */
  after?(seconds: number, act: () => void): void;
}

/** A clock that advances only when a test moves it. */
export interface ManualClock extends Clock {
  advance(seconds: number): void;
}

const PAUSE_INTERVAL_MS = 5;
const BEIJING_OFFSET_MS = 8 * 3600 * 1000;

/**
 * Virtual time = epoch + (real time - epoch) * speed. Processes that share `epoch` (real
 * milliseconds since 1970) and `speed` agree on the time.
 */
export function scaledClock(options: { speed: number; epoch?: number }): Clock {
  const { speed, epoch = Date.now() } = options;
  return { now: () => epoch + (Date.now() - epoch) * speed };
}

/** Starts at `startsAt` (milliseconds since 1970; default: the real time). */
export function manualClock(startsAt: number = Date.now()): ManualClock {
  let now = startsAt;
  return {
    now: () => now,
    advance: (seconds) => {
      now += seconds * 1000;
    },
  };
}

/**
 * Waits for virtual seconds, or until the simulator closes. A clock that others lead ends the pause
 * at its very end, so that the latency is exact.
 */
export async function pause(clock: Clock, seconds: number, closing: AbortSignal): Promise<void> {
  if (seconds <= 0) return;
  if (clock.after) {
    await new Promise<void>((resolve) => {
      clock.after?.(seconds, resolve);
      closing.addEventListener('abort', () => {
        resolve();
      });
    });
    return;
  }
  const end = clock.now() + seconds * 1000;
  while (clock.now() < end && !closing.aborted) await sleep(PAUSE_INTERVAL_MS);
}

/** "2024-12-20T09:00:23Z", from milliseconds since 1970. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** "2024-12-20 17:00:23" in UTC+8, as most fields of TEM have it. */
export function beijingTime(milliseconds: number): string {
  return isoTime(milliseconds + BEIJING_OFFSET_MS)
    .replace('T', ' ')
    .replace('Z', '');
}
