import { is, isHealthy, podsOf } from './pods.ts';
import type { Application, Batch, Deployment, Pod, Snapshot } from './snapshot.ts';
import { isDeploying, isSaidToWait, isTakenBack } from './snapshot.ts';
import type { Restarts, Troubles } from './pod-failures.ts';
import {
  countRestarts,
  failureOfPods,
  formerRestarts,
  isSteady,
  troubled,
} from './pod-failures.ts';
import type { Failure, Verdict } from './verdict.ts';
import { LOOKS } from './verdict.ts';

/** What was there before the trigger; evidence that still shows it is not ours. */
export interface Before {
  readonly revisionId: string;
  /** DescribeDeployApplicationDetail.StartTime of the rollout before; '' where there was none. */
  readonly startTime: string;
}

/** Everything that following a rollout has to remember from one snapshot to the next. */
export interface Watch extends Sought {
  /** The revision that is followed; '' until it is found by reading. */
  readonly revisionId: string;
  readonly before: Before | undefined;
  /** What the rollout brings; '' where it was not started by us. */
  readonly deployVersion: string;
  /** True once the application has shown our revision as its current one. */
  readonly isSeen: boolean;
  /** Pods of ours that failed and have not been healthy since. */
  readonly trouble: Troubles;
  /** The restarts of our pods; `undefined` until they were looked at. */
  readonly restarts: Restarts | undefined;
  /** Looks in a row in which all evidence was good, or in which the revision was not ours. */
  readonly good: number;
  readonly foreign: number;
  /** Batches that were confirmed by us; none is confirmed twice. */
  readonly resumed: ReadonlySet<Batch['position']>;
  readonly verdict: Verdict;
}

export interface WatchOptions {
  /** How long new pods may crash or fail to start before that counts as failed, in ms. */
  readonly failureGrace: number;
}

/** Begins to follow the rollout of `deployVersion` that a trigger started; `revisionId` may be ''. */
export function watchTriggered(revisionId: string, before: Before, deployVersion: string): Watch {
  return { ...FRESH, revisionId, before, deployVersion, isSeen: false };
}

/** Begins to follow a rollout that is the application's current one already. */
export function watchCurrent(revisionId: string): Watch {
  return { ...FRESH, revisionId, before: undefined, deployVersion: '', isSeen: true };
}

const FRESH: Omit<Watch, 'revisionId' | 'before' | 'deployVersion' | 'isSeen'> = {
  trouble: new Map(),
  restarts: undefined,
  good: 0,
  foreign: 0,
  resumed: new Set(),
  verdict: { kind: 'not-started' },
};

/** Remembers that a batch was confirmed. */
export function confirmed(watch: Watch, batch: Batch['position']): Watch {
  return { ...watch, resumed: new Set([...watch.resumed, batch]), verdict: { kind: 'deploying' } };
}

/** Takes a snapshot, seen at `now` (ms), into account. */
export function observe(
  watch: Watch,
  snapshot: Snapshot,
  now: number,
  options: WatchOptions,
): Watch {
  const { application } = snapshot;
  const revisionId = application.versionId;
  if (!isSought(application, watch)) return observeForeign(watch, revisionId);

  const ours = podsOf(snapshot, revisionId);
  const restarts = restartsOf(watch, snapshot, ours, now);
  const isRestless = (pod: Pod) => !isSteady(pod, restarts, now);
  const trouble = troubled(watch.trouble, ours, isRestless, now);
  const seen = { ...watch, revisionId, isSeen: true, foreign: 0, trouble, restarts };
  const isStale = isOld(watch, snapshot.deployment);
  const failure =
    (isStale ? undefined : failureOf(snapshot)) ??
    failureOfPods(ours, trouble, options.failureGrace, now);
  if (failure) return { ...seen, good: 0, verdict: { kind: 'failed', failure } };
  if (isStale) return { ...seen, good: 0, verdict: { kind: 'not-started' } };
  if (ours.some(isRestless)) return { ...seen, good: 0, verdict: { kind: 'deploying' } };
  if (isAllGood(snapshot, ours)) {
    const good = watch.good + 1;
    return { ...seen, good, verdict: { kind: good < LOOKS ? 'settling' : 'succeeded' } };
  }
  const waiting = ours.every(isHealthy) ? waitingFor(snapshot, watch.resumed) : undefined;
  return { ...seen, good: 0, verdict: waiting ?? { kind: 'deploying' } };
}

/** Restarts on an application that was at rest when we came are none of a rollout's. */
function restartsOf(
  { before, restarts }: Watch,
  { application }: Snapshot,
  ours: readonly Pod[],
  now: number,
): Restarts {
  const isAtRest = !restarts && !before && !isDeploying(application);
  return isAtRest ? formerRestarts(ours) : countRestarts(restarts ?? new Map(), ours, now);
}

function observeForeign(watch: Watch, current: string): Watch {
  const isBefore = current === watch.before?.revisionId;
  // A single read may come from a replica that is behind, and one without a revision tells nothing.
  const isOthers = watch.isSeen || !isBefore;
  const foreign = isOthers && current ? watch.foreign + 1 : 0;
  if (foreign < LOOKS) return { ...watch, foreign, good: 0, verdict: { kind: 'not-started' } };
  const failure: Failure = isBefore ? { cause: 'reverted' } : { cause: 'superseded', by: current };
  return { ...watch, foreign, good: 0, verdict: { kind: 'failed', failure } };
}

/** The answer carries no revision ID; its start time tells the rollout before from ours. */
function isOld({ before }: Watch, deployment: Deployment | undefined): boolean {
  return !!deployment?.startTime && deployment.startTime === before?.startTime;
}

function failureOf(snapshot: Snapshot): Failure | undefined {
  if (isTakenBack(snapshot)) return { cause: 'reverted' };
  const { status = '', errorMessage = '' } = snapshot.deployment ?? {};
  if (/error|fail/i.test(status)) return { cause: 'status', status, message: errorMessage };
  return undefined;
}

function isAllGood({ application, deployment }: Snapshot, ours: readonly Pod[]): boolean {
  const wanted = Math.max(1, application.expectedInstances ?? 1);
  const batches = deployment?.batches ?? [];
  return (
    !isDeploying(application) &&
    batches.every(({ status }) => is(status, 'Finish')) &&
    ours.filter(isHealthy).length >= wanted
  );
}

/** The batch that waits for confirmation, as far as the details say. */
export function waitingBatch(snapshot: Snapshot): Batch['position'] | undefined {
  if (isTakenBack(snapshot)) return undefined;
  return snapshot.deployment?.batches.find(({ status }) => is(status, 'WaitForResume'))?.position;
}

/** True where anything says that the rollout waits for confirmation. */
export function isWaiting(snapshot: Snapshot): boolean {
  if (isTakenBack(snapshot)) return false;
  return waitingBatch(snapshot) !== undefined || isSaidToWait(snapshot.application);
}

function waitingFor(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): Verdict | undefined {
  const batch = waitingBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { kind: 'waiting', batch };
  // Where batches are shown, one has to say so: right after a confirmation the application lags.
  const isShown = resumed.size > 0 || (snapshot.deployment?.batches.length ?? 0) > 0;
  return isSaidToWait(snapshot.application) && !isShown ? { kind: 'waiting', batch } : undefined;
}

/** A revision by its ID or, where that is not known, by what tells it from all others. */
export interface Sought {
  /** '' where the trigger gave none. */
  readonly revisionId: string;
  /** The revision that was current before the trigger. */
  readonly before: { readonly revisionId: string } | undefined;
  /** What the rollout brings; '' where it was not started by us. */
  readonly deployVersion: string;
}

/**
 * True where the application's current revision is the one sought. Without an ID that is another
 * revision than before, with the version that we asked for: any other one is somebody else's.
 */
export function isSought(application: Application, sought: Sought): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (sought.revisionId) return versionId === sought.revisionId;
  // Unknown: whether DeployVersion is always filled; an empty one speaks neither for nor against.
  const isOurVersion = deployVersion === '' || deployVersion === sought.deployVersion;
  return versionId !== sought.before?.revisionId && isOurVersion;
}
