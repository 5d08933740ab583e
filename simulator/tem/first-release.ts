import { DEFAULT_BEHAVIOUR } from './behaviour.ts';
import type { NameSource } from './ids.ts';
import type { Revision } from './pod.ts';
import type { RolloutRecord } from './rollout-record.ts';

const DAY = 24 * 3600 * 1000;

/** The rollout that put the seed's revision in place, a day before the simulator started. */
export function firstRelease(
  revision: Revision,
  instances: number,
  podNames: () => string,
  now: number,
): RolloutRecord {
  return {
    isFirstRelease: true,
    plan: {
      strategy: 'AUTO',
      betaInstances: 0,
      batches: [instances],
      intervalSeconds: 0,
      totalBatchCount: 1,
      minAvailable: 1,
      force: true,
    },
    target: revision,
    previous: revision,
    behaviour: { ...DEFAULT_BEHAVIOUR },
    startedAt: now - DAY,
    oldPods: [],
    newPodIds: Array.from({ length: instances }, podNames),
    confirmations: {},
    revert: null,
  };
}

/** Names for the pods of one application, as Kubernetes would give them. */
export function podNamesOf(applicationName: string, names: NameSource): () => string {
  return () => names(applicationName, 5);
}
