import type { Behaviour } from '../behaviour.ts';
import { placeOf } from '../node-info.ts';
import { podState } from '../pod.ts';
import type { PodLife } from '../pod.ts';
import type { RolloutState } from '../rollout-state.ts';
import { beijingTime } from '../time.ts';
import type { BatchCourse } from '../timeline.ts';
import { webshellUrl } from '../webshell.ts';

export type BatchStatus =
  'NotStart' | 'Deploying' | 'WaitForResume' | 'WaitForTimeExceed' | 'Finish';

/** What one read shows of a batch. */
export interface BatchSight {
  batch: BatchCourse;
  status: BatchStatus;
  /** 0 where it waits for confirmation or does not wait. */
  nextBatchStartTime: number;
}

/** All batches, and the index of the one that runs or waits. */
export interface BatchSights {
  sights: BatchSight[];
  currentIndex: number;
}

/** What a read at `state.frozenAt` shows. The waiting status stands where the behaviour wants it. */
export function batchSights(state: RolloutState, behaviour: Behaviour): BatchSights {
  const now = state.frozenAt;
  const sights = state.batches.map((batch) => ({
    batch,
    status: plainStatus(batch, now),
    nextBatchStartTime: 0,
  }));
  const { currentBatch } = state;
  if (!isWaiting(state, now)) return { sights, currentIndex: currentBatch.index };
  const currentIndex = currentBatch.index + (behaviour.waitsOn === 'next-batch' ? 1 : 0);
  const waiting = waitingSight(currentBatch, behaviour);
  return {
    sights: sights.map((sight) =>
      sight.batch.index === currentIndex ? { ...sight, ...waiting } : sight,
    ),
    currentIndex,
  };
}

function plainStatus(batch: BatchCourse, now: number): BatchStatus {
  if (now < batch.startsAt) return 'NotStart';
  return now < batch.finishesAt ? 'Deploying' : 'Finish';
}

function isWaiting({ phase, currentBatch }: RolloutState, now: number): boolean {
  const goesOn = phase === 'deploying' || phase === 'waiting';
  return goesOn && currentBatch.finishesAt <= now;
}

function waitingSight(
  batch: BatchCourse,
  behaviour: Behaviour,
): Pick<BatchSight, 'status' | 'nextBatchStartTime'> {
  if (batch.gate === 'confirmation') return { status: 'WaitForResume', nextBatchStartTime: 0 };
  const unit = behaviour.nextBatchStartTimeUnit === 'ms' ? 1 : 1000;
  return { status: 'WaitForTimeExceed', nextBatchStartTime: Math.ceil(batch.opensAt / unit) };
}

export interface LivingPods {
  isAlive: (pod: PodLife) => boolean;
  region: string;
  now: number;
}

/** The API's DeployServiceBatchDetail. */
export function batchDetail(sight: BatchSight, pods: LivingPods): Record<string, unknown> {
  const { batch, status, nextBatchStartTime } = sight;
  const detail = (each: PodLife[]): Record<string, unknown>[] =>
    each.filter(pods.isAlive).map((pod) => podDetail(pod, pods));
  return {
    OldPods: detail(batch.oldPods),
    NewPods: detail(batch.newPods),
    BatchStatus: status,
    PodNum: batch.size,
    // unknown: whether the beta batch counts; here it is 0 and the others follow.
    BatchIndex: batch.index,
    NextBatchStartTime: nextBatchStartTime,
    OldPodList: null,
    NewPodList: null,
  };
}

/** The API's DeployServicePodDetail. */
function podDetail(pod: PodLife, { region, now }: LivingPods): Record<string, unknown> {
  const { status } = podState(pod, now);
  return {
    PodId: pod.podId,
    PodVersion: '',
    CreateTime: beijingTime(pod.createdAt),
    Zone: placeOf(pod.podId, region).node.Zone,
    Webshell: webshellUrl(pod.podId),
    Status: status,
    PodStatus: [status],
  };
}
