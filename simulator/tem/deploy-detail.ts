import { beijingTime } from '../clock.ts';
import type { Fields } from '../gateway/service-contract.ts';
import type { BatchTimeline } from './batch-timeline.ts';
import { isCrashed, podState } from './pod-life.ts';
import type { PodLife } from './pod-life.ts';
import type { RolloutRecord } from './rollout-record.ts';
import { isUnderWay } from './rollout-state.ts';
import type { RolloutState } from './rollout-state.ts';
import { describePod, placeOf, podPage, webshellUrl } from './run-pods.ts';
import type { RolloutView, SimulatedApplication } from './tem-application.ts';
import type { Behaviour } from './tem-seed.ts';

type BatchStatus = 'NotStart' | 'Deploying' | 'WaitForResume' | 'WaitForTimeExceed' | 'Finish';

/** What one read shows of a batch. */
interface BatchView {
  batch: BatchTimeline;
  status: BatchStatus;
  /** 0 if it waits for confirmation or does not wait. */
  nextBatchStartTime: number;
}

/** All batches, and the index of the one that runs or waits. */
interface BatchViews {
  views: BatchView[];
  currentIndex: number;
}

interface LivingPods {
  isAlive: (pod: PodLife) => boolean;
  region: string;
  now: number;
}

const STRATEGY_NUMBERS = { AUTO: 0, MANUAL: 1, BETA: 2 } as const;
const FIRST_RELEASE = 3;
const DEFAULT_STATUS = 'Running';

/** Result of DescribeDeployApplicationDetail: the rollout of `view`. */
export function describeDetail(
  application: SimulatedApplication,
  view: RolloutView,
  now: number,
): Fields {
  const { record, state } = view;
  const { behaviour } = application;
  const pods = livingPods(application, now);
  const batches = viewBatches(state, behaviour);
  const others = batches.views.filter(({ batch }) => !batch.isBeta);
  const beta = batches.views.find(({ batch }) => batch.isBeta);
  return {
    DeployStrategyConf: strategyConf(record),
    StartTime: beijingTime(record.startedAt),
    EndTime: endTime(view, behaviour, now),
    Status: statusOf(view, behaviour, pods),
    CurrentBatchStatus: currentStatus(record, batches),
    ErrorMessage: '',
    BetaBatchDetail: beta === undefined ? null : batchDetail(beta, pods),
    OtherBatchDetail: others.map((other) => batchDetail(other, pods)),
    OldVersionPodList: podPage(
      state.batches
        .flatMap(({ oldPods }) => oldPods)
        .filter(pods.isAlive)
        .map((pod) => describePod(application, pod, now)),
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

function endTime({ state }: RolloutView, behaviour: Behaviour, now: number): string {
  const isKnown = behaviour.endTime === 'set' && state.endedAt <= now;
  return isKnown ? beijingTime(state.endedAt) : '';
}

function statusOf(view: RolloutView, behaviour: Behaviour, pods: LivingPods): string {
  const { record, state } = view;
  if (hasCrashedPods(view, pods)) return record.behaviour.crash?.detailStatus ?? DEFAULT_STATUS;
  const words = behaviour.words ?? {};
  return (state.phase === 'finished' ? words.finished : words.running) ?? DEFAULT_STATUS;
}

function hasCrashedPods({ state }: RolloutView, pods: LivingPods): boolean {
  const newPods = state.batches.flatMap((batch) => batch.newPods);
  return newPods.some((pod) => pods.isAlive(pod) && isCrashed(pod, pods.now));
}

function currentStatus({ revert }: RolloutRecord, batches: BatchViews): string {
  return revert === null ? (current(batches)?.status ?? 'Finish') : 'revert';
}

function nextBatchStartTime({ revert }: RolloutRecord, batches: BatchViews): number | null {
  const view = current(batches);
  const waits = view?.status === 'WaitForResume' || view?.status === 'WaitForTimeExceed';
  return revert === null && waits ? view.nextBatchStartTime : null;
}

function current({ views, currentIndex }: BatchViews): BatchView | undefined {
  return views.find(({ batch }) => batch.index === currentIndex);
}

/** As Info shows it: "", batch_updating or batch_updating_waiting_confirm. */
export function batchDeployStatus({ state }: RolloutView): string {
  if (!isUnderWay(state.phase) || state.hasFailed) return '';
  return state.phase === 'waiting' ? 'batch_updating_waiting_confirm' : 'batch_updating';
}

/** What a read at `state.frozenAt` shows. The behaviour says which batch has the waiting status. */
function viewBatches(state: RolloutState, behaviour: Behaviour): BatchViews {
  const now = state.frozenAt;
  const views = state.batches.map((batch) => ({
    batch,
    status: plainStatus(batch, now, state.hasFailed),
    nextBatchStartTime: 0,
  }));
  const { currentBatch } = state;
  if (!isWaiting(state, now)) return { views, currentIndex: currentBatch.index };
  const currentIndex = currentBatch.index + (behaviour.waitsOn === 'next-batch' ? 1 : 0);
  const waiting = waitingView(currentBatch, behaviour);
  return {
    views: views.map((view) =>
      view.batch.index === currentIndex ? { ...view, ...waiting } : view,
    ),
    currentIndex,
  };
}

function plainStatus(batch: BatchTimeline, now: number, hasFailed: boolean): BatchStatus {
  if (now < batch.startsAt) return 'NotStart';
  return now < batch.finishesAt && !hasFailed ? 'Deploying' : 'Finish';
}

function isWaiting({ phase, currentBatch }: RolloutState, now: number): boolean {
  const goesOn = phase === 'deploying' || phase === 'waiting';
  return goesOn && currentBatch.finishesAt <= now;
}

function waitingView(
  batch: BatchTimeline,
  behaviour: Behaviour,
): Pick<BatchView, 'status' | 'nextBatchStartTime'> {
  if (batch.gate === 'confirmation') return { status: 'WaitForResume', nextBatchStartTime: 0 };
  const unit = behaviour.nextBatchStartTimeUnit === 'ms' ? 1 : 1000;
  return { status: 'WaitForTimeExceed', nextBatchStartTime: Math.ceil(batch.nextStartsAt / unit) };
}

/** The API's DeployServiceBatchDetail. */
function batchDetail(view: BatchView, pods: LivingPods): Fields {
  const { batch, status, nextBatchStartTime } = view;
  const detail = (each: PodLife[]): Fields[] =>
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
function podDetail(pod: PodLife, { region, now }: LivingPods): Fields {
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
