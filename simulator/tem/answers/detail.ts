import type { RolloutSight, SimulatedApplication } from '../application.ts';
import type { Behaviour } from '../behaviour.ts';
import { isCrashed } from '../pod.ts';
import type { PodLife } from '../pod.ts';
import type { RolloutRecord } from '../rollout-record.ts';
import { isUnderWay } from '../rollout-state.ts';
import { beijingTime } from '../time.ts';
import { batchDetail, batchSights } from './batches.ts';
import type { BatchSight, BatchSights, LivingPods } from './batches.ts';
import { runVersionPod, wholePage } from './run-pod.ts';

const STRATEGY_NUMBERS = { AUTO: 0, MANUAL: 1, BETA: 2 } as const;
const FIRST_RELEASE = 3;
const WORD = 'Running';

/** Result of DescribeDeployApplicationDetail: the rollout of `sight`. */
export function describeDetail(
  application: SimulatedApplication,
  sight: RolloutSight,
  now: number,
): Record<string, unknown> {
  const { record, state } = sight;
  const { behaviour } = application;
  const pods = livingPods(application, now);
  const batches = batchSights(state, behaviour);
  const others = batches.sights.filter(({ batch }) => !batch.isBeta);
  const beta = batches.sights.find(({ batch }) => batch.isBeta);
  return {
    DeployStrategyConf: strategyConf(record),
    StartTime: beijingTime(record.startedAt),
    EndTime: endTime(sight, behaviour, now),
    Status: statusWord(sight, behaviour, pods),
    CurrentBatchStatus: currentStatus(record, batches),
    ErrorMessage: '',
    BetaBatchDetail: beta === undefined ? null : batchDetail(beta, pods),
    OtherBatchDetail: others.map((other) => batchDetail(other, pods)),
    OldVersionPodList: wholePage(
      state.batches
        .flatMap(({ oldPods }) => oldPods)
        .filter(pods.isAlive)
        .map((pod) => runVersionPod(application, pod, now)),
    ),
    CurrentBatchIndex: batches.currentIndex,
    NewVersionPackageInfo: record.target.pkgName.split('/').at(-1) ?? '',
    NewDeployVersion: record.target.deployVersion,
    OldDeployVersion: record.previous.deployVersion,
    NextBatchStartTime: nextBatchStartTime(record, batches),
  };
}

function livingPods(application: SimulatedApplication, now: number): LivingPods {
  const living = new Set(application.livingPods().map(({ podId }) => podId));
  return { region: application.region, now, isAlive: (pod: PodLife) => living.has(pod.podId) };
}

function strategyConf({ plan, isFirstRelease }: RolloutRecord): Record<string, unknown> {
  return {
    TotalBatchCount: plan.totalBatchCount,
    BetaBatchNum: plan.betaInstances,
    DeployStrategyType: isFirstRelease ? FIRST_RELEASE : STRATEGY_NUMBERS[plan.strategy],
    BatchInterval: plan.intervalSeconds,
    MinAvailable: plan.minAvailable,
    Force: plan.force,
  };
}

function endTime({ state }: RolloutSight, behaviour: Behaviour, now: number): string {
  const isKnown = behaviour.endTime === 'set' && state.endedAt <= now;
  return isKnown ? beijingTime(state.endedAt) : '';
}

function statusWord(sight: RolloutSight, behaviour: Behaviour, pods: LivingPods): string {
  const { record, state } = sight;
  if (hasCrashedPods(sight, pods)) return record.behaviour.crash?.detailStatus ?? WORD;
  const words = behaviour.words ?? {};
  return (state.phase === 'finished' ? words.finished : words.running) ?? WORD;
}

function hasCrashedPods({ state }: RolloutSight, pods: LivingPods): boolean {
  const newPods = state.batches.flatMap((batch) => batch.newPods);
  return newPods.some((pod) => pods.isAlive(pod) && isCrashed(pod, pods.now));
}

function currentStatus({ revert }: RolloutRecord, batches: BatchSights): string {
  return revert === null ? (current(batches)?.status ?? 'Finish') : 'revert';
}

function nextBatchStartTime({ revert }: RolloutRecord, batches: BatchSights): number | null {
  const sight = current(batches);
  const waits = sight?.status === 'WaitForResume' || sight?.status === 'WaitForTimeExceed';
  return revert === null && waits ? sight.nextBatchStartTime : null;
}

function current({ sights, currentIndex }: BatchSights): BatchSight | undefined {
  return sights.find(({ batch }) => batch.index === currentIndex);
}

/** As Info shows it: "", batch_updating or batch_updating_waiting_confirm. */
export function batchDeployStatus({ state }: RolloutSight): string {
  if (!isUnderWay(state.phase)) return '';
  return state.phase === 'waiting' ? 'batch_updating_waiting_confirm' : 'batch_updating';
}
