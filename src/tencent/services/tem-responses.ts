import type { Application, Batch, Deployment, Pod, Strategy } from '../../rollout/snapshot.ts';
import type { JsonObject } from '../json.ts';
import { asObject, asObjects, readFlag, readNumber, readText, readTexts } from '../json.ts';
import { readPublicUrl } from './public-address.ts';

/** Reads DescribeApplicationInfo's Result. */
export function readApplication(result: JsonObject): Application {
  return {
    applicationId: readText(result, 'ApplicationId'),
    applicationName: readText(result, 'ApplicationName'),
    environmentId: readText(result, 'EnvironmentId'),
    versionId: readText(result, 'VersionId'),
    deployMode: readText(result, 'DeployMode'),
    deployVersion: readText(result, 'DeployVersion'),
    pkgName: readText(result, 'PkgName'),
    underDeploying: readFlag(result, 'UnderDeploying'),
    batchDeployStatus: readText(result, 'BatchDeployStatus'),
    expectedInstances: readNumber(result, 'ExpectedInstances'),
    currentInstances: readNumber(result, 'CurrentInstances'),
    publicUrl: readPublicUrl(result),
  };
}

/** An application or environment in a list. */
export interface TemEntry {
  readonly id: string;
  /** As shown in the console. */
  readonly name: string;
  /** The environments in which an application runs, if known; empty for an environment. */
  readonly environmentIds: readonly string[];
}

/** Reads an entry of DescribeApplications' Records. */
export function readApplicationEntry(record: JsonObject): TemEntry | undefined {
  const id = readText(record, 'ApplicationId');
  const environmentIds = [record, ...asObjects(record.ActiveVersions)]
    .map((each) => readText(each, 'EnvironmentId'))
    .filter(Boolean);
  const name = readText(record, 'ApplicationName');
  return id ? { id, name, environmentIds: [...new Set(environmentIds)] } : undefined;
}

/** The Status of a destroyed environment. */
const DESTROYED = 1;

/** Reads an entry of DescribeEnvironments' Records; undefined if it is destroyed. */
export function readEnvironmentEntry(record: JsonObject): TemEntry | undefined {
  const id = readText(record, 'EnvironmentId');
  if (!id || readNumber(record, 'Status') === DESTROYED) return undefined;
  return { id, name: readText(record, 'EnvironmentName'), environmentIds: [] };
}

/** Reads an entry of DescribeApplicationPods' PodList. */
export function readPod(pod: JsonObject): Pod {
  return {
    podId: readText(pod, 'PodId'),
    versionId: readText(pod, 'VersionId'),
    deployVersion: readText(pod, 'DeployVersion'),
    ip: readText(pod, 'PodIp'),
    status: readText(pod, 'Status'),
    isReady: readFlag(pod, 'Ready'),
    isUnhealthy: readFlag(pod, 'Unhealthy'),
    warning: readText(pod, 'UnhealthyWarningMsg'),
    containerState: readText(pod, 'ContainerState'),
    restartCount: readNumber(pod, 'RestartCount') ?? 0,
    createTime: readText(pod, 'CreateTime'),
  };
}

/**
 * Reads DescribeDeployApplicationDetail's Result. Unknown (tem-batch-index): where BatchIndex
 * begins, so it only gives the order.
 */
export function readDeployment(result: JsonObject): Deployment {
  const beta = asObjects(result.BetaBatchDetail).map((batch) => readBatch(batch, 'beta'));
  const others = asObjects(result.OtherBatchDetail)
    .sort((a, b) => (readNumber(a, 'BatchIndex') ?? 0) - (readNumber(b, 'BatchIndex') ?? 0))
    .map((batch, index) => readBatch(batch, index + 1));
  return {
    strategy: readStrategy(asObject(result.DeployStrategyConf)),
    startTime: readText(result, 'StartTime'),
    endTime: readText(result, 'EndTime'),
    status: readText(result, 'Status'),
    currentBatchStatus: readText(result, 'CurrentBatchStatus'),
    errorMessage: readText(result, 'ErrorMessage'),
    newDeployVersion: readText(result, 'NewDeployVersion'),
    oldDeployVersion: readText(result, 'OldDeployVersion'),
    nextBatchStartTime: readNumber(result, 'NextBatchStartTime'),
    batches: [...beta.filter(hasContent), ...others],
  };
}

/**
 * Whether a batch has content. Unknown (tem-missing-beta-batch): whether TEM sends null for a
 * missing beta batch, or sometimes an empty one.
 */
function hasContent({ status, podNum, newPods }: Batch): boolean {
  return status !== '' || podNum > 0 || newPods.length > 0;
}

function readBatch(batch: JsonObject, position: Batch['position']): Batch {
  // The API defines both: OldPods/NewPods are lists, OldPodList/NewPodList are single.
  const pods = [...asObjects(batch.NewPods), ...asObjects(batch.NewPodList)];
  return {
    position,
    status: readText(batch, 'BatchStatus'),
    podNum: readNumber(batch, 'PodNum') ?? 0,
    nextBatchStartTime: readNumber(batch, 'NextBatchStartTime'),
    newPods: uniqueById(pods.map(readNewPod)),
  };
}

type NewPod = Batch['newPods'][number];

function readNewPod(pod: JsonObject): NewPod {
  const words = [readText(pod, 'Status'), ...readTexts(pod, 'PodStatus')];
  return {
    podId: readText(pod, 'PodId'),
    status: [...new Set(words)].filter(Boolean).join(', '),
  };
}

function uniqueById(pods: readonly NewPod[]): NewPod[] {
  return [...new Map(pods.map((pod) => [pod.podId, pod])).values()];
}

function readStrategy(conf: JsonObject | undefined): Strategy | undefined {
  if (!conf) return undefined;
  return {
    type: readNumber(conf, 'DeployStrategyType'),
    totalBatchCount: readNumber(conf, 'TotalBatchCount'),
    betaBatchNum: readNumber(conf, 'BetaBatchNum'),
    batchInterval: readNumber(conf, 'BatchInterval'),
  };
}

/** A place in COS for a package, and temporary keys for it. */
export interface CosToken {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  readonly bucket: string;
  readonly region: string;
  /** Unknown (tem-package-path): whether it begins with a slash, which is removed for COS. */
  readonly fullPath: string;
  /**
   * Seconds since 1970. Unknown (cos-token-expiry): the API declares a string and names no unit.
   */
  readonly expiredTime: number | undefined;
}

/** Reads CreateCosToken's Result, which is null if TEM returns none. */
export function readCosToken(result: JsonObject | undefined): CosToken {
  return {
    secretId: readText(result, 'TmpSecretId'),
    secretKey: readText(result, 'TmpSecretKey'),
    token: readText(result, 'SessionToken'),
    bucket: readText(result, 'Bucket'),
    region: readText(result, 'Region'),
    fullPath: readText(result, 'FullPath'),
    expiredTime: readNumber(result, 'ExpiredTime'),
  };
}
