import { beijingTime } from '../clock.ts';
import type { Fields } from '../gateway/service.ts';
import type { BatchTimeline } from './batch-timeline.ts';
import { isCrashed, podState } from './pod-life.ts';
import type { PodLife } from './pod-life.ts';
import type { RolloutRecord } from './rollout-record.ts';
import type { RolloutState } from './rollout-state.ts';
import { describePod, placeOf, podPage, webshellUrl } from './run-pods.ts';
import type { RolloutView, SimulatedApplication } from './tem-application.ts';
import type { Behaviour } from './tem-seed.ts';

const STRATEGY_NUMBERS = { AUTO: 0, MANUAL: 1, BETA: 2 } as const;
const FIRST_RELEASE = 3;
const DEFAULT_STATUS = 'Running';

/** Result of DescribeDeployApplicationDetail: the rollout of `view`. */
export function describeDetail(
  application: SimulatedApplication,
  { record, state }: RolloutView,
  now: number,
): Fields {
  const { behaviour } = application;
  const { target, previous, revert } = record;
  const { batches, frozenAt } = state;
  const livingIds = new Set(application.livingPods().map(({ podId }) => podId));
  const living = (pods: PodLife[]) => pods.filter(({ podId }) => livingIds.has(podId));
  const wait = revert === null ? findWait(state, behaviour) : null;
  const currentIndex = wait?.batchIndex ?? state.currentBatch.index;

  const batchStatus = ({ index, startsAt, finishesAt }: BatchTimeline): string => {
    if (index === wait?.batchIndex) return wait.status;
    if (frozenAt < startsAt) return 'NotStart';
    return frozenAt < finishesAt && !state.hasFailed ? 'Deploying' : 'Finish';
  };
  /** The API's DeployServicePodDetail. */
  const podDetail = (pod: PodLife): Fields => {
    const { status } = podState(pod, now);
    return {
      PodId: pod.podId,
      PodVersion: '',
      CreateTime: beijingTime(pod.createdAt),
      Zone: placeOf(pod.podId, application.region).node.Zone,
      Webshell: webshellUrl(pod.podId),
      Status: status,
      PodStatus: [status],
    };
  };
  /** The API's DeployServiceBatchDetail. */
  const batchDetail = (batch: BatchTimeline): Fields => ({
    OldPods: living(batch.oldPods).map(podDetail),
    NewPods: living(batch.newPods).map(podDetail),
    BatchStatus: batchStatus(batch),
    PodNum: batch.size,
    // unknown: whether the beta batch counts; here it is 0 and the others follow.
    BatchIndex: batch.index,
    NextBatchStartTime: batch.index === wait?.batchIndex ? wait.endsAt : 0,
    OldPodList: null,
    NewPodList: null,
  });

  const beta = batches.find(({ isBeta }) => isBeta);
  const current = batches.find(({ index }) => index === currentIndex) ?? state.currentBatch;
  const newPods = living(batches.flatMap((batch) => batch.newPods));
  const oldPods = living(batches.flatMap((batch) => batch.oldPods));
  const word = state.phase === 'finished' ? behaviour.words?.finished : behaviour.words?.running;
  const hasCrashed = newPods.some((pod) => isCrashed(pod, now));
  const endTime = behaviour.endTime === 'set' && state.endedAt <= now ? state.endedAt : null;
  return {
    DeployStrategyConf: strategyConf(record),
    StartTime: beijingTime(record.startedAt),
    EndTime: endTime === null ? '' : beijingTime(endTime),
    Status: (hasCrashed ? record.behaviour.crash?.detailStatus : word) ?? DEFAULT_STATUS,
    CurrentBatchStatus: revert === null ? batchStatus(current) : 'revert',
    ErrorMessage: '',
    BetaBatchDetail: beta === undefined ? null : batchDetail(beta),
    OtherBatchDetail: batches.filter(({ isBeta }) => !isBeta).map(batchDetail),
    OldVersionPodList: podPage(oldPods.map((pod) => describePod(application, pod, now))),
    CurrentBatchIndex: currentIndex,
    NewVersionPackageInfo: target.pkgName.split('/').at(-1) ?? '',
    NewDeployVersion: target.deployVersion,
    OldDeployVersion: previous.deployVersion,
    NextBatchStartTime: wait?.endsAt ?? null,
  };
}

function strategyConf({ plan, isFirstRelease }: RolloutRecord): Fields {
  return {
    TotalBatchCount: plan.totalBatchCount,
    BetaBatchNum: plan.betaInstances,
    DeployStrategyType: isFirstRelease ? FIRST_RELEASE : STRATEGY_NUMBERS[plan.strategy],
    BatchInterval: plan.intervalSeconds,
    MinAvailable: plan.minAvailable,
    Force: plan.force,
  };
}

/**
 * How the rollout waits between two batches; null if it does not. The behaviour says which batch
 * has the waiting status. `endsAt` is 0 for a confirmation.
 */
function findWait({ phase, currentBatch, frozenAt }: RolloutState, behaviour: Behaviour) {
  const { index, gate, finishesAt, nextStartsAt } = currentBatch;
  const goesOn = phase === 'deploying' || phase === 'waiting';
  if (!goesOn || finishesAt > frozenAt) return null;
  const batchIndex = index + (behaviour.waitsOn === 'next-batch' ? 1 : 0);
  if (gate === 'confirmation') return { batchIndex, status: 'WaitForResume', endsAt: 0 };
  const unit = behaviour.nextBatchStartTimeUnit === 'ms' ? 1 : 1000;
  return { batchIndex, status: 'WaitForTimeExceed', endsAt: Math.ceil(nextStartsAt / unit) };
}
