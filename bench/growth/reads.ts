import { followPlan } from '../polls/follower.ts';
import { ours } from '../polls/policies.ts';

/** How often the whole list of instances is read while a rollout is followed. */
export interface Reads {
  readonly instances: number;
  readonly podReads: number;
  /** Looks at one part or at everything. */
  readonly looks: number;
  /** Batches that began, paused or finished, and the application that came to rest. */
  readonly changes: number;
}

const BATCHES = 10;

/** Follows a rollout of so many instances in ten batches of a minute each. */
export async function countReads(instances: number): Promise<Reads> {
  const pods = Array.from({ length: instances / BATCHES }, (_, index) => ({
    readyAfter: 20 + (40 * index * BATCHES) / instances,
  }));
  const batches = Array.from({ length: BATCHES }, () => ({ createdAfter: 2, pods }));
  const plan = { strategy: 'AUTO', batches, interval: 30, visibleAfter: 1, settles: 5 } as const;
  const { cloud, endedAt, ending, looks, podReads } = await followPlan(plan, ours, 1);
  if (ending !== 'succeeded') throw new Error(`The rollout ended as ${ending}.`);
  const stages = cloud.changes(endedAt).filter(({ kind }) => kind === 'stage');
  return { instances, looks, podReads, changes: stages.length + 1 };
}
