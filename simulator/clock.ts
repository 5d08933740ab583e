/** Virtual milliseconds since 1970. */
export interface Clock {
  now(): number;
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  advance(seconds: number): void;
}

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
