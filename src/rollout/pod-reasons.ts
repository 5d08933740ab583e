import type { Text } from '../text/message.ts';
import { joinTexts } from '../text/message.ts';
import { equalsIgnoreCase, getPodState, isHealthy } from './pods.ts';
import type { Batch, Pod } from './snapshot.ts';

/** States that every instance passes through: they do not explain why one does not start. */
const GENERIC = /^(running|waiting|pending|terminated|terminating|unknown|ready|\d*)$/i;

/** A pod with all that is known about why it is not healthy. */
export interface ExplainedPod extends Pod {
  /** Its state, and the warning if there is one; '' for a healthy pod. */
  readonly reason: Text;
}

/**
 * Collects in each pod's warning all reasons that TEM returns: the warning itself, and what the
 * rollout details and the container state add to the status. TEM returns no exit code, log or
 * event.
 */
export function explainPods(
  pods: readonly Pod[],
  batches: readonly Pick<Batch, 'newPods'>[] = [],
): readonly ExplainedPod[] {
  const listed = batches.flatMap(({ newPods }) => newPods);
  const states = new Map(listed.map(({ podId, status }) => [podId, status.split(', ')]));
  return pods.map((pod) => {
    if (isHealthy(pod)) return { ...pod, reason: '' };
    const shown = pod.warning.toLowerCase();
    const words = [...(states.get(pod.podId) ?? []), pod.containerState].filter(
      (word) =>
        !GENERIC.test(word) &&
        !equalsIgnoreCase(word, pod.status) &&
        !shown.includes(word.toLowerCase()),
    );
    const warning = [...new Set([pod.warning, ...words])].filter(Boolean).join('; ');
    return { ...pod, warning, reason: joinTexts('colon', getPodState(pod), warning) };
  });
}
