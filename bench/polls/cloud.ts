import type { Application, Batch, Deployment, Pod } from '../../src/rollout/snapshot.ts';
import type { BatchPlan, PodPlan, RolloutPlan } from './corpus.ts';

/** A change of interest to users: a batch reached a stage, or has so many healthy pods. */
export interface Change {
  readonly batch: number;
  readonly kind: 'stage' | 'healthy';
  /** The number of the stage (STAGES), or the count. */
  readonly value: number;
  /** When it happened, in ms. */
  readonly at: number;
}

/** A batch goes through these stages in order and may skip the middle one. */
export const STAGES = { deploying: 1, between: 2, finished: 3 } as const;

/** A simulated rollout and what reads show at any moment. Times in ms since 1970. */
export interface Cloud {
  readonly revisionId: string;
  application(now: number): Application;
  deployment(now: number): Deployment;
  pods(now: number): Pod[];
  /** Starts the next batch if one is waiting. */
  resume(now: number): boolean;
  /** When the rollout is complete; Infinity if never. */
  endsAt(): number;
  /** When a pod starts to crash permanently; Infinity if none does. */
  breaksAt(): number;
  /** Returns all changes until `now`. */
  changes(now: number): Change[];
}

interface Course {
  readonly plan: BatchPlan;
  readonly startsAt: number;
  readonly finishesAt: number;
  /** When the next batch starts. */
  readonly opensAt: number;
}

const SECOND = 1000;
const BEFORE = 'revision-before';
const OURS = 'revision-ours';

/** Starts the rollout at `startedAt`. */
export function startCloud(plan: RolloutPlan, startedAt: number): Cloud {
  const confirmations: number[] = [];
  let courses = plot(plan, startedAt, confirmations);
  const visibleAt = startedAt + plan.visibleAfter * SECOND;
  const endsAt = () => (courses.at(-1)?.finishesAt ?? NaN) + plan.settles * SECOND;
  const current = (now: number) => courses.findLastIndex(({ startsAt }) => startsAt <= now);
  const isWaiting = (now: number) => {
    const index = current(now);
    return isConfirmed(plan, index) && (courses[index]?.finishesAt ?? Infinity) <= now;
  };
  const isBetween = (now: number, index: number) =>
    index === current(now) && index < courses.length - 1;

  const stageOf = (now: number, index: number, { startsAt, finishesAt }: Course): string => {
    if (now < startsAt) return 'NotStart';
    if (now < finishesAt) return 'Deploying';
    if (!isBetween(now, index)) return 'Finish';
    return isConfirmed(plan, index) ? 'WaitForResume' : 'WaitForTimeExceed';
  };

  return {
    revisionId: OURS,
    application: (now) => ({
      ...APPLICATION,
      versionId: now < visibleAt ? BEFORE : OURS,
      underDeploying: now < endsAt(),
      batchDeployStatus: statusOfBatches(now < endsAt(), isWaiting(now)),
      expectedInstances: plan.batches.flatMap(({ pods }) => pods).length,
    }),
    deployment: (now) => ({
      ...DEPLOYMENT,
      startTime: now < visibleAt ? 'before' : 'ours',
      batches: courses.map((course, index): Batch => ({
        position: positionOf(plan, index),
        status: stageOf(now, index, course),
        podNum: course.plan.pods.length,
        nextBatchStartTime:
          isBetween(now, index) && !isConfirmed(plan, index) && now >= course.finishesAt
            ? Math.ceil(course.opensAt / SECOND)
            : 0,
        newPods: podsOf(course, index, now).map(({ podId, status }) => ({ podId, status })),
      })),
    }),
    pods: (now) => courses.flatMap((course, index) => podsOf(course, index, now)),
    resume: (now) => {
      if (!isWaiting(now)) return false;
      confirmations[current(now)] = now;
      courses = plot(plan, startedAt, confirmations);
      return true;
    },
    endsAt,
    breaksAt: () => Math.min(...courses.flatMap(breaks)),
    changes: (now) =>
      courses.flatMap((course, index) => changesOf(course, index)).filter(({ at }) => at <= now),
  };
}

function plot(plan: RolloutPlan, startedAt: number, confirmations: readonly number[]): Course[] {
  let startsAt = startedAt;
  return plan.batches.map((batch, index) => {
    const finishesAt = startsAt + Math.max(...batch.pods.map((pod) => pod.readyAfter)) * SECOND;
    const opensAt = opening(plan, index, finishesAt, confirmations);
    const course = { plan: batch, startsAt, finishesAt, opensAt };
    startsAt = opensAt;
    return course;
  });
}

/** Returns when the next batch opens; for the last batch, when it finishes. */
function opening(
  plan: RolloutPlan,
  index: number,
  finishesAt: number,
  confirmations: readonly number[],
): number {
  if (index === plan.batches.length - 1) return finishesAt;
  if (isConfirmed(plan, index)) return confirmations[index] ?? Infinity;
  return finishesAt + plan.interval * SECOND;
}

/** Whether the batches after this one need a confirmation. */
function isConfirmed({ strategy, batches }: RolloutPlan, index: number): boolean {
  if (index === batches.length - 1) return false;
  return strategy === 'MANUAL' || (strategy === 'BETA' && index === 0);
}

function positionOf({ strategy }: RolloutPlan, index: number): Batch['position'] {
  if (strategy !== 'BETA') return index + 1;
  return index === 0 ? 'beta' : index;
}

function statusOfBatches(isDeploying: boolean, isWaiting: boolean): string {
  if (!isDeploying) return '';
  return isWaiting ? 'batch_updating_waiting_confirm' : 'batch_updating';
}

function podsOf({ plan, startsAt }: Course, batch: number, now: number): Pod[] {
  if (now < startsAt + plan.createdAfter * SECOND) return [];
  return plan.pods.map((pod, index) => ({
    ...POD,
    podId: `pod-${batch}-${index}`,
    ...stateOf(pod, (now - startsAt) / SECOND),
  }));
}

const BACK_OFF = 20;
const CYCLE = BACK_OFF + 4;

/** A pod in a crash loop is Running for a moment between back-offs. */
function stateOf({ readyAfter, crash }: PodPlan, age: number): Pick<Pod, 'status' | 'isReady'> {
  if (crash && crash.from <= age && age < crash.until) {
    const isBackingOff = (age - crash.from) % CYCLE < BACK_OFF;
    return { status: isBackingOff ? 'CrashLoopBackOff' : 'Running', isReady: false };
  }
  if (age >= readyAfter) return { status: 'Running', isReady: true };
  const progress = age / Math.min(readyAfter, crash?.from ?? Infinity);
  if (progress < 0.2) return { status: 'Pending', isReady: false };
  return { status: progress < 0.7 ? 'ContainerCreating' : 'Running', isReady: false };
}

function breaks({ plan, startsAt }: Course): number[] {
  return plan.pods.flatMap(({ crash }) =>
    crash?.until === Infinity ? [startsAt + crash.from * SECOND] : [],
  );
}

function changesOf({ plan, startsAt, finishesAt, opensAt }: Course, batch: number): Change[] {
  const ready = plan.pods
    .map(({ readyAfter }) => startsAt + readyAfter * SECOND)
    .toSorted((a, b) => a - b);
  const stages = [
    { value: STAGES.deploying, at: startsAt },
    ...(opensAt > finishesAt ? [{ value: STAGES.between, at: finishesAt }] : []),
    { value: STAGES.finished, at: opensAt },
  ];
  return [
    ...stages.map((stage) => ({ batch, kind: 'stage' as const, ...stage })),
    ...ready.map((at, index) => ({ batch, kind: 'healthy' as const, value: index + 1, at })),
  ].filter(({ at }) => at < Infinity);
}

const APPLICATION: Application = {
  applicationId: 'app-bench',
  applicationName: 'bench',
  environmentId: 'en-bench',
  versionId: BEFORE,
  deployMode: 'IMAGE',
  deployVersion: 'v2',
  pkgName: '',
  underDeploying: false,
  batchDeployStatus: '',
  expectedInstances: 1,
  currentInstances: 1,
  publicUrl: '',
};

const DEPLOYMENT: Deployment = {
  strategy: undefined,
  startTime: '',
  endTime: '',
  status: 'Running',
  currentBatchStatus: '',
  errorMessage: '',
  newDeployVersion: 'v2',
  oldDeployVersion: 'v1',
  nextBatchStartTime: undefined,
  batches: [],
};

const POD: Pod = {
  podId: '',
  versionId: OURS,
  status: '',
  deployVersion: '',
  ip: '',
  isReady: false,
  isUnhealthy: false,
  warning: '',
  containerState: '',
  restartCount: 0,
  createTime: '',
};
