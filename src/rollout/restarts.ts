import type { Pod } from './snapshot.ts';

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
export const STEADY_AFTER_MS = 30_000;

/** Takes the restarts of the pods, seen at `now` (ms), into account. */
export function countRestarts(before: Restarts, pods: readonly Pod[], now: number): Restarts {
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
export function formerRestarts(pods: readonly Pod[]): Restarts {
  return countRestarts(new Map(), pods, -Infinity);
}

/** True where the pod has not restarted lately. */
export function isSteady({ podId }: Pod, restarts: Restarts, now: number): boolean {
  const { since } = restarts.get(podId) ?? { since: -Infinity };
  return now - since >= STEADY_AFTER_MS;
}
