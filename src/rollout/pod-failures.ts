import { isFailing, isHealthy } from './pods.ts';
import type { Pod } from './snapshot.ts';
import type { RolloutFailure } from './verdict.ts';

export interface PodFailure {
  /** When it began, in ms. */
  readonly since: number;
  /** The last status that said so: a crash loop shows Running between two crashes. */
  readonly status: string;
}

/** By pod ID: the pods that failed and have not been healthy since. */
export type PodFailures = ReadonlyMap<string, PodFailure>;

/** Takes the new pods, seen at `now` (ms), into account; a pod is restless while it has restarted lately. */
export function trackPodFailures(
  before: PodFailures,
  newPods: readonly Pod[],
  isRestless: (pod: Pod) => boolean,
  now: number,
): PodFailures {
  const failures = newPods.map((pod) => {
    return [pod.podId, trackPodFailure(pod, before.get(pod.podId), isRestless, now)] as const;
  });
  return new Map(failures.filter((entry): entry is [string, PodFailure] => entry[1] !== undefined));
}

function trackPodFailure(
  pod: Pod,
  before: PodFailure | undefined,
  isRestless: (pod: Pod) => boolean,
  now: number,
): PodFailure | undefined {
  const since = before?.since ?? now;
  if (isFailing(pod)) return { since, status: pod.status };
  if (isRestless(pod)) return { since, status: before?.status ?? 'restarts again and again' };
  return isHealthy(pod) ? undefined : before;
}

/** The pods that have been failing for `grace` (ms) or longer at `now` (ms). */
export function findLastingFailure(
  newPods: readonly Pod[],
  failures: PodFailures,
  grace: number,
  now: number,
): RolloutFailure | undefined {
  const pods = newPods.flatMap((pod) => {
    const known = failures.get(pod.podId);
    // Before it has run for so long, a pod that looks healthy may have restarted for the last time.
    const limit = isHealthy(pod) ? Math.max(grace, STABLE_AFTER_MS) : grace;
    return known && now - known.since >= limit ? [{ ...pod, status: known.status }] : [];
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

/**
 * How long a pod that has restarted must run before it counts as healthy. Without a readiness probe
 * a crash loop looks healthy between two crashes, and Kubernetes pauses 10 s, 20 s, 40 s between them.
 */
export const STABLE_AFTER_MS = 30_000;

/** Takes the restarts of the pods, seen at `now` (ms), into account. */
export function trackRestarts(before: Restarts, pods: readonly Pod[], now: number): Restarts {
  return new Map(
    pods
      .filter(({ restartCount }) => restartCount > 0)
      .map(({ podId, restartCount: count }) => {
        const known = before.get(podId);
        return [podId, known?.count === count ? known : { count, since: now }];
      }),
  );
}

/** The restarts of pods that were there before anybody watched: old history, and no sign of a loop. */
export function ignorePastRestarts(pods: readonly Pod[]): Restarts {
  return trackRestarts(new Map(), pods, -Infinity);
}

/** True where the pod has not restarted lately. */
export function isStable({ podId }: Pod, restarts: Restarts, now: number): boolean {
  const { since } = restarts.get(podId) ?? { since: -Infinity };
  return now - since >= STABLE_AFTER_MS;
}
