/**
 * A rollout as it stands at one moment, in the terms of the TEM API (2021-07-01): what
 * DescribeApplicationInfo, DescribeDeployApplicationDetail and DescribeApplicationPods say.
 * Absent texts are '', absent numbers `undefined`.
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
  /** '', batch_updating or batch_updating_waiting_confirm; other words are unknown. */
  readonly batchDeployStatus: string;
  readonly expectedInstances: number | undefined;
  readonly currentInstances: number | undefined;
  /** Where the public reaches the application; '' if TEM reports no address. */
  readonly publicUrl: string;
}

export interface Deployment {
  readonly strategy: Strategy | undefined;
  readonly startTime: string;
  /** '' while the rollout is in progress, and in a failed one. */
  readonly endTime: string;
  /** Running and Error have been seen; the word for success is unknown. */
  readonly status: string;
  readonly currentBatchStatus: string;
  readonly errorMessage: string;
  readonly newDeployVersion: string;
  readonly oldDeployVersion: string;
  /** As the API gives it: unit unknown, see parseNextStart. */
  readonly nextBatchStartTime: number | undefined;
  /** In the order in which they run: the beta batch first. */
  readonly batches: readonly Batch[];
}

export interface Strategy {
  /** 0 automatic, 1 manual, 2 beta, 3 first release. */
  readonly type: number | undefined;
  readonly totalBatchCount: number | undefined;
  readonly betaBatchNum: number | undefined;
  /** Seconds (inferred). */
  readonly batchInterval: number | undefined;
}

export interface Batch {
  /** 'beta', or the place among the others, from 1: the batch's name in the log and in what is kept. */
  readonly position: 'beta' | number;
  /** NotStart, Deploying, WaitForTimeExceed, WaitForResume or Finish; other words are unknown. */
  readonly status: string;
  /** How many instances the batch replaces. */
  readonly podNum: number;
  readonly nextBatchStartTime: number | undefined;
  /** With every word that TEM has for a pod's state, between commas. */
  readonly newPods: readonly { readonly podId: string; readonly status: string }[];
}

export interface Pod {
  readonly podId: string;
  /** The revision that the pod runs. */
  readonly versionId: string;
  /** The version of that revision; '' if the list does not name it. */
  readonly deployVersion: string;
  /** Its address inside the VPC; '' while it has none. */
  readonly ip: string;
  readonly status: string;
  readonly isReady: boolean;
  readonly isUnhealthy: boolean;
  /** The cloud's word for why it is unhealthy. */
  readonly warning: string;
  readonly containerState: string;
  readonly restartCount: number;
  /** When it was created, in the cloud's form; '' if that is not told. */
  readonly createTime: string;
}

/** The version that a rollout brings, as the application or its details name it; '' if neither does. */
export function getNewVersion({ application, deployment }: Snapshot): string {
  return application.deployVersion || (deployment?.newDeployVersion ?? '');
}

/** The version that ran before the rollout, as its details name it; '' if they do not. */
export function getPreviousVersion({ deployment }: Pick<Snapshot, 'deployment'>): string {
  return deployment?.oldDeployVersion ?? '';
}

/** True while any rollout, or the revert of one, is in progress. */
export function isDeploying({ underDeploying, batchDeployStatus }: Application): boolean {
  return underDeploying || batchDeployStatus !== '';
}

/** True if the rollout is being reverted, or was: none of its batches goes on any more. */
export function isBeingReverted({ deployment }: Pick<Snapshot, 'deployment'>): boolean {
  const words = [deployment?.currentBatchStatus, deployment?.status];
  return words.some((word) => /revert/i.test(word ?? ''));
}

/** True if the application itself says that a batch waits to be confirmed. */
export function reportsWaiting({ batchDeployStatus }: Application): boolean {
  return batchDeployStatus.toLowerCase() === 'batch_updating_waiting_confirm';
}

/** A revision by its ID or, where that is not known, by what tells it from all others. */
export interface RevisionMatcher {
  /** '' if the trigger gave none. */
  readonly revisionId: string;
  /** The revision that was current before the trigger. */
  readonly before: { readonly revisionId: string } | undefined;
  /** The version that the rollout brings; '' if this step did not start it. */
  readonly deployVersion: string;
  /** True if a revision without a version's name is not known to be the wanted one. */
  readonly needsVersion?: boolean;
}

/**
 * True if the application's current revision is the wanted one. Without an ID that is another
 * revision than before, with the version that was asked for: any other one is somebody else's.
 */
export function matchesRevision(application: Application, matcher: RevisionMatcher): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (matcher.revisionId) return versionId === matcher.revisionId;
  // Unknown: whether DeployVersion is always filled; an empty one speaks neither for nor against.
  const isUnnamed = deployVersion === '' && matcher.needsVersion !== true;
  const isWantedVersion = isUnnamed || deployVersion === matcher.deployVersion;
  return versionId !== matcher.before?.revisionId && isWantedVersion;
}

/** True if the application was scaled to no instance at all. */
export function isScaledToZero({ application, pods }: Snapshot): boolean {
  const { currentInstances = 0, expectedInstances } = application;
  return expectedInstances === 0 && currentInstances === 0 && pods.length === 0;
}

/**
 * How many instances the rollout has to bring. ExpectedInstances may be null: then it is what the
 * application has or what its batches add up to, whichever is more, and at least one.
 */
export function getExpectedInstances(snapshot: Snapshot): number {
  if (isScaledToZero(snapshot)) return 0;
  const { application, deployment } = snapshot;
  const { currentInstances = 0, expectedInstances } = application;
  if (expectedInstances) return expectedInstances;
  const inBatches = (deployment?.batches ?? []).reduce(
    (sum, batch) => sum + countInstances(batch),
    0,
  );
  return Math.max(currentInstances, inBatches, 1);
}

/** How many instances a batch replaces. */
export function countInstances({ podNum, newPods }: Batch): number {
  return podNum || newPods.length;
}

/** True if TEM calls the rollout failed: an instance is not running at the moment. */
export function reportsError({ deployment }: Pick<Snapshot, 'deployment'>): boolean {
  return /error|fail/i.test(deployment?.status ?? '');
}

/**
 * A time of the API in ms since 1970; `undefined` if it is none. Times without a zone are UTC+8:
 * one answer of the official examples has both forms of the same moment.
 */
export function parseCloudTime(text: string): number | undefined {
  const isLocal = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(text);
  const time = Date.parse(isLocal ? `${text.replace(' ', 'T')}+08:00` : text);
  return Number.isNaN(time) ? undefined : time;
}
