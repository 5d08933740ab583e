/** Measures how fast the bodies of a download arrive. */
export interface Pace {
  /** A body begins now: what was before it does not count. */
  readonly begin: () => void;
  readonly add: (bytes: number) => void;
  /** Returns Infinity before enough was measured. */
  readonly bytesPerSecond: () => number;
}

/** Shorter than this says nothing, because a connection starts slowly. */
const LEAST_MS = 1_000;

/** `clock` returns milliseconds since 1970. */
export function createPace(clock: { readonly now: () => number }): Pace {
  let [bytes, ms, since] = [0, 0, clock.now()];
  return {
    begin: () => {
      since = clock.now();
    },
    add: (count) => {
      const now = clock.now();
      bytes += count;
      ms += Math.max(0, now - since);
      since = now;
    },
    bytesPerSecond: () => (ms < LEAST_MS ? Infinity : (bytes * 1000) / ms),
  };
}
