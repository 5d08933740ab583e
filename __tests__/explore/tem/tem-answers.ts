import { getIp } from './application-answers.ts';
import type { CloudTraits } from './cloud-types.ts';
import type { Pod } from './pod-fate.ts';
import { isHealthyLook, lookAtPod } from './pod-fate.ts';
import type { Batch, Rollout, TemState } from './tem-state.ts';
import { isInProgress, livingPods, podsOf } from './tem-state.ts';

/** In which words this cloud answers, where its documentation leaves that open. */
export interface AnswerTraits {
  /** Status of a rollout that went well. */
  readonly successWord: string;
  /** Status is Error while an instance of the rollout is not Running. */
  readonly saysError: boolean;
  /** ExpectedInstances is null. */
  readonly hidesExpected: boolean;
  /** BatchDeployStatus is always empty. */
  readonly hidesBatchStatus: boolean;
  /** The batch after the finished one says WaitForResume; otherwise the finished one. */
  readonly nextBatchWaits: boolean;
}

/** The application as it was at `time` (ms). */
export interface View {
  readonly state: TemState;
  readonly time: number;
  readonly traits: CloudTraits & AnswerTraits;
}

const STRATEGY_NUMBERS = { AUTO: 0, MANUAL: 1, BETA: 2 } as const;

/** Result of DescribeApplicationInfo. */
export function describeInfo({ state, time, traits }: View) {
  const { current, expected, rollout } = state;
  const ready = livingPods(state, time).filter((pod) =>
    isHealthyLook(lookAtPod(pod, time, traits)),
  );
  return {
    ApplicationId: 'app-explore',
    ApplicationName: 'explored',
    EnvironmentId: 'en-explore',
    VersionId: current.id,
    DeployMode: 'IMAGE',
    DeployVersion: current.version,
    PkgName: '',
    UnderDeploying: isUnderDeploying(rollout, traits),
    BatchDeployStatus: traits.hidesBatchStatus ? '' : describeBatchStatus(rollout),
    ExpectedInstances: traits.hidesExpected ? null : expected,
    CurrentInstances: ready.length,
    Status: ready.length < expected ? 'abnormal' : 'normal',
  };
}

export function isUnderDeploying(rollout: Rollout, traits: CloudTraits): boolean {
  const isFailed = rollout.phase === 'failed' && traits.staysDeploying;
  return isInProgress(rollout) || rollout.phase === 'reverting' || isFailed;
}

function describeBatchStatus(rollout: Rollout): string {
  if (rollout.phase === 'waiting') return 'batch_updating_waiting_confirm';
  return isInProgress(rollout) || rollout.phase === 'reverting' ? 'batch_updating' : '';
}

/** Result of DescribeDeployApplicationDetail: the latest rollout, whatever revision is asked for. */
export function describeDetail(view: View) {
  const { rollout } = view.state;
  const words = rollout.batches.map((_, index) => describeBatchWord(rollout, index, view.traits));
  const batches = rollout.batches.map((batch, index) => {
    return describeBatch(view, batch, index, words[index] ?? '');
  });
  const betas = batches.filter((_, index) => rollout.batches[index]?.isBeta);
  const shownIndex = Math.max(
    0,
    words.findIndex((word) => word !== 'Finish'),
  );
  const isReverted = rollout.phase === 'reverting' || rollout.phase === 'reverted';
  return {
    DeployStrategyConf: {
      TotalBatchCount: rollout.batches.filter(({ isBeta }) => !isBeta).length,
      BetaBatchNum: rollout.batches.find(({ isBeta }) => isBeta)?.size ?? 0,
      DeployStrategyType: STRATEGY_NUMBERS[rollout.strategy],
      BatchInterval: rollout.intervalMs / 1000,
      MinAvailable: 1,
      Force: false,
    },
    StartTime: formatBeijingTime(rollout.startedAt),
    EndTime: '',
    Status: describeStatus(view),
    CurrentBatchStatus: isReverted ? 'revert' : (words[shownIndex] ?? 'Finish'),
    ErrorMessage: '',
    BetaBatchDetail: betas[0] ?? null,
    OtherBatchDetail: batches.filter((_, index) => !rollout.batches[index]?.isBeta),
    OldVersionPodList: null,
    CurrentBatchIndex: shownIndex,
    NewVersionPackageInfo: '',
    NewDeployVersion: rollout.revision.version,
    OldDeployVersion: rollout.previous.version,
    NextBatchStartTime: getNextStart(rollout),
  };
}

function describeStatus({ state, time, traits }: View): string {
  const { rollout } = state;
  const looks = podsOf(state, rollout.revision.id, time).map((pod) => lookAtPod(pod, time, traits));
  const isBroken = looks.some(({ status }) => status !== 'Running');
  if (traits.saysError && (isBroken || rollout.phase === 'failed')) return 'Error';
  return rollout.phase === 'complete' ? traits.successWord : 'Running';
}

function describeBatchWord(rollout: Rollout, index: number, traits: AnswerTraits): string {
  const { batchIndex, phase } = rollout;
  const batch = rollout.batches[index];
  const isPaused = phase === 'waiting' || phase === 'interval';
  const pausedIndex = batchIndex + (traits.nextBatchWaits ? 1 : 0);
  if (isPaused && index === pausedIndex) {
    return phase === 'waiting' ? 'WaitForResume' : 'WaitForTimeExceed';
  }
  if (batch?.finishedAt !== undefined) return 'Finish';
  return batch?.startedAt === undefined ? 'NotStart' : 'Deploying';
}

/** Seconds since 1970; 0 where nothing starts by itself. */
function getNextStart({ nextBatchAt }: Rollout): number {
  return nextBatchAt === undefined ? 0 : Math.ceil(nextBatchAt / 1000);
}

function describeBatch(view: View, batch: Batch, index: number, word: string) {
  const { state, time, traits } = view;
  const { rollout } = state;
  const pods = podsOf(state, rollout.revision.id, time);
  const first = rollout.batches.slice(0, index).reduce((sum, { size }) => sum + size, 0);
  const newPods = batch.startedAt === undefined ? [] : pods.slice(first, first + batch.size);
  return {
    OldPods: [],
    NewPods: newPods.map((pod) => {
      const { status } = lookAtPod(pod, time, traits);
      return { PodId: pod.id, PodVersion: '', Status: status, PodStatus: [status] };
    }),
    BatchStatus: word,
    PodNum: batch.size,
    BatchIndex: index,
    NextBatchStartTime: word === 'WaitForTimeExceed' ? getNextStart(rollout) : 0,
    OldPodList: null,
    NewPodList: null,
  };
}

/** Result of DescribeApplicationPods. */
export function describePods({ state, time, traits }: View, limit: number, offset: number) {
  const pods = livingPods(state, time);
  return {
    Offset: offset,
    Limit: limit,
    TotalCount: pods.length,
    PodList: pods.slice(offset, offset + limit).map((pod) => describePod(pod, time, traits)),
  };
}

function describePod(pod: Pod, time: number, traits: CloudTraits) {
  const look = lookAtPod(pod, time, traits);
  return {
    PodId: pod.id,
    VersionId: pod.revisionId,
    DeployVersion: '',
    Status: look.status,
    Ready: look.isReady,
    Unhealthy: null,
    UnhealthyWarningMsg: '',
    ContainerState: look.status === 'Running' ? 'running' : 'waiting',
    RestartCount: look.restarts,
    PodIp: getIp(pod.id),
    ApplicationName: 'explored',
  };
}

/** `2024-12-20 17:00:17`, in China's time. */
function formatBeijingTime(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
