import type { Behaviour } from './behaviour.ts';
import type { RolloutPlan } from './plan.ts';
import type { PodLife, Revision } from './pod.ts';

/** All that ever happens to a rollout from outside; its state follows from this and the time. */
export interface RolloutRecord {
  /** The rollout that put the seed's revision in place; it ended before the simulator started. */
  isFirstRelease: boolean;
  plan: RolloutPlan;
  target: Revision;
  previous: Revision;
  /** As it stood at the start. */
  behaviour: Behaviour;
  /** Virtual milliseconds since 1970, as all times here. */
  startedAt: number;
  /** The pods that it replaces, as they stood at the start. */
  oldPods: PodLife[];
  /** As many as instances. */
  newPodIds: string[];
  /** When the batch of this index was confirmed (so that the next one starts). */
  confirmations: Record<number, number>;
  revert: Revert | null;
}

export interface Revert {
  at: number;
  until: number;
  /** As many as instances: names for old-revision pods that have to be brought back. */
  podIds: string[];
}
