import { isReady, planPod } from './pod-life.ts';
import type { PodLife, Revision } from './pod-life.ts';
import type { Revert, RolloutRecord } from './rollout-record.ts';

/** When the first of the recreated pods is ready, as a part of the revert; the last is ready at its end. */
const FIRST_READY = 0.5;

/** What happens after a batch has finished. */
export type Gate = 'confirmation' | 'interval' | 'end';

/** What happens to one batch. Times are milliseconds since 1970, Infinity for never. */
export interface BatchTimeline {
  index: number;
  isBeta: boolean;
  size: number;
  startsAt: number;
  /** When all its pods have become ready. */
  finishesAt: number;
  gate: Gate;
  /** When the batch after it starts. */
  nextStartsAt: number;
  oldPods: PodLife[];
  newPods: PodLife[];
}

/** The timelines of all batches, as if the rollout were not reverted. */
export function batchTimelines(record: RolloutRecord): BatchTimeline[] {
  const timelines: BatchTimeline[] = [];
  let startsAt = record.startedAt;
  let firstPod = 0;
  for (const [index, size] of record.plan.batches.entries()) {
    const timeline = batchTimeline(record, { index, size, startsAt, firstPod });
    timelines.push(timeline);
    startsAt = timeline.nextStartsAt;
    firstPod += size;
  }
  return timelines;
}

interface BatchStart {
  index: number;
  size: number;
  startsAt: number;
  firstPod: number;
}

function batchTimeline(record: RolloutRecord, start: BatchStart): BatchTimeline {
  const { index, size, startsAt } = start;
  const newPods = newPodsOf(record, start);
  const finishesAt = Math.max(startsAt, ...newPods.map((pod) => pod.readyAt));
  const gate = gateAfter(record, index);
  return {
    index,
    size,
    isBeta: index === 0 && record.plan.betaInstances > 0,
    startsAt,
    finishesAt,
    gate,
    nextStartsAt: nextStart(record, index, gate, finishesAt),
    oldPods: oldPodsOf(record, start, newPods),
    newPods,
  };
}

function newPodsOf(record: RolloutRecord, start: BatchStart): PodLife[] {
  const { target, behaviour } = record;
  const podIds = record.newPodIds.slice(start.firstPod, start.firstPod + start.size);
  return podIds.map((podId, index) => {
    const pod = { podId, revision: target, createdAt: start.startsAt, index };
    return planPod({ ...pod, siblings: start.size }, behaviour);
  });
}

function oldPodsOf(record: RolloutRecord, start: BatchStart, newPods: PodLife[]): PodLife[] {
  const leaveAtStart = record.behaviour.oldPodsLeave === 'at-batch-start';
  return record.oldPods.slice(start.firstPod, start.firstPod + start.size).map((pod, index) => ({
    ...pod,
    leavesAt: leaveAtStart ? start.startsAt : (newPods[index]?.readyAt ?? Infinity),
  }));
}

function gateAfter({ plan }: RolloutRecord, index: number): Gate {
  if (index === plan.batches.length - 1) return 'end';
  if (plan.strategy === 'MANUAL') return 'confirmation';
  return plan.betaInstances > 0 && index === 0 ? 'confirmation' : 'interval';
}

function nextStart(record: RolloutRecord, index: number, gate: Gate, finishesAt: number): number {
  if (gate === 'end') return Infinity;
  if (gate === 'confirmation') return record.confirmations[index] ?? Infinity;
  return finishesAt + record.plan.intervalSeconds * 1000;
}

/**
 * Returns the batches after a revert: no more batches start, new pods are removed, and old ones are
 * created again.
 */
export function revertBatches(
  batches: BatchTimeline[],
  revert: Revert,
  previous: Revision,
): BatchTimeline[] {
  const lost = batches.flatMap(({ oldPods }) => oldPods.filter((pod) => pod.leavesAt <= revert.at));
  const readyAt = readyTimes(revert, lost.length);
  let returned = 0;
  return batches.map((batch) => {
    const first = returned;
    returned += batch.oldPods.filter((pod) => pod.leavesAt <= revert.at).length;
    const back = readyAt.slice(first, returned).map((at, index) => {
      return recreatedPod(revert.podIds[first + index] ?? '', previous, revert.at, at);
    });
    return revertBatch(batch, revert, back);
  });
}

function readyTimes({ at, until }: Revert, pods: number): number[] {
  return Array.from({ length: pods }, (_, index) => {
    return at + (until - at) * (FIRST_READY + ((1 - FIRST_READY) * (index + 1)) / pods);
  });
}

function recreatedPod(
  podId: string,
  revision: Revision,
  createdAt: number,
  readyAt: number,
): PodLife {
  const startsFor = readyAt - createdAt;
  return { podId, revision, createdAt, startsFor, readyAt, crash: null, leavesAt: Infinity };
}

function revertBatch(batch: BatchTimeline, revert: Revert, back: PodLife[]): BatchTimeline {
  const hasStarted = batch.startsAt <= revert.at;
  return {
    ...batch,
    startsAt: hasStarted ? batch.startsAt : Infinity,
    finishesAt: batch.finishesAt <= revert.at ? batch.finishesAt : Infinity,
    oldPods: [...batch.oldPods.map((pod) => keep(pod, revert.at)), ...back],
    newPods: hasStarted ? replaceBy(batch.newPods, back, revert) : [],
  };
}

/** Old pods that have not been removed yet stay. */
function keep(pod: PodLife, at: number): PodLife {
  return pod.leavesAt <= at ? pod : { ...pod, leavesAt: Infinity };
}

/** A ready pod stays until its successor is ready; other pods are removed immediately. */
function replaceBy(newPods: PodLife[], back: PodLife[], revert: Revert): PodLife[] {
  const successors = [...back];
  return newPods.map((pod) => {
    if (!isReady(pod, revert.at)) return { ...pod, leavesAt: revert.at };
    return { ...pod, leavesAt: successors.shift()?.readyAt ?? revert.until };
  });
}
