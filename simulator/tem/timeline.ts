import { bearPod } from './pod-birth.ts';
import type { PodLife } from './pod.ts';
import type { RolloutRecord } from './rollout-record.ts';

const SECOND = 1000;

/** What happens after a batch has finished. */
export type Gate = 'confirmation' | 'interval' | 'end';

/** One batch's course. Times are milliseconds since 1970, Infinity for never. */
export interface BatchCourse {
  index: number;
  isBeta: boolean;
  size: number;
  startsAt: number;
  /** When all its pods have become ready. */
  finishesAt: number;
  gate: Gate;
  /** When the batch after it starts. */
  opensAt: number;
  oldPods: PodLife[];
  newPods: PodLife[];
}

/** The course of all batches, as if the rollout were not reverted. */
export function batchCourses(record: RolloutRecord): BatchCourse[] {
  const courses: BatchCourse[] = [];
  let startsAt = record.startedAt;
  let firstPod = 0;
  for (const [index, size] of record.plan.batches.entries()) {
    const course = batchCourse(record, { index, size, startsAt, firstPod });
    courses.push(course);
    startsAt = course.opensAt;
    firstPod += size;
  }
  return courses;
}

interface BatchStart {
  index: number;
  size: number;
  startsAt: number;
  firstPod: number;
}

function batchCourse(record: RolloutRecord, start: BatchStart): BatchCourse {
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
    opensAt: opening(record, index, gate, finishesAt),
    oldPods: oldPodsOf(record, start, newPods),
    newPods,
  };
}

function newPodsOf(record: RolloutRecord, start: BatchStart): PodLife[] {
  const { target, behaviour } = record;
  const podIds = record.newPodIds.slice(start.firstPod, start.firstPod + start.size);
  return podIds.map((podId, index) => {
    const birth = { podId, revision: target, createdAt: start.startsAt, index };
    return bearPod({ ...birth, siblings: start.size }, behaviour);
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

function opening(record: RolloutRecord, index: number, gate: Gate, finishesAt: number): number {
  if (gate === 'end') return Infinity;
  if (gate === 'confirmation') return record.confirmations[index] ?? Infinity;
  return finishesAt + record.plan.intervalSeconds * SECOND;
}
