import { equalsIgnoreCase, isFailing, isHealthy, getRevisionPods } from './pods.ts';
import type { Snapshot } from './snapshot.ts';
import { countInstances, getExpectedInstances, isDeploying } from './snapshot.ts';

/** The parts of a snapshot; each is read by a call of its own. */
export type SnapshotPart = keyof Snapshot;

/** More pods than this are several calls to read. */
const PODS_PER_CALL = 100;

/**
 * The part that has to change before a rollout can get any further, so that it is enough to read that
 * one; `undefined`: all of them are as they are to be.
 */
export function nextPartToRead(snapshot: Snapshot): SnapshotPart | undefined {
  const { application, deployment, pods } = snapshot;
  const newPods = getRevisionPods(snapshot, application.versionId);
  const isHealed = newPods.every(isHealthy) && newPods.length >= countExpectedPods(snapshot);
  if (!isHealed && pods.length <= PODS_PER_CALL) return 'pods';
  if (deployment?.batches.some(({ status }) => !equalsIgnoreCase(status, 'Finish')))
    return 'deployment';
  if (isDeploying(application)) return 'application';
  return isHealed ? undefined : 'pods';
}

/** How many pods the batches that have begun are to have, or the application where that is fewer. */
function countExpectedPods(snapshot: Snapshot): number {
  const { deployment } = snapshot;
  const expected = getExpectedInstances(snapshot);
  if (!deployment?.batches.length) return expected;
  const begun = deployment.batches.filter(({ status }) => !equalsIgnoreCase(status, 'NotStart'));
  const inBatches = begun.reduce((sum, batch) => sum + countInstances(batch), 0);
  return Math.min(inBatches, expected);
}

/**
 * What must be the same in two snapshots for their parts to be told together: a fresh part that
 * differs in this calls for all the others. Healthier pods do not, as long as some are not.
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
