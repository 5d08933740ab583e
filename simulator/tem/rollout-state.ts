import { batchTimelines, revertBatches } from './batch-timeline.ts';
import type { BatchTimeline } from './batch-timeline.ts';
import { isAlive, isCrashed } from './pod-life.ts';
import type { PodLife } from './pod-life.ts';
import type { RolloutRecord } from './rollout-record.ts';

export type RolloutPhase = 'deploying' | 'waiting' | 'finished' | 'reverting' | 'reverted';

/** A rollout at one moment. */
export interface RolloutState {
  phase: RolloutPhase;
  /** The batch that runs, waits or ended last. */
  currentBatch: BatchTimeline;
  batches: BatchTimeline[];
  /** Of both revisions, past and future ones too. */
  pods: PodLife[];
  /** Whether it has failed, but keeps the application under deploying. */
  hasFailed: boolean;
  /** Infinity if it does not end. */
  endedAt: number;
  /** `now`, or when the revert stopped the batches. */
  frozenAt: number;
}

export function rolloutState(record: RolloutRecord, now: number): RolloutState {
  const planned = batchTimelines(record);
  const batches =
    record.revert === null ? planned : revertBatches(planned, record.revert, record.previous);
  const frozenAt = Math.min(now, record.revert?.at ?? Infinity);
  const currentBatch = lastStarted(batches, frozenAt);
  const finishedAt = batches.at(-1)?.finishesAt ?? record.startedAt;
  const hasCrashed = batches.some(({ newPods }) =>
    newPods.some((pod) => isAlive(pod, frozenAt) && isCrashed(pod, frozenAt)),
  );
  return {
    phase: phaseOf(record, currentBatch, finishedAt, now),
    currentBatch,
    batches,
    pods: batches.flatMap((batch) => [...batch.oldPods, ...batch.newPods]),
    hasFailed: hasCrashed && record.behaviour.crash?.staysDeploying === true,
    endedAt: record.revert?.until ?? finishedAt,
    frozenAt,
  };
}

export function isUnderWay(phase: RolloutPhase): boolean {
  return phase === 'deploying' || phase === 'waiting' || phase === 'reverting';
}

function lastStarted(batches: BatchTimeline[], now: number): BatchTimeline {
  const current = batches.findLast((batch) => batch.startsAt <= now) ?? batches[0];
  if (current === undefined) throw new Error('A rollout has at least one batch.');
  return current;
}

function phaseOf(
  { revert }: RolloutRecord,
  current: BatchTimeline,
  finishedAt: number,
  now: number,
): RolloutPhase {
  if (revert !== null && revert.at <= now) return now < revert.until ? 'reverting' : 'reverted';
  if (now >= finishedAt) return 'finished';
  return current.gate === 'confirmation' && current.finishesAt <= now ? 'waiting' : 'deploying';
}
