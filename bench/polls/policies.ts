import { between } from '../random.ts';
import type { Random } from '../random.ts';

/** When to poll. All times are in seconds. */
export interface Policy {
  readonly name: string;
  /**
   * The input poll-interval of the loop, at least the longest pause. With a number, every poll reads
   * everything.
   */
  readonly pollInterval: number | 'auto';
  /** Returns the pause before poll `looks + 1`, instead of the one that the loop requests. */
  readonly sleep: (asked: number, looks: number, random: Random) => number;
}

const asAsked = (asked: number): number => asked;

export function fixed(seconds: number): Policy {
  return { name: `fixed ${seconds} s`, pollInterval: seconds, sleep: asAsked };
}

/** Fixed interval with partial reads, to show what those save alone. */
export function fixedInParts(seconds: number): Policy {
  return { name: `fixed ${seconds} s, in parts`, pollInterval: 'auto', sleep: () => seconds };
}

const ECS_SHORTEST = 15;
const ECS_LONGEST = 120;

/**
 * The waiter of the AWS SDK with ECS's values: jitter above 15 s, below a doubling ceiling of 120
 * s.
 */
export const ecs: Policy = {
  name: 'ECS’s growth',
  pollInterval: ECS_LONGEST,
  sleep: (_, looks, random) => {
    const ceiling = Math.min(ECS_LONGEST, ECS_SHORTEST * 2 ** (looks - 1));
    return between(random, ECS_SHORTEST, ceiling);
  },
};

const LONGEST = 60;

export const exponential: Policy = {
  name: 'exponential, 2 to 60 s',
  pollInterval: LONGEST,
  sleep: (_, looks) => Math.min(LONGEST, 2 ** looks),
};

export const ours: Policy = { name: 'auto (ours)', pollInterval: 'auto', sleep: asAsked };

export const POLICIES: readonly Policy[] = [
  ...[fixed(5), fixed(15), ecs, exponential],
  ...[fixedInParts(15), ours],
];
