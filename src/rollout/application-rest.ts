import type { Lasting } from './lasting.ts';
import { addCheck } from './lasting.ts';
import { equalsIgnoreCase } from './pods.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted, parseCloudTime, reportsError } from './snapshot.ts';

/**
 * Returns true if the details show an unfinished batch. The application itself may be stale and
 * report no deployment. After a revert the batches stay unfinished, so that case is excluded.
 */
export function hasUnfinishedBatch(snapshot: Snapshot): boolean {
  const { deployment } = snapshot;
  if (!deployment || isBeingReverted(snapshot)) return false;
  return deployment.batches.some(({ status }) => !equalsIgnoreCase(status, 'Finish'));
}

/**
 * Returns true if the current rollout has failed: TEM may keep reporting such an application as
 * deploying. Unknown (tem-rollout-after-failure): whether TEM accepts a new rollout then.
 */
export function isRolloutFailed(snapshot: Snapshot): boolean {
  const { application, deployment } = snapshot;
  const isCurrent = deployment?.newDeployVersion === application.deployVersion;
  return isCurrent && reportsError(snapshot);
}

/** Pods older than this do not belong to a rollout that has just ended. */
const OLD_POD_MS = 10 * 60_000;

/** Since when every check has shown the application idle. */
export interface Rest extends Lasting {
  /** A change of these shows that a rollout started and ended between two checks. */
  readonly revisionId: string;
  readonly startTime: string;
}

/**
 * Adds a check of an idle application, taken at `now` (ms). The first check of a revision estimates
 * when the idle time began: from the EndTime of the rollout, or from the age of the pods.
 */
export function addRestCheck(before: Rest | undefined, snapshot: Snapshot, now: number): Rest {
  const { versionId: revisionId } = snapshot.application;
  const startTime = snapshot.deployment?.startTime ?? '';
  const isSame = before?.revisionId === revisionId && before.startTime === startTime;
  const check = isSame
    ? addCheck(before, now)
    : addCheck(undefined, now, findRestStart(snapshot, now));
  return { ...check, revisionId, startTime };
}

/**
 * Returns true once the application has been idle for `ms`; one check is enough if the responses
 * tell since when.
 */
export function isRested(rest: Rest, ms: number, now: number): boolean {
  return now - rest.since >= ms;
}

/**
 * Estimates when the idle time began. Unknown (tem-end-time): whether EndTime is set after a
 * success; if not, the age of the pods decides.
 */
function findRestStart({ application, deployment, pods }: Snapshot, now: number): number {
  // An application that was never deployed has always been idle.
  if (application.versionId === '') return -Infinity;
  // After a revert the latest details are those of the reverted version.
  const isLatest =
    deployment?.newDeployVersion === application.deployVersion || isBeingReverted({ deployment });
  if (deployment && !isLatest) return now;
  const endTime = deployment ? parseCloudTime(deployment.endTime) : undefined;
  if (endTime !== undefined) return Math.min(endTime, now);
  const created = pods.map(({ createTime }) => parseCloudTime(createTime));
  const isOld = (time: number | undefined) => time !== undefined && now - time > OLD_POD_MS;
  return created.every(isOld) ? now - OLD_POD_MS : now;
}
