import type { Lasting } from './lasting.ts';
import { addCheck } from './lasting.ts';
import { equalsIgnoreCase } from './pods.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted, parseCloudTime, reportsError } from './snapshot.ts';

/**
 * True if the details show a batch that is not finished, although the application may not say
 * that anything deploys: it may be behind. Those of a rollout that was reverted stay unfinished.
 */
export function hasUnfinishedBatch(snapshot: Snapshot): boolean {
  const { deployment } = snapshot;
  if (!deployment || isBeingReverted(snapshot)) return false;
  return deployment.batches.some(({ status }) => !equalsIgnoreCase(status, 'Finish'));
}

/** True if the current rollout has failed: TEM may keep such an application under deploying. */
export function isRolloutFailed(snapshot: Snapshot): boolean {
  const { application, deployment } = snapshot;
  const isCurrent = deployment?.newDeployVersion === application.deployVersion;
  return isCurrent && reportsError(snapshot);
}

/** Pods older than this are no trace of a rollout that ended just now. */
const OLD_POD_MS = 10 * 60_000;

/** Since when every check has shown the application at rest. */
export interface Rest extends Lasting {
  /** What tells that a rollout came and went between two checks. */
  readonly revisionId: string;
  readonly startTime: string;
}

/**
 * Adds a check of an application at rest, taken at `now` (ms). The first one of a revision asks the
 * answers since when: the EndTime of its rollout tells, and so do pods that were created long ago.
 */
export function addRestCheck(before: Rest | undefined, snapshot: Snapshot, now: number): Rest {
  const { versionId: revisionId } = snapshot.application;
  const startTime = snapshot.deployment?.startTime ?? '';
  const isSame = before?.revisionId === revisionId && before.startTime === startTime;
  const check = isSame ? addCheck(before, now) : addCheck(undefined, findRestStart(snapshot, now));
  return { ...check, revisionId, startTime };
}

/** True once the application has been at rest for `ms`; one check is enough where the answers tell. */
export function isRested(rest: Rest, ms: number, now: number): boolean {
  return now - rest.since >= ms;
}

function findRestStart({ application, deployment, pods }: Snapshot, now: number): number {
  // An application that was never deployed has rested for ever.
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
