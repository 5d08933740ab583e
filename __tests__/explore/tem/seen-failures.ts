import type { JobFacts } from './job-facts.ts';
import { lookAtPod } from './pod-fate.ts';
import { podsOf } from './tem-state.ts';

/** How long an instance that was seen failing has to be healthy, a little less. */
const RECOVERY_MS = 27_500;

/** Whether the job had just been shown that an instance of the revision fails. */
export function hasJustSeenFailure(
  { calls, history, truth }: JobFacts,
  revisionId: string,
  time: number,
): boolean {
  return calls.some(({ answeredAt = Infinity, kind, viewTime = -Infinity }) => {
    if (kind !== 'pods' || answeredAt > time || viewTime < time - RECOVERY_MS) return false;
    const shown = podsOf(truth.stateAt(viewTime), revisionId, viewTime);
    const present = new Set(podsOf(truth.stateAt(time), revisionId, time).map(({ id }) => id));
    return shown.some((pod) => {
      return present.has(pod.id) && lookAtPod(pod, viewTime, history.cloud.traits).isFailing;
    });
  });
}
