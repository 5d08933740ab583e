import { findPausedBatch, getReadiness } from './batch-progress.ts';
import type { Lasting } from './lasting.ts';
import { addCheck, continueSeries } from './lasting.ts';
import type { PodEvidence } from './pod-failures.ts';
import { isHealthy } from './pods.ts';
import type { Batch, Pod, Snapshot } from './snapshot.ts';
import { isBeingReverted, reportsError, reportsWaiting } from './snapshot.ts';

/**
 * What has to be seen for a while before it counts; `undefined` if the last check did not show it.
 */
export interface RolloutEvidence {
  /** The rollout is complete and healthy. */
  readonly complete?: LastingHealth;
  /** A batch is paused, and everything deployed so far is healthy. */
  readonly paused?: LastingHealth & { readonly batch: Batch['position'] | undefined };
  /** TEM reports the rollout as failed. */
  readonly error?: Lasting;
  /** TEM reports that the rollout is being reverted, or was. */
  readonly reverted?: Lasting;
  /** Another revision is current. */
  readonly foreign?: Lasting;
}

/** Lasting health of certain pods. */
interface LastingHealth extends Lasting {
  readonly podIds: readonly string[];
}

/** What the checks before have shown. */
interface KnownEvidence extends PodEvidence {
  readonly lasting: RolloutEvidence;
  /** Batches that this step has confirmed. */
  readonly resumed: ReadonlySet<Batch['position']>;
}

/** When a snapshot was requested, and when all of it had been read, in ms since 1970. */
export interface CheckTimes {
  readonly requestedAt: number;
  readonly now: number;
}

/** All times in ms. */
interface EvidenceTimes extends CheckTimes {
  /** Since when a rollout that is complete at the first check has been so. */
  readonly completeSince: number;
  readonly pollInterval: number | 'auto';
}

/**
 * Updates the evidence: each kind continues from the last check or starts over. The kinds are
 * checked in order, and the first one that applies excludes the others.
 */
export function updateEvidence(
  { lasting, podFailures, resumed }: KnownEvidence,
  snapshot: Snapshot,
  newPods: readonly Pod[],
  { now, requestedAt, completeSince, pollInterval }: EvidenceTimes,
): RolloutEvidence {
  if (isBeingReverted(snapshot)) return { reverted: addCheck(lasting.reverted, now) };
  if (reportsError(snapshot)) {
    return { error: addCheck(continueSeries(lasting.error, requestedAt, pollInterval), now) };
  }
  if (podFailures.size > 0) return {};
  // After scaling there may be more pods than were expected, which were not seen healthy yet.
  const podIds = newPods.filter(isHealthy).map(({ podId }) => podId);
  const continued = <Health extends LastingHealth>(health: Health | undefined) =>
    health && !hasNewPod(health, podIds)
      ? continueSeries(health, requestedAt, pollInterval)
      : undefined;
  const readiness = getReadiness(snapshot, { listed: newPods.length, healthy: podIds.length });
  if (readiness === 'complete') {
    const since = lasting.complete ? now : completeSince;
    return { complete: { ...addCheck(continued(lasting.complete), now, since), podIds } };
  }
  const pause = findPause(snapshot, resumed);
  if (!pause || readiness !== 'healthy') return {};
  const before = continued(lasting.paused);
  const same = before?.batch === pause.batch ? before : undefined;
  return { paused: { ...addCheck(same, now), ...pause, podIds } };
}

/** Returns true if a pod was not seen healthy by the last check, for example after scaling. */
function hasNewPod(health: LastingHealth, podIds: readonly string[]): boolean {
  const known = new Set(health.podIds);
  return podIds.some((podId) => !known.has(podId));
}

function findPause(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): { readonly batch: Batch['position'] | undefined } | undefined {
  const batch = findPausedBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { batch };
  // If batches are listed, one of them has to be paused: after a confirmation the application is
  // stale.
  const isShown = resumed.size > 0 || (snapshot.deployment?.batches.length ?? 0) > 0;
  return reportsWaiting(snapshot.application) && !isShown ? { batch } : undefined;
}
