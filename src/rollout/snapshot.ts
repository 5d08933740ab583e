/**
 * The state of a rollout at one moment, in the terms of the TEM API (2021-07-01): the responses of
 * DescribeApplicationInfo, DescribeDeployApplicationDetail and DescribeApplicationPods. Absent
 * texts are '', absent numbers `undefined`.
 */
export interface Snapshot {
  readonly application: Application;
  /** `undefined` if the site has no DescribeDeployApplicationDetail. */
  readonly deployment: Deployment | undefined;
  readonly pods: readonly Pod[];
}

export interface Application {
  readonly applicationId: string;
  readonly applicationName: string;
  readonly environmentId: string;
  /** The current revision: the new one as soon as a rollout has begun. */
  readonly versionId: string;
  /** IMAGE, JAR or WAR. */
  readonly deployMode: string;
  readonly deployVersion: string;
  readonly pkgName: string;
  readonly underDeploying: boolean;
  /**
   * '', batch_updating or batch_updating_waiting_confirm. Unknown (tem-status-words): other values;
   * all but '' mean that a rollout is in progress.
   */
  readonly batchDeployStatus: string;
  readonly expectedInstances: number | undefined;
  readonly currentInstances: number | undefined;
  /** The public URL of the application; '' if TEM reports none. */
  readonly publicUrl: string;
}

export interface Deployment {
  readonly strategy: Strategy | undefined;
  readonly startTime: string;
  /** '' while the rollout is in progress, and for a failed one. */
  readonly endTime: string;
  /**
   * Running and Error have been seen. Unknown (tem-success-word): the value for success, so only
   * errors count.
   */
  readonly status: string;
  readonly currentBatchStatus: string;
  readonly errorMessage: string;
  readonly newDeployVersion: string;
  readonly oldDeployVersion: string;
  /** As the API returns it; parseNextStart handles its unit. */
  readonly nextBatchStartTime: number | undefined;
  /** In the order in which they run: the beta batch first. */
  readonly batches: readonly Batch[];
}

export interface Strategy {
  /** 0 automatic, 1 manual, 2 beta, 3 first release. */
  readonly type: number | undefined;
  readonly totalBatchCount: number | undefined;
  readonly betaBatchNum: number | undefined;
  /** Unknown (tem-batch-interval-unit): its unit. This code assumes seconds. */
  readonly batchInterval: number | undefined;
}

export interface Batch {
  /**
   * 'beta', or the number among the other batches, from 1: names the batch in the log and in
   * outputs.
   */
  readonly position: 'beta' | number;
  /**
   * NotStart, Deploying, WaitForTimeExceed, WaitForResume or Finish. Unknown (tem-status-words):
   * other values, which are shown and waited out.
   */
  readonly status: string;
  /** How many instances the batch replaces. */
  readonly podNum: number;
  readonly nextBatchStartTime: number | undefined;
  /** `status` joins all states that TEM returns for a pod with commas. */
  readonly newPods: readonly { readonly podId: string; readonly status: string }[];
}

export interface Pod {
  readonly podId: string;
  /** The revision that the pod runs. */
  readonly versionId: string;
  /** The version of that revision; '' if the list does not contain it. */
  readonly deployVersion: string;
  /** Its address inside the VPC; '' while it has none. */
  readonly ip: string;
  readonly status: string;
  readonly isReady: boolean;
  readonly isUnhealthy: boolean;
  /** TEM's reason why the pod is unhealthy. */
  readonly warning: string;
  readonly containerState: string;
  readonly restartCount: number;
  /** When it was created, in TEM's format; '' if unknown. */
  readonly createTime: string;
}

/**
 * Returns the version that a rollout deploys, as the application or its details name it; '' if
 * neither does.
 */
export function getNewVersion({ application, deployment }: Snapshot): string {
  return application.deployVersion || (deployment?.newDeployVersion ?? '');
}

/** Returns the version that ran before the rollout, as its details name it; '' if they do not. */
export function getPreviousVersion({ deployment }: Pick<Snapshot, 'deployment'>): string {
  return deployment?.oldDeployVersion ?? '';
}

/** Returns true while any rollout, or the revert of one, is in progress. */
export function isDeploying({
  underDeploying,
  batchDeployStatus,
}: Pick<Application, 'underDeploying' | 'batchDeployStatus'>): boolean {
  return underDeploying || batchDeployStatus !== '';
}

/**
 * Returns true if the rollout is being reverted, or was: none of its batches continues. Unknown
 * (tem-current-batch-status): which words TEM uses for it.
 */
export function isBeingReverted({ deployment }: Pick<Snapshot, 'deployment'>): boolean {
  const words = [deployment?.currentBatchStatus, deployment?.status];
  return words.some((word) => /revert/i.test(word ?? ''));
}

/** Returns true if the application reports that a batch waits for confirmation. */
export function reportsWaiting({ batchDeployStatus }: Application): boolean {
  return batchDeployStatus.toLowerCase() === 'batch_updating_waiting_confirm';
}

/**
 * Identifies a revision by its ID or, if that is unknown, by what distinguishes it from all others.
 */
export interface RevisionMatcher {
  /** '' if the trigger returned none. */
  readonly revisionId: string;
  /** The revision that was current before the trigger. */
  readonly before: { readonly revisionId: string } | undefined;
  /** The version that the rollout deploys; '' if this step did not start it. */
  readonly deployVersion: string;
  /** True if a revision without a version name does not match. */
  readonly needsVersion?: boolean;
}

/**
 * Returns true if the application's current revision is the wanted one. Without an ID that is a
 * revision other than the previous one, with the requested version: any other one was deployed by
 * someone else.
 */
export function matchesRevision(application: Application, matcher: RevisionMatcher): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (matcher.revisionId) return versionId === matcher.revisionId;
  // Unknown (tem-deploy-version-filled): whether DeployVersion is always filled; an empty one is no
  // evidence either way.
  const isUnnamed = deployVersion === '' && matcher.needsVersion !== true;
  const isWantedVersion = isUnnamed || deployVersion === matcher.deployVersion;
  return versionId !== matcher.before?.revisionId && isWantedVersion;
}

/** Returns how many instances the application has now. */
export function countCurrentInstances({ application, pods }: Snapshot): number {
  return application.currentInstances ?? pods.length;
}

/** Returns true if the application was scaled to zero instances. */
export function isScaledToZero({ application, pods }: Snapshot): boolean {
  const { currentInstances = 0, expectedInstances } = application;
  return expectedInstances === 0 && currentInstances === 0 && pods.length === 0;
}

/**
 * Returns how many instances the rollout has to create. Unknown (tem-expected-instances): whether
 * ExpectedInstances is always set. If not, it is the current number or the total of the batches,
 * whichever is more, and at least one.
 */
export function getExpectedInstances(snapshot: Snapshot): number {
  if (isScaledToZero(snapshot)) return 0;
  const { application, deployment } = snapshot;
  const { currentInstances = 0, expectedInstances } = application;
  if (expectedInstances) return expectedInstances;
  return Math.max(currentInstances, countInBatches(deployment?.batches ?? []), 1);
}

/** Returns how many instances the batches replace together. */
export function countInBatches(batches: readonly Batch[]): number {
  return batches.reduce((sum, batch) => sum + countInstances(batch), 0);
}

/** Returns how many instances a batch replaces. */
export function countInstances({ podNum, newPods }: Batch): number {
  return podNum || newPods.length;
}

/**
 * Returns true if TEM reports the rollout as failed: an instance is not running at the moment.
 * Unknown (tem-error-passes): whether the status always passes once the instance runs.
 */
export function reportsError({ deployment }: Pick<Snapshot, 'deployment'>): boolean {
  return /error|fail/i.test(deployment?.status ?? '');
}

/**
 * Parses a time of the API into ms since 1970; `undefined` if it is invalid. Times without a zone
 * are UTC+8: one response in the official examples has the same moment in both formats.
 */
export function parseCloudTime(text: string): number | undefined {
  const isLocal = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(text);
  const time = Date.parse(isLocal ? `${text.replace(' ', 'T')}+08:00` : text);
  return Number.isNaN(time) ? undefined : time;
}
