import { isFailing, isHealthy, RESTARTING } from './pods.ts';
import type { Pod } from './snapshot.ts';
import type { RolloutFailure } from './verdict.ts';

export interface PodFailure {
  /** When it was first seen, in ms. */
  readonly since: number;
  /** When it was last seen, in ms. */
  readonly lastSeen: number;
  /** The last failing status, or RESTARTING: a crash loop shows Running between two crashes. */
  readonly status: string;
}

/** By pod ID: the pods that have failed, and have not been healthy for long enough since. */
export type PodFailures = ReadonlyMap<string, PodFailure>;

/**
 * How long a pod that was seen failing, or has restarted, must run before it counts as healthy.
 * Without a readiness probe a crash loop looks healthy between two crashes, Kubernetes pauses 10 s,
 * 20 s, 40 s between them, and an official example has a crash loop whose restart count is 0.
 * Unknown (tem-restart-count): whether RestartCount counts at all.
 */
export const STABLE_AFTER_MS = 30_000;

/** How often a pod has restarted, and when (ms) the last restart was noticed. */
export interface Restart {
  readonly count: number;
  readonly since: number;
}

/** By pod ID; without pods that have never restarted. */
export type Restarts = ReadonlyMap<string, Restart>;

/** What is remembered of the new pods from one check to the next. */
export interface PodEvidence {
  /** New pods that have failed, and have not been healthy for long enough since. */
  readonly podFailures: PodFailures;
  /** The restarts of the new pods; `undefined` until they were read. */
  readonly restarts: Restarts | undefined;
}

/**
 * Updates the evidence with the new pods, seen at `now` (ms). `restartedAt` (ms) is the time of the
 * restarts that are new: `-Infinity` if they happened before this step watched.
 */
export function trackPods(
  before: Partial<PodEvidence>,
  newPods: readonly Pod[],
  now: number,
  restartedAt = now,
): PodEvidence {
  // A single list may omit a pod that still exists. So its restarts are kept, and do not count as
  // new when it reappears, and its failure stays as long as it is recent.
  const restarts = new Map(before.restarts);
  const listed = new Set(newPods.map(({ podId }) => podId));
  const failures = [...(before.podFailures ?? [])].filter(
    ([podId, { lastSeen }]) => !listed.has(podId) && isRecent(lastSeen, now),
  );
  for (const pod of newPods) {
    const { podId, restartCount: count } = pod;
    const isNew = count > 0 && restarts.get(podId)?.count !== count;
    if (isNew) restarts.set(podId, { count, since: restartedAt });
    const known = before.podFailures?.get(podId);
    const failure = trackPodFailure(pod, known, restarts.get(podId), now);
    if (failure) failures.push([podId, failure]);
  }
  return { podFailures: new Map(failures), restarts };
}

function trackPodFailure(
  pod: Pod,
  before: PodFailure | undefined,
  restart: Restart | undefined,
  now: number,
): PodFailure | undefined {
  const since = before?.since ?? now;
  if (isFailing(pod)) return { since, lastSeen: now, status: pod.status };
  if (restart && isRecent(restart.since, now)) {
    const lastSeen = Math.max(restart.since, before?.lastSeen ?? -Infinity);
    return { since, lastSeen, status: before?.status ?? RESTARTING };
  }
  const isOver = isHealthy(pod) && before !== undefined && !isRecent(before.lastSeen, now);
  return isOver ? undefined : before;
}

function isRecent(time: number, now: number): boolean {
  return now - time < STABLE_AFTER_MS;
}

/** Returns the pods that had been failing for `grace` (ms) or longer when they last failed. */
export function findLastingFailure(
  newPods: readonly Pod[],
  failures: PodFailures,
  grace: number,
): RolloutFailure | undefined {
  const pods = newPods.flatMap((pod) => {
    const failure = failures.get(pod.podId);
    // A healthy pod may have restarted for the last time: one restart is no crash loop.
    const limit = isHealthy(pod) ? Math.max(grace, STABLE_AFTER_MS) : grace;
    const hasLasted = failure !== undefined && failure.lastSeen - failure.since >= limit;
    return hasLasted ? [{ ...pod, status: failure.status }] : [];
  });
  return pods.length > 0 ? { cause: 'pods', pods } : undefined;
}
