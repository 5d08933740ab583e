import { equalsIgnoreCase, isHealthy } from './pods.ts';
import type { Batch, Pod } from './snapshot.ts';

/** States that every instance passes through: they say nothing about why one does not start. */
const GENERIC = /^(running|waiting|pending|terminated|terminating|unknown|ready|\d*)$/i;

/**
 * Pods with all reasons that TEM gives in their warning: beside its own one what the details of the
 * rollout and the container's state say beyond the status. TEM gives no exit code, log or event.
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
