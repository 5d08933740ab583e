import type { Application, Batch, Deployment, Pod, Snapshot } from '../../src/rollout/snapshot.ts';

/** The revision that is followed, the one before it, and one of somebody else. */
export const OURS = 'revision-ours';
export const BEFORE = 'revision-before';
export const THEIRS = 'revision-theirs';

export const START_BEFORE = '2026-01-01 09:00:00';
export const START_OURS = '2026-01-01 10:00:00';

/** An application on our revision on which nothing is under way. */
export function application(facts: Partial<Application> = {}): Application {
  return {
    applicationId: 'app-1',
    applicationName: 'shop',
    environmentId: 'en-1',
    versionId: OURS,
    deployMode: 'IMAGE',
    deployVersion: 'v2',
    pkgName: '',
    underDeploying: false,
    batchDeployStatus: '',
    expectedInstances: 2,
    currentInstances: 2,
    publicUrl: '',
    ...facts,
  };
}

/** A healthy pod of our revision. */
export function pod(podId: string, facts: Partial<Pod> = {}): Pod {
  return {
    podId,
    versionId: OURS,
    deployVersion: '',
    ip: '10.0.0.2',
    status: 'Running',
    isReady: true,
    isUnhealthy: false,
    warning: '',
    containerState: 'running',
    restartCount: 0,
    createTime: '2026-01-01 10:00:05',
    ...facts,
  };
}

export function crashing(podId: string, facts: Partial<Pod> = {}): Pod {
  return pod(podId, { status: 'CrashLoopBackOff', isReady: false, restartCount: 3, ...facts });
}

export function old(podId: string, facts: Partial<Pod> = {}): Pod {
  return pod(podId, { versionId: BEFORE, ...facts });
}

/** A batch of one instance. */
export function batch(
  position: Batch['position'],
  status: string,
  facts: Partial<Batch> = {},
): Batch {
  return { position, status, podNum: 1, nextBatchStartTime: undefined, newPods: [], ...facts };
}

/** Our rollout in two batches, all of them over. */
export function deployment(facts: Partial<Deployment> = {}): Deployment {
  return {
    strategy: { type: 0, totalBatchCount: 2, betaBatchNum: 0, batchInterval: 60 },
    startTime: START_OURS,
    endTime: '',
    status: 'Running',
    currentBatchStatus: 'Finish',
    errorMessage: '',
    newDeployVersion: 'v2',
    oldDeployVersion: 'v1',
    nextBatchStartTime: undefined,
    batches: [batch(1, 'Finish'), batch(2, 'Finish')],
    ...facts,
  };
}

export interface Facts {
  readonly application?: Partial<Application>;
  /** 'none': the site has no DescribeDeployApplicationDetail. */
  readonly deployment?: Partial<Deployment> | 'none';
  readonly pods?: readonly Pod[];
}

/** All evidence of a success, but for `facts`. */
export function done(facts: Facts = {}): Snapshot {
  return {
    application: application(facts.application),
    deployment: facts.deployment === 'none' ? undefined : deployment(facts.deployment),
    pods: facts.pods ?? [pod('a'), pod('b')],
  };
}

/** The first of two batches deploys: one new pod, one old one. */
export function underWay(facts: Facts = {}): Snapshot {
  const batches = [batch(1, 'Deploying'), batch(2, 'NotStart')];
  return done({
    application: {
      underDeploying: true,
      batchDeployStatus: 'batch_updating',
      ...facts.application,
    },
    deployment:
      facts.deployment === 'none'
        ? 'none'
        : { currentBatchStatus: 'Deploying', batches, ...facts.deployment },
    pods: facts.pods ?? [pod('a'), old('z')],
  });
}

/** One batch waits to be confirmed, and what is new is healthy. */
export function waiting(position: Batch['position'], facts: Facts = {}): Snapshot {
  return underWay({
    application: { batchDeployStatus: 'batch_updating_waiting_confirm', ...facts.application },
    deployment:
      facts.deployment === 'none'
        ? 'none'
        : {
            currentBatchStatus: 'WaitForResume',
            batches: [
              batch(position, 'WaitForResume'),
              batch(position === 'beta' ? 1 : 3, 'NotStart'),
            ],
            ...facts.deployment,
          },
    pods: facts.pods ?? [pod('a'), old('z')],
  });
}

/** What the cloud shows right after the trigger: the rollout before, as it ended. */
export function stillBefore(facts: Facts = {}): Snapshot {
  return done({
    application: { versionId: BEFORE, deployVersion: 'v1', ...facts.application },
    deployment:
      facts.deployment === 'none'
        ? 'none'
        : {
            startTime: START_BEFORE,
            newDeployVersion: 'v1',
            oldDeployVersion: 'v0',
            ...facts.deployment,
          },
    pods: facts.pods ?? [old('y'), old('z')],
  });
}
