import { isHealthy, describeFirstUnhealthy, getRevisionPods, presentPods } from './pods.ts';
import type { BatchProgress } from './batch-progress.ts';
import type { Snapshot } from './snapshot.ts';
import { isDeploying, isBeingReverted } from './snapshot.ts';
import { REQUIRED_CONFIRMATIONS } from './verdict.ts';

/** What following a revert has to remember from one snapshot to the next. */
export interface RevertState {
  /** The revision that is reverted. */
  readonly revisionId: string;
  readonly consecutiveHealthy: number;
}

/**
 * Takes a snapshot into account. A revert is done when nothing deploys, no pod of the reverted
 * revision is left, at least one pod is there and all are healthy, and that was seen twice in a row.
 */
export function applyRevertSnapshot(state: RevertState, snapshot: Snapshot): RevertState {
  const pods = presentPods(snapshot);
  const isHealed =
    !isDeploying(snapshot.application) &&
    getRevisionPods(snapshot, state.revisionId).length === 0 &&
    pods.length > 0 &&
    pods.every(isHealthy);
  return { ...state, consecutiveHealthy: isHealed ? state.consecutiveHealthy + 1 : 0 };
}

export function isRevertComplete({ consecutiveHealthy }: RevertState): boolean {
  return consecutiveHealthy >= REQUIRED_CONFIRMATIONS;
}

/** How a rollout stands that is to be reverted; not-current: another revision has its place. */
export type RevertStatus = 'under-way' | 'reverting' | 'not-current' | 'over';

/**
 * Whether a rollout can be reverted: one that is over cannot, and another revision in its place
 * must not. Unknown: whether TEM reverts what it calls failed and deploys no more; a refusal
 * changes nothing, so that counts as under way.
 */
export function getRevertStatus(snapshot: Snapshot, revisionId: string): RevertStatus {
  const { application, deployment } = snapshot;
  if (application.versionId !== revisionId) return 'not-current';
  if (isBeingReverted(snapshot)) return 'reverting';
  const hasFailed = /error|fail/i.test(deployment?.status ?? '');
  return isDeploying(application) || hasFailed ? 'under-way' : 'over';
}

/** Where the revert stands: the pods that are not of the reverted revision and healthy again. */
export function getRevertProgress(
  snapshot: Snapshot,
  { revisionId, consecutiveHealthy }: RevertState,
): BatchProgress {
  const old = presentPods(snapshot).filter(({ versionId }) => versionId !== revisionId);
  return {
    position: 'revert',
    of: 1,
    state: { kind: consecutiveHealthy > 0 ? 'finished' : 'deploying' },
    healthy: old.filter(isHealthy).length,
    total: Math.max(old.length, snapshot.application.expectedInstances ?? 1),
    note: describeFirstUnhealthy(old),
    nextStart: undefined,
  };
}
