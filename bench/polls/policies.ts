import { between } from '../random.ts';
import type { Random } from '../random.ts';

/** When a follower looks. All times in seconds. */
export interface Policy {
  readonly name: string;
  /** The input poll-interval that the follow loop gets: with a number every look reads all. */
  readonly pollInterval: number | 'auto';
  /** What is slept before look `looks + 1`, in place of what the loop asks for. */
  readonly sleep: (asked: number, looks: number, random: Random) => number;
}

const asAsked = (asked: number): number => asked;

export function fixed(seconds: number): Policy {
  return { name: `fixed ${seconds} s`, pollInterval: seconds, sleep: asAsked };
}

/** What looks in parts save by themselves, without a pace of their own. */
export function fixedInParts(seconds: number): Policy {
  return { name: `fixed ${seconds} s, in parts`, pollInterval: 'auto', sleep: () => seconds };
}

const ECS_SHORTEST = 15;
const ECS_LONGEST = 120;

/** The waiter of the AWS SDK with ECS's numbers: jitter above 15 s below a doubling ceiling of 120 s. */
export const ecs: Policy = {
  name: 'ECS’s growth',
  pollInterval: ECS_SHORTEST,
  sleep: (_, looks, random) => {
    const ceiling = Math.min(ECS_LONGEST, ECS_SHORTEST * 2 ** (looks - 1));
    return between(random, ECS_SHORTEST, ceiling);
  },
};

const LONGEST = 60;

export const exponential: Policy = {
  name: 'exponential, 2 to 60 s',
  pollInterval: 2,
  sleep: (_, looks) => Math.min(LONGEST, 2 ** looks),
};

export const ours: Policy = { name: 'auto (ours)', pollInterval: 'auto', sleep: asAsked };

export const POLICIES: readonly Policy[] = [
  ...[fixed(5), fixed(15), ecs, exponential],
  ...[fixedInParts(15), ours],
];
