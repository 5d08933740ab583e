import { between, integer, logBetween, seededRandom, weighted } from '../random.ts';
import type { Random } from '../random.ts';

export type Strategy = 'AUTO' | 'BETA' | 'MANUAL';

/** The course of a rollout. All times are in seconds. */
export interface RolloutPlan {
  readonly strategy: Strategy;
  readonly batches: readonly BatchPlan[];
  /** Pause between batches that start automatically. */
  readonly interval: number;
  /** Delay until Info and Detail show the rollout. */
  readonly visibleAfter: number;
  /** From the last healthy instance until TEM no longer reports the application as deploying. */
  readonly settles: number;
}

export interface BatchPlan {
  /** Delay until its instances exist. */
  readonly createdAfter: number;
  readonly pods: readonly PodPlan[];
}

/** Counted from the start of its batch. */
export interface PodPlan {
  readonly readyAfter: number;
  readonly crash?: { readonly from: number; readonly until: number };
}

export const SEED = 20_261_120;
export const ROLLOUTS = 600;

/**
 * Returns the same rollouts for the same seed: all strategies, 1 to 10 batches, 20 to 180 s per
 * batch.
 */
export function corpus(count = ROLLOUTS, seed = SEED): RolloutPlan[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => rollout(random));
}

const STRATEGIES = [
  [6, 'AUTO'],
  [2, 'BETA'],
  [2, 'MANUAL'],
] as const;

/**
 * What goes wrong in a rollout: nothing, one slow instance, a temporary crash or a permanent one.
 */
const FATES = [
  [75, 'none'],
  [12, 'straggler'],
  [6, 'recovers'],
  [7, 'crashes'],
] as const;

type Fate = (typeof FATES)[number][1];

function rollout(random: Random): RolloutPlan {
  const strategy = weighted(random, STRATEGIES);
  const count = integer(random, strategy === 'BETA' ? 2 : 1, 10);
  const usual = logBetween(random, 20, 180);
  const size = integer(random, 1, 6);
  const fate = weighted(random, FATES);
  const unlucky = integer(random, 0, count - 1);
  const batches = Array.from({ length: count }, (_, index) =>
    batch(random, {
      takes: clamp(usual * Math.exp(between(random, -0.3, 0.3)), 20, 180),
      size: strategy === 'BETA' && index === 0 ? 1 : size,
      fate: index === unlucky ? fate : 'none',
    }),
  );
  return {
    ...{ strategy, batches },
    interval: weighted(random, [
      [3, 0],
      [2, 30],
      [3, 60],
      [2, 120],
      [1, 200],
    ]),
    visibleAfter: between(random, 0.5, 3),
    settles: between(random, 0, 4),
  };
}

interface BatchChoice {
  readonly takes: number;
  readonly size: number;
  readonly fate: Fate;
}

/** Creates a batch whose instances become ready one after another, the last one after `takes`. */
function batch(random: Random, { takes, size, fate }: BatchChoice): BatchPlan {
  const pods = Array.from({ length: size }, (_, index): PodPlan => {
    return { readyAfter: index === size - 1 ? takes : takes * between(random, 0.6, 1) };
  });
  const createdAfter = between(random, 0, 3);
  return {
    createdAfter,
    pods: pods.with(0, fated(random, pods[0] ?? { readyAfter: takes }, fate)),
  };
}

function fated(random: Random, pod: PodPlan, fate: Fate): PodPlan {
  const from = between(random, 5, 15);
  switch (fate) {
    case 'none':
      return pod;
    case 'straggler':
      return { readyAfter: pod.readyAfter * between(random, 2, 4) };
    case 'recovers': {
      const until = from + between(random, 20, 80);
      return { readyAfter: until + between(random, 0, 10), crash: { from, until } };
    }
    case 'crashes':
      return { readyAfter: Infinity, crash: { from, until: Infinity } };
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
