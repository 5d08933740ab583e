import { isReady } from './pod.ts';
import type { PodLife, Revision } from './pod.ts';
import type { Revert } from './rollout-record.ts';
import type { BatchCourse } from './timeline.ts';

/** When the first of the pods brought back is ready, as a part of the revert; the last is at its end. */
const FIRST_BACK = 0.5;

/** The batches' courses after a revert: none starts any more, new pods leave, old ones come back. */
export function revertPods(
  courses: BatchCourse[],
  revert: Revert,
  previous: Revision,
): BatchCourse[] {
  const lost = courses.flatMap(({ oldPods }) => oldPods.filter((pod) => pod.leavesAt <= revert.at));
  const readyAt = returnTimes(revert, lost.length);
  let returned = 0;
  return courses.map((course) => {
    const first = returned;
    returned += course.oldPods.filter((pod) => pod.leavesAt <= revert.at).length;
    const back = readyAt.slice(first, returned).map((at, index) => {
      return returnedPod(revert.podIds[first + index] ?? '', previous, revert.at, at);
    });
    return revertBatch(course, revert, back);
  });
}

function returnTimes({ at, until }: Revert, pods: number): number[] {
  return Array.from({ length: pods }, (_, index) => {
    return at + (until - at) * (FIRST_BACK + ((1 - FIRST_BACK) * (index + 1)) / pods);
  });
}

function returnedPod(
  podId: string,
  revision: Revision,
  createdAt: number,
  readyAt: number,
): PodLife {
  const startsFor = readyAt - createdAt;
  return { podId, revision, createdAt, startsFor, readyAt, crash: null, leavesAt: Infinity };
}

function revertBatch(course: BatchCourse, revert: Revert, back: PodLife[]): BatchCourse {
  const hasStarted = course.startsAt <= revert.at;
  return {
    ...course,
    startsAt: hasStarted ? course.startsAt : Infinity,
    finishesAt: course.finishesAt <= revert.at ? course.finishesAt : Infinity,
    oldPods: [...course.oldPods.map((pod) => keep(pod, revert.at)), ...back],
    newPods: hasStarted ? replaceBy(course.newPods, back, revert) : [],
  };
}

/** An old pod that had not left yet stays. */
function keep(pod: PodLife, at: number): PodLife {
  return pod.leavesAt <= at ? pod : { ...pod, leavesAt: Infinity };
}

/** A ready pod stays until its successor is ready; one that is not goes at once. */
function replaceBy(newPods: PodLife[], back: PodLife[], revert: Revert): PodLife[] {
  const successors = [...back];
  return newPods.map((pod) => {
    if (!isReady(pod, revert.at)) return { ...pod, leavesAt: revert.at };
    return { ...pod, leavesAt: successors.shift()?.readyAt ?? revert.until };
  });
}
