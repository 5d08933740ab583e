import { isFailing, isHealthy, RESTARTING } from './pods.ts';
import type { Pod } from './snapshot.ts';
import type { RolloutFailure } from './verdict.ts';

export interface PodFailure {
  /** When it was first seen, in ms. */
  readonly since: number;
  /** When it was last seen, in ms. */
  readonly lastSeen: number;
  /** The last status that said so, or RESTARTING: a crash loop shows Running between two crashes. */
  readonly status: string;
}

/** By pod ID: the pods that failed, and have not been healthy for long enough since. */
export type PodFailures = ReadonlyMap<string, PodFailure>;

/**
 * How long a pod that was seen failing, or has restarted, must run before it counts as healthy.
 * Without a readiness probe a crash loop looks healthy between two crashes, Kubernetes pauses 10 s,
 * 20 s, 40 s between them, and an official example has a crash loop whose restart count is 0.
 */
export const STABLE_AFTER_MS = 30_000;

/** Takes the new pods, seen at `now` (ms), into account. */
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
  // A single list may lack a pod that is still there.
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

/** The pods that have been failing for `grace` (ms) or longer at the last sight of a failure. */
export function findLastingFailure(
  newPods: readonly Pod[],
  failures: PodFailures,
  grace: number,
): RolloutFailure | undefined {
  const pods = newPods.flatMap((pod) => {
    const failure = failures.get(pod.podId);
    // A pod that looks healthy may have restarted for the last time: that alone is no crash loop.
    const limit = isHealthy(pod) ? Math.max(grace, STABLE_AFTER_MS) : grace;
    const hasLasted = failure !== undefined && failure.lastSeen - failure.since >= limit;
    return hasLasted ? [{ ...pod, status: failure.status }] : [];
  });
  return pods.length > 0 ? { cause: 'pods', pods } : undefined;
}

/** How often a pod had restarted, and since when (ms) it has not restarted again. */
export interface Restart {
  readonly count: number;
  readonly since: number;
}

/** By pod ID; pods that never restarted are not in it. */
export type Restarts = ReadonlyMap<string, Restart>;

/** Takes the restarts of the pods, seen at `now` (ms), into account. */
export function trackRestarts(before: Restarts, pods: readonly Pod[], now: number): Restarts {
  const listed = pods
    .filter(({ restartCount }) => restartCount > 0)
    .map(({ podId, restartCount: count }) => {
      const known = before.get(podId);
      return [podId, known?.count === count ? known : { count, since: now }] as const;
    });
  // A pod that a single list lacks has not restarted when the next one shows it.
  return new Map([...before, ...listed]);
}

/** The restarts of pods that were there before anybody watched: old history, and no sign of a loop. */
export function ignorePastRestarts(pods: readonly Pod[]): Restarts {
  return trackRestarts(new Map(), pods, -Infinity);
}
