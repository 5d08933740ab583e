import { equalsIgnoreCase, getRevisionPods, isHealthy } from './pods.ts';
import type { Batch, Pod, Snapshot } from './snapshot.ts';

/** States that every instance passes through: they do not explain why one does not start. */
const GENERIC = /^(running|waiting|pending|terminated|terminating|unknown|ready|\d*)$/i;

/** Returns the pods of a revision that are not healthy, with the reasons. */
export function listUnhealthyPods(snapshot: Snapshot, revisionId: string): readonly Pod[] {
  const pods = getRevisionPods(snapshot, revisionId).filter((pod) => !isHealthy(pod));
  return explainPods(pods, snapshot.deployment?.batches);
}

/**
 * Collects in each pod's warning all reasons that TEM returns: the warning itself, and what the
 * rollout details and the container state add to the status. TEM returns no exit code, log or
 * event.
 */
export function explainPods(
  pods: readonly Pod[],
  batches: readonly Pick<Batch, 'newPods'>[] = [],
): readonly Pod[] {
  if (pods.every(isHealthy)) return pods;
  const listed = batches.flatMap(({ newPods }) => newPods);
  const states = new Map(listed.map(({ podId, status }) => [podId, status.split(', ')]));
  return pods.map((pod) => (isHealthy(pod) ? pod : explainPod(pod, states.get(pod.podId) ?? [])));
}

function explainPod(pod: Pod, states: readonly string[]): Pod {
  const shown = pod.warning.toLowerCase();
  const words = [...new Set([...states, pod.containerState])].filter(
    (word) =>
      !GENERIC.test(word) &&
      !equalsIgnoreCase(word, pod.status) &&
      !shown.includes(word.toLowerCase()),
  );
  return { ...pod, warning: [pod.warning, ...words].filter(Boolean).join('; ') };
}
