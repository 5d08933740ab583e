import { isRolloutFailed } from './application-rest.ts';
import type { Lasting } from './lasting.ts';
import { continueSeries, hasLasted, updateCheck } from './lasting.ts';
import type { PodEvidence } from './pod-failures.ts';
import { findLastingFailure, trackPods } from './pod-failures.ts';
import { getRevisionPods } from './pods.ts';
import type { CheckTimes } from './rollout-evidence.ts';
import type { Snapshot } from './snapshot.ts';

/** Signs of failure in another rollout, collected over several checks. */
export interface FailureSigns extends PodEvidence {
  readonly revisionId: string;
  /** TEM reports the rollout as failed. */
  readonly error: Lasting | undefined;
}

/** Adds a check of the application's current rollout. */
export function trackFailureSigns(
  before: FailureSigns | undefined,
  snapshot: Snapshot,
  { now, requestedAt }: CheckTimes,
): FailureSigns {
  const revisionId = snapshot.application.versionId;
  const known = before?.revisionId === revisionId ? before : undefined;
  const pods = getRevisionPods(snapshot, revisionId);
  const series = continueSeries(known?.error, requestedAt);
  const error = updateCheck(series, isRolloutFailed(snapshot), now);
  return { revisionId, error, ...trackPods(known ?? {}, pods, now) };
}

/**
 * Returns true once the rollout has failed for longer than `grace` (ms), by TEM's status or by its
 * pods.
 */
export function hasFailed(
  { error, podFailures, revisionId }: FailureSigns,
  snapshot: Snapshot,
  grace: number,
  now: number,
): boolean {
  const pods = getRevisionPods(snapshot, revisionId);
  return hasLasted(error, grace, now) || findLastingFailure(pods, podFailures, grace) !== undefined;
}
