import type { HostileAnswer } from './hostile-answers.ts';

/** How the instances of one version answer. */
export interface Manners {
  /** How many requests in a row succeed and fail by turns; default: all succeed. */
  rhythm?: readonly ['good' | 'bad', number][];
  /** The part of the other requests that fail, from 0 to 1. */
  errorRate?: number;
  /** Default: 200, and 500 for a failure. */
  status?: number;
  badStatus?: number;
  /** Default: the version. */
  body?: string;
  /** Virtual seconds until the answer. */
  latencySeconds?: number;
  /** Adds up to so many seconds to `latencySeconds`. */
  jitterSeconds?: number;
  /** Both begin at this virtual time, in milliseconds since 1970. */
  latencyFrom?: number;
  hostile?: HostileAnswer;
  /** The instance crashes with this request. */
  crashAfter?: number;
}

/** From 0 to below 1. */
export type Random = () => number;

/** Returns the same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether a request succeeds, the one of this index at its instance. */
export function isGoodAnswer(
  { rhythm = [['good', 1]], errorRate = 0 }: Manners,
  index: number,
  random: Random,
): boolean {
  const length = rhythm.reduce((sum, [, count]) => sum + count, 0);
  let rest = index % length;
  const [part] = rhythm.find(([, count]) => (rest -= count) < 0) ?? [];
  return part === 'good' && random() >= errorRate;
}
