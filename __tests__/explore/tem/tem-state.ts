import type { Fate, Pod } from './pod-fate.ts';

/** A version with the ID that its rollout gave it. */
export interface Revision {
  readonly id: string;
  readonly version: string;
}

export type Strategy = 'AUTO' | 'BETA' | 'MANUAL';

export type Phase =
  | 'deploying'
  /** Between two batches, until the next one starts by itself. */
  | 'interval'
  /** Between two batches, until somebody confirms. */
  | 'waiting'
  | 'complete'
  /** The last batch is over, and instances are not healthy. */
  | 'failed'
  | 'reverting'
  | 'reverted';

export interface Batch {
  readonly isBeta: boolean;
  readonly size: number;
  readonly startedAt: number | undefined;
  readonly finishedAt: number | undefined;
}

/** A rollout; times are in ms. */
export interface Rollout {
  readonly revision: Revision;
  readonly previous: Revision;
  /** Who started it. */
  readonly by: string;
  readonly startedAt: number;
  readonly strategy: Strategy;
  readonly intervalMs: number;
  readonly fate: Fate;
  readonly batches: readonly Batch[];
  /** The batch that deploys, or that is over and has not been followed by another one. */
  readonly batchIndex: number;
  readonly phase: Phase;
  readonly phaseSince: number;
  readonly nextBatchAt: number | undefined;
}

/** All there is to know of the application at one moment. */
export interface TemState {
  /** What DescribeApplicationInfo calls the current revision. */
  readonly current: Revision;
  /** The latest rollout. */
  readonly rollout: Rollout;
  readonly pods: readonly Pod[];
  readonly expected: number;
}

const IN_PROGRESS = new Set<Phase>(['deploying', 'interval', 'waiting']);

/** True while batches are still to come. */
export function isInProgress({ phase }: Rollout): boolean {
  return IN_PROGRESS.has(phase);
}

export function livingPods({ pods }: TemState, now: number): Pod[] {
  return pods.filter(({ createdAt, leavesAt }) => createdAt <= now && now < leavesAt);
}

export function podsOf(state: TemState, revisionId: string, now: number): Pod[] {
  return livingPods(state, now).filter((pod) => pod.revisionId === revisionId);
}
