import type { PodLife, Revision } from './pod-life.ts';
import { planRollout } from './rollout-plan.ts';
import type { RolloutPlan } from './rollout-plan.ts';
import { DEFAULT_BEHAVIOUR } from './tem-seed.ts';
import type { Behaviour } from './tem-seed.ts';

/** All external events of a rollout. Its state follows from them and the time. */
export interface RolloutRecord {
  /** The rollout of the seed's revision; it ended before the simulator started. */
  isFirstRelease: boolean;
  plan: RolloutPlan;
  target: Revision;
  previous: Revision;
  /** The behaviour at its start. */
  behaviour: Behaviour;
  /** Virtual milliseconds since 1970, as all times here. */
  startedAt: number;
  /** The pods that it replaces, as they were at the start. */
  oldPods: PodLife[];
  /** As many as instances. */
  newPodIds: string[];
  /** When the batch of this index was confirmed, so that the next one starts. */
  confirmations: Record<number, number>;
  revert: Revert | null;
}

export interface Revert {
  at: number;
  until: number;
  /** As many as instances: names for pods of the old revision that have to be created again. */
  podIds: string[];
}

const DAY_MS = 24 * 3600 * 1000;

/** The rollout of the seed's revision, a day before the simulator started. */
export function firstRelease(revision: Revision, podIds: string[], now: number): RolloutRecord {
  const parameters = { DeployVersion: revision.deployVersion, MinAvailable: 1, Force: true };
  const plan = planRollout(parameters, podIds.length);
  return {
    isFirstRelease: true,
    plan: { ...plan, batches: [podIds.length] },
    target: revision,
    previous: revision,
    behaviour: { ...DEFAULT_BEHAVIOUR },
    startedAt: now - DAY_MS,
    oldPods: [],
    newPodIds: podIds,
    confirmations: {},
    revert: null,
  };
}
