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

/** Updates the failures with the new pods, seen at `now` (ms). */
export function trackPodFailures(
  before: PodFailures,
  newPods: readonly Pod[],
  restarts: Restarts,
  now: number,
): PodFailures {
  const failures = newPods.flatMap((pod) => {
    const failure = trackPodFailure(pod, before.get(pod.podId), restarts.get(pod.podId), now);
    return failure ? [[pod.podId, failure] as const] : [];
  });
  // A single list may omit a pod that still exists.
  const listed = new Set(newPods.map(({ podId }) => podId));
  const unlisted = [...before].filter(
    ([podId, { lastSeen }]) => !listed.has(podId) && isRecent(lastSeen, now),
  );
  return new Map([...unlisted, ...failures]);
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

/** How often a pod has restarted, and when (ms) the last restart was noticed. */
export interface Restart {
  readonly count: number;
  readonly since: number;
}

/** By pod ID; without pods that have never restarted. */
export type Restarts = ReadonlyMap<string, Restart>;

/**
 * Updates the restarts with the pods, seen at `now` (ms); `-Infinity` if their restarts happened
 * before this step watched.
 */
export function trackRestarts(
  before: Restarts = new Map(),
  pods: readonly Pod[],
  now: number,
): Restarts {
  const listed = pods
    .filter(({ restartCount }) => restartCount > 0)
    .map(({ podId, restartCount: count }) => {
      const known = before.get(podId);
      return [podId, known?.count === count ? known : { count, since: now }] as const;
    });
  // Restarts of pods that a list omits are kept, so that they do not count as new when the pods
  // reappear.
  return new Map([...before, ...listed]);
}
