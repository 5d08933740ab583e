import { equalsIgnoreCase, isFailing, isHealthy, getRevisionPods } from './pods.ts';
import type { Pod, Snapshot } from './snapshot.ts';
import {
  countInBatches,
  getExpectedInstances,
  isBeingReverted,
  isDeploying,
  reportsError,
} from './snapshot.ts';

/** The parts of a snapshot; each is read by a separate API call. */
export type SnapshotPart = keyof Snapshot;

/** More pods than this need several calls. */
const PODS_PER_CALL = 100;

/**
 * Returns the part that has to change before the rollout can continue, so that reading this part is
 * enough; `undefined` if nothing has to change any more.
 */
export function nextPartToRead(snapshot: Snapshot): SnapshotPart | undefined {
  const { application, deployment, pods } = snapshot;
  const newPods = getRevisionPods(snapshot, application.versionId);
  // A status that has to last before it counts is read each time: a copy of it proves nothing.
  if (reportsError(snapshot) || isBeingReverted(snapshot)) return undefined;
  if (isContradictory(snapshot, newPods)) return undefined;
  const isHealed = newPods.every(isHealthy) && newPods.length >= countExpectedPods(snapshot);
  if (!isHealed && pods.length <= PODS_PER_CALL) return 'pods';
  if (deployment?.batches.some(({ status }) => !equalsIgnoreCase(status, 'Finish')))
    return 'deployment';
  if (isDeploying(application)) return 'application';
  return isHealed ? undefined : 'pods';
}

/**
 * Returns true if pods of other revisions run although no rollout is in progress: the application
 * may be a stale read, and while only the pods are read, it stays so.
 */
function isContradictory(
  { application, deployment, pods }: Snapshot,
  newPods: readonly Pod[],
): boolean {
  if (isDeploying(application) || newPods.length === pods.length) return false;
  return (deployment?.batches ?? []).every(({ status }) => equalsIgnoreCase(status, 'Finish'));
}

/**
 * Returns how many pods the batches that have begun will have, but at most what the application
 * wants.
 */
function countExpectedPods(snapshot: Snapshot): number {
  const { deployment } = snapshot;
  const expected = getExpectedInstances(snapshot);
  if (!deployment?.batches.length) return expected;
  const begun = deployment.batches.filter(({ status }) => !equalsIgnoreCase(status, 'NotStart'));
  return Math.min(countInBatches(begun), expected);
}

/**
 * Returns a text that changes if the snapshot changes in a way that the other parts must agree
 * with: if it differs after a partial read, the other parts are read, too. More healthy pods do not
 * change it while some are not healthy.
 */
export function fingerprint(snapshot: Snapshot): string {
  const { application, deployment, pods } = snapshot;
  const { versionId, batchDeployStatus } = application;
  const expectedInstances = getExpectedInstances(snapshot);
  const newPods = getRevisionPods(snapshot, versionId);
  const others = new Set(pods.map((pod) => pod.versionId));
  const healthy = newPods.filter(isHealthy).length;
  return JSON.stringify([
    [versionId, isDeploying(application), batchDeployStatus],
    [deployment?.status, deployment?.currentBatchStatus, deployment?.errorMessage],
    deployment?.batches.map(({ status }) => status),
    newPods.map((pod) => [pod.podId, isFailing(pod)]),
    [...others].sort(),
    [healthy === newPods.length, healthy >= expectedInstances],
  ]);
}
