import { isHealthy, noteOn, podsOf } from './pods.ts';
import type { BatchProgress } from './progress.ts';
import type { Snapshot } from './snapshot.ts';
import { isDeploying } from './snapshot.ts';
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
  const isGood =
    !isDeploying(snapshot.application) &&
    podsOf(snapshot, reverting.revisionId).length === 0 &&
    snapshot.pods.length > 0 &&
    snapshot.pods.every(isHealthy);
  return { ...reverting, good: isGood ? reverting.good + 1 : 0 };
}

export function isReverted({ good }: Reverting): boolean {
  return good >= LOOKS;
}

/** Where the revert stands: the pods that are not of the reverted revision and healthy again. */
export function progressOfRevert(
  snapshot: Snapshot,
  { revisionId, good }: Reverting,
): BatchProgress {
  const old = snapshot.pods.filter(({ versionId }) => versionId !== revisionId);
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
