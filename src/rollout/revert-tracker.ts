import { isHealthy, noteOn, podsOf, presentPods } from './pods.ts';
import type { BatchProgress } from './batch-progress.ts';
import type { Snapshot } from './snapshot.ts';
import { isDeploying, isTakenBack } from './snapshot.ts';
import { LOOKS } from './verdict.ts';

/** What following the taking back of a rollout has to remember. */
export interface Reverting {
  /** The revision that is taken back. */
  readonly revisionId: string;
  readonly good: number;
}

/**
 * Takes a snapshot into account. A revert is done when nothing deploys, no pod of the reverted
 * revision is left, at least one pod is there and all are healthy, and that was seen twice in a row.
 */
export function observeRevert(reverting: Reverting, snapshot: Snapshot): Reverting {
  const pods = presentPods(snapshot);
  const isGood =
    !isDeploying(snapshot.application) &&
    podsOf(snapshot, reverting.revisionId).length === 0 &&
    pods.length > 0 &&
    pods.every(isHealthy);
  return { ...reverting, good: isGood ? reverting.good + 1 : 0 };
}

export function isReverted({ good }: Reverting): boolean {
  return good >= LOOKS;
}

/** How a rollout stands that is to be taken back. */
export type Standing = 'under-way' | 'reverting' | 'not-ours' | 'over';

/**
 * Whether a rollout can be taken back: one that is over cannot, and another revision in its place
 * must not. Unknown: whether TEM takes back what it calls failed and deploys no more; a refusal
 * changes nothing, so that counts as under way.
 */
export function standingOf(snapshot: Snapshot, revisionId: string): Standing {
  const { application, deployment } = snapshot;
  if (application.versionId !== revisionId) return 'not-ours';
  if (isTakenBack(snapshot)) return 'reverting';
  const hasFailed = /error|fail/i.test(deployment?.status ?? '');
  return isDeploying(application) || hasFailed ? 'under-way' : 'over';
}

/** Where the revert stands: the pods that are not of the reverted revision and healthy again. */
export function progressOfRevert(
  snapshot: Snapshot,
  { revisionId, good }: Reverting,
): BatchProgress {
  const old = presentPods(snapshot).filter(({ versionId }) => versionId !== revisionId);
  return {
    position: 'revert',
    of: 1,
    state: { kind: good > 0 ? 'finished' : 'deploying' },
    healthy: old.filter(isHealthy).length,
    total: Math.max(old.length, snapshot.application.expectedInstances ?? 1),
    note: noteOn(old),
    nextStart: undefined,
  };
}
