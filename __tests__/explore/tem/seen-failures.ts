import type { JobFacts } from './job-facts.ts';
import { lookAtPod } from './pod-fate.ts';
import { podsOf } from './tem-state.ts';

/** How long an instance that was seen failing has to be healthy, a little less. */
const RECOVERY_MS = 27_500;

/** Whether the job had just been shown that an instance of the revision fails, or has restarted. */
export function hasJustSeenFailure(
  { calls, history, job, truth }: JobFacts,
  revisionId: string,
  time: number,
): boolean {
  // Without its ID nobody can tell the revision's instances before the application shows it.
  const begun = history.cloud.changes.find((one) => one.revisionId === revisionId)?.at ?? 0;
  const isKnown = job.spec.operation !== 'tem-rolling-update' || !history.scenario.hidesRevisionId;
  const firstShow = calls.find(({ kind, viewTime = 0 }) => kind === 'info' && viewTime >= begun);
  const knownAt = isKnown ? -Infinity : (firstShow?.answeredAt ?? Infinity);
  const looks = calls.filter(({ answeredAt = Infinity, kind }) => {
    return kind === 'pods' && answeredAt <= time && answeredAt >= knownAt;
  });
  const present = new Set(podsOf(truth.stateAt(time), revisionId, time).map(({ id }) => id));
  const lookAt = (viewTime: number) => {
    const pods = podsOf(truth.stateAt(viewTime), revisionId, viewTime);
    const shown = pods.filter(({ id }) => present.has(id));
    return new Map(shown.map((pod) => [pod.id, lookAtPod(pod, viewTime, history.cloud.traits)]));
  };
  return looks.some(({ viewTime = -Infinity }, index) => {
    if (viewTime < time - RECOVERY_MS) return false;
    const before = lookAt(looks[index - 1]?.viewTime ?? viewTime);
    return [...lookAt(viewTime)].some(([id, { isFailing, restarts }]) => {
      // What had restarted before a step attached is no news to it.
      const isNews = job.spec.operation === 'tem-rolling-update';
      return isFailing || (isNews && restarts > (before.get(id)?.restarts ?? restarts));
    });
  });
}
