import type { JsonObject } from '../../src/tencent/json.ts';
import { asObjects, readNumber, readText } from '../../src/tencent/json.ts';
import { readDeployment } from '../../src/tencent/services/tem-responses.ts';
import type { Evidence } from '../evidence.ts';
import { findAnswers, getResponse } from '../evidence.ts';
import { DETAIL, distinct, findResults, INFO, PODS } from './judge.ts';
import type { Seen } from './judge.ts';

/** The rollout that a check triggered: its answers from the trigger on. */
export interface OwnRollout {
  readonly triggeredAt: number;
  readonly requested: JsonObject;
  readonly infos: readonly Seen[];
  /** Only those of this rollout: they have another start than the ones before. */
  readonly details: readonly Seen[];
}

/** Finds the rollout of a check; undefined if none was accepted. */
export function findOwnRollout(evidence: Evidence, check: string): OwnRollout | undefined {
  const action = 'RollingUpdateApplicationByVersion';
  const [trigger] = findAnswers(evidence, { action, check });
  if (!trigger) return undefined;
  // The order counts: several answers may have the same time.
  const position = evidence.answers.indexOf(trigger);
  const before = { ...evidence, answers: evidence.answers.slice(0, position) };
  const after = { ...evidence, answers: evidence.answers.slice(position) };
  const last = findResults(before, { action: DETAIL }).at(-1);
  const startBefore = readText(last?.result, 'StartTime');
  return {
    triggeredAt: trigger.at,
    requested: trigger.parameters,
    infos: findResults(after, { action: INFO, check }),
    details: findResults(after, { action: DETAIL, check }).filter(
      ({ result }) => readText(result, 'StartTime') !== startBefore,
    ),
  };
}

/** Returns the seconds from the trigger until the application showed its revision. */
export function measureFirstSight(evidence: Evidence, check: string): number | undefined {
  const own = findOwnRollout(evidence, check);
  const action = 'RollingUpdateApplicationByVersion';
  const revision = readText(getResponse(findAnswers(evidence, { action, check })[0]), 'Result');
  const seen = own?.infos.find(({ result }) => readText(result, 'VersionId') === revision);
  return own && seen && (seen.at - own.triggeredAt) / 1000;
}

/**
 * Returns the seconds that a batch waited for its interval, and whether it ended; undefined if none
 * waited.
 */
export function measureInterval(
  evidence: Evidence,
  check: string,
): { readonly seconds: number; readonly hasEnded: boolean } | undefined {
  const details = findOwnRollout(evidence, check)?.details ?? [];
  const isWaiting = ({ result }: Seen) =>
    readDeployment(result).batches.some(({ status }) => status === 'WaitForTimeExceed');
  const first = details.find(isWaiting);
  if (!first) return undefined;
  const later = details.filter(({ at }) => at > first.at);
  const end = later.find((seen) => !isWaiting(seen));
  const until = end ?? later.at(-1) ?? first;
  return { seconds: (until.at - first.at) / 1000, hasEnded: end !== undefined };
}

/** Lists how the words of a rollout followed each other: `Deploying/NotStart → Finish/…`. */
export function listStatuses(evidence: Evidence, check: string): string[] {
  const sequence = findResults(evidence, { action: DETAIL, check }).map(({ result }) => {
    const { batches, currentBatchStatus, status } = readDeployment(result);
    return `${status} ${currentBatchStatus} [${batches.map((batch) => batch.status).join(' ')}]`;
  });
  return sequence.filter((words, index) => words !== sequence[index - 1]);
}

/** Lists the statuses of each instance with its restarts, in order, without repeats. */
export function listPodStatuses(evidence: Evidence, check?: string): string[] {
  const wanted = check === undefined ? { action: PODS } : { action: PODS, check };
  const byPod = new Map<string, string[]>();
  for (const { result } of findResults(evidence, wanted)) {
    for (const pod of asObjects(result.PodList)) {
      const words = `${readText(pod, 'Status')} ${readNumber(pod, 'RestartCount') ?? '-'}`;
      const id = readText(pod, 'PodId');
      byPod.set(id, [...(byPod.get(id) ?? []), words]);
    }
  }
  const sequences = [...byPod.values()].map((words) =>
    words.filter((word, index) => word !== words[index - 1]).join(' → '),
  );
  return distinct(sequences);
}
