import type { Application, Batch, Deployment, Pod, Strategy } from '../../rollout/snapshot.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asObjects, flag, number, text, texts } from '../json.ts';

/** DescribeApplicationInfo's Result. */
export function readApplication(result: JsonObject): Application {
  return {
    applicationId: text(result, 'ApplicationId'),
    applicationName: text(result, 'ApplicationName'),
    environmentId: text(result, 'EnvironmentId'),
    environmentName: text(result, 'EnvironmentName'),
    versionId: text(result, 'VersionId'),
    deployMode: text(result, 'DeployMode'),
    deployVersion: text(result, 'DeployVersion'),
    pkgName: text(result, 'PkgName'),
    underDeploying: flag(result, 'UnderDeploying'),
    batchDeployStatus: text(result, 'BatchDeployStatus'),
    expectedInstances: number(result, 'ExpectedInstances'),
    currentInstances: number(result, 'CurrentInstances'),
  };
}

/** An entry of DescribeApplicationPods' PodList. */
export function readPod(pod: JsonObject): Pod {
  return {
    podId: text(pod, 'PodId'),
    versionId: text(pod, 'VersionId'),
    status: text(pod, 'Status'),
    isReady: flag(pod, 'Ready'),
    isUnhealthy: flag(pod, 'Unhealthy'),
    warning: text(pod, 'UnhealthyWarningMsg'),
    containerState: text(pod, 'ContainerState'),
    restartCount: number(pod, 'RestartCount') ?? 0,
  };
}

/** DescribeDeployApplicationDetail's Result. */
export function readDeployment(result: JsonObject): Deployment {
  const beta = asObjects(result.BetaBatchDetail).map((batch) => readBatch(batch, 'beta'));
  const others = asObjects(result.OtherBatchDetail)
    .sort((a, b) => (number(a, 'BatchIndex') ?? 0) - (number(b, 'BatchIndex') ?? 0))
    .map((batch, index) => readBatch(batch, index + 1));
  return {
    strategy: readStrategy(asObject(result.DeployStrategyConf)),
    startTime: text(result, 'StartTime'),
    status: text(result, 'Status'),
    currentBatchStatus: text(result, 'CurrentBatchStatus'),
    errorMessage: text(result, 'ErrorMessage'),
    newDeployVersion: text(result, 'NewDeployVersion'),
    oldDeployVersion: text(result, 'OldDeployVersion'),
    nextBatchStartTime: number(result, 'NextBatchStartTime'),
    batches: [...beta.filter(isThere), ...others],
  };
}

/** Unknown: whether a rollout without a beta batch always has null there, or an empty one as well. */
function isThere({ status, podNum, newPods }: Batch): boolean {
  return status !== '' || podNum > 0 || newPods.length > 0;
}

function readBatch(batch: JsonObject, position: Batch['position']): Batch {
  // Both spellings stand in the definition: OldPods/NewPods are lists, OldPodList/NewPodList single.
  const pods = [...asObjects(batch.NewPods), ...asObjects(batch.NewPodList)];
  return {
    position,
    status: text(batch, 'BatchStatus'),
    podNum: number(batch, 'PodNum') ?? 0,
    nextBatchStartTime: number(batch, 'NextBatchStartTime'),
    newPods: uniqueById(pods.map(readNewPod)),
  };
}

type NewPod = Batch['newPods'][number];

function readNewPod(pod: JsonObject): NewPod {
  return {
    podId: text(pod, 'PodId'),
    status: text(pod, 'Status') || texts(pod, 'PodStatus').join(', '),
  };
}

function uniqueById(pods: readonly NewPod[]): NewPod[] {
  return [...new Map(pods.map((pod) => [pod.podId, pod])).values()];
}

function readStrategy(conf: JsonObject | undefined): Strategy | undefined {
  if (!conf) return undefined;
  return {
    type: number(conf, 'DeployStrategyType'),
    totalBatchCount: number(conf, 'TotalBatchCount'),
    betaBatchNum: number(conf, 'BetaBatchNum'),
    batchInterval: number(conf, 'BatchInterval'),
  };
}

/** A place in COS for a package, and temporary keys for it. */
export interface CosToken {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  readonly bucket: string;
  readonly region: string;
  readonly fullPath: string;
  /** Seconds since 1970 (inferred: the API says a string, and names no unit). */
  readonly expiredTime: number | undefined;
}

/** CreateCosToken's Result; it is null where the cloud gives none. */
export function readCosToken(result: JsonObject | undefined): CosToken {
  return {
    secretId: text(result, 'TmpSecretId'),
    secretKey: text(result, 'TmpSecretKey'),
    token: text(result, 'SessionToken'),
    bucket: text(result, 'Bucket'),
    region: text(result, 'Region'),
    fullPath: text(result, 'FullPath'),
    expiredTime: number(result, 'ExpiredTime'),
  };
}
