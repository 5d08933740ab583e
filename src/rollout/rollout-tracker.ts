import { equalsIgnoreCase, isHealthy, getRevisionPods } from './pods.ts';
import type { Application, Batch, Deployment, Pod, Snapshot } from './snapshot.ts';
import { isDeploying, reportsWaiting, isBeingReverted } from './snapshot.ts';
import type { Restarts, PodFailures } from './pod-failures.ts';
import {
  trackRestarts,
  findLastingFailure,
  ignorePastRestarts,
  isStable,
  trackPodFailures,
} from './pod-failures.ts';
import type { RolloutFailure, Verdict } from './verdict.ts';
import { REQUIRED_CONFIRMATIONS } from './verdict.ts';

/** What was there before the trigger; evidence that still shows it is not ours. */
export interface PreviousRollout {
  readonly revisionId: string;
  /** DescribeDeployApplicationDetail.StartTime of the rollout before; '' where there was none. */
  readonly startTime: string;
}

/** Everything that following a rollout has to remember from one snapshot to the next. */
export interface RolloutState extends RevisionMatcher {
  /** The revision that is followed; '' until it is found by reading. */
  readonly revisionId: string;
  readonly before: PreviousRollout | undefined;
  /** What the rollout brings; '' where it was not started by us. */
  readonly deployVersion: string;
  /** True once the application has shown our revision as its current one. */
  readonly isSeen: boolean;
  /** Pods of ours that failed and have not been healthy since. */
  readonly podFailures: PodFailures;
  /** The restarts of our pods; `undefined` until they were looked at. */
  readonly restarts: Restarts | undefined;
  /** Looks in a row in which all evidence was good, or in which the revision was not ours. */
  readonly consecutiveHealthy: number;
  readonly consecutiveForeign: number;
  /** Batches that were confirmed by us; none is confirmed twice. */
  readonly resumed: ReadonlySet<Batch['position']>;
  readonly verdict: Verdict;
}

export interface TrackerOptions {
  /** How long new pods may crash or fail to start before that counts as failed, in ms. */
  readonly failureGrace: number;
}

/** Begins to follow the rollout of `deployVersion` that a trigger started; `revisionId` may be ''. */
export function trackStarted(
  revisionId: string,
  before: PreviousRollout,
  deployVersion: string,
): RolloutState {
  return { ...FRESH, revisionId, before, deployVersion, isSeen: false };
}

/** Begins to follow a rollout that is the application's current one already. */
export function trackExisting(revisionId: string): RolloutState {
  return { ...FRESH, revisionId, before: undefined, deployVersion: '', isSeen: true };
}

const FRESH: Omit<RolloutState, 'revisionId' | 'before' | 'deployVersion' | 'isSeen'> = {
  podFailures: new Map(),
  restarts: undefined,
  consecutiveHealthy: 0,
  consecutiveForeign: 0,
  resumed: new Set(),
  verdict: { kind: 'not-started' },
};

/** Remembers that a batch was confirmed. */
export function markResumed(state: RolloutState, batch: Batch['position']): RolloutState {
  return { ...state, resumed: new Set([...state.resumed, batch]), verdict: { kind: 'deploying' } };
}

/** Takes a snapshot, seen at `now` (ms), into account. */
export function applySnapshot(
  state: RolloutState,
  snapshot: Snapshot,
  now: number,
  options: TrackerOptions,
): RolloutState {
  const { application } = snapshot;
  const revisionId = application.versionId;
  if (!matchesRevision(application, state)) return observeForeign(state, revisionId);

  const ours = getRevisionPods(snapshot, revisionId);
  const restarts = restartsOf(state, snapshot, ours, now);
  const isRestless = (pod: Pod) => !isStable(pod, restarts, now);
  const trouble = trackPodFailures(state.podFailures, ours, isRestless, now);
  const seen = {
    ...state,
    revisionId,
    isSeen: true,
    consecutiveForeign: 0,
    podFailures: trouble,
    restarts,
  };
  const isStale = isOld(state, snapshot.deployment);
  const failure =
    (isStale ? undefined : failureOf(snapshot)) ??
    findLastingFailure(ours, trouble, options.failureGrace, now);
  if (failure) return { ...seen, consecutiveHealthy: 0, verdict: { kind: 'failed', failure } };
  if (isStale) return { ...seen, consecutiveHealthy: 0, verdict: { kind: 'not-started' } };
  if (ours.some(isRestless))
    return { ...seen, consecutiveHealthy: 0, verdict: { kind: 'deploying' } };
  if (isAllGood(snapshot, ours)) {
    const good = state.consecutiveHealthy + 1;
    return {
      ...seen,
      consecutiveHealthy: good,
      verdict: { kind: good < REQUIRED_CONFIRMATIONS ? 'settling' : 'succeeded' },
    };
  }
  const waiting = ours.every(isHealthy) ? waitingFor(snapshot, state.resumed) : undefined;
  return { ...seen, consecutiveHealthy: 0, verdict: waiting ?? { kind: 'deploying' } };
}

/** Restarts on an application that was at rest when we came are none of a rollout's. */
function restartsOf(
  { before, restarts }: RolloutState,
  { application }: Snapshot,
  ours: readonly Pod[],
  now: number,
): Restarts {
  const isAtRest = !restarts && !before && !isDeploying(application);
  return isAtRest ? ignorePastRestarts(ours) : trackRestarts(restarts ?? new Map(), ours, now);
}

function observeForeign(state: RolloutState, current: string): RolloutState {
  const isBefore = current === state.before?.revisionId;
  // A single read may come from a replica that is behind, and one without a revision tells nothing.
  const isOthers = state.isSeen || !isBefore;
  const foreign = isOthers && current ? state.consecutiveForeign + 1 : 0;
  if (foreign < REQUIRED_CONFIRMATIONS)
    return {
      ...state,
      consecutiveForeign: foreign,
      consecutiveHealthy: 0,
      verdict: { kind: 'not-started' },
    };
  const failure: RolloutFailure = isBefore
    ? { cause: 'reverted' }
    : { cause: 'superseded', by: current };
  return {
    ...state,
    consecutiveForeign: foreign,
    consecutiveHealthy: 0,
    verdict: { kind: 'failed', failure },
  };
}

/** The answer carries no revision ID; its start time tells the rollout before from ours. */
function isOld({ before }: RolloutState, deployment: Deployment | undefined): boolean {
  return !!deployment?.startTime && deployment.startTime === before?.startTime;
}

function failureOf(snapshot: Snapshot): RolloutFailure | undefined {
  if (isBeingReverted(snapshot)) return { cause: 'reverted' };
  const { status = '', errorMessage = '' } = snapshot.deployment ?? {};
  if (/error|fail/i.test(status)) return { cause: 'status', status, message: errorMessage };
  return undefined;
}

function isAllGood({ application, deployment }: Snapshot, ours: readonly Pod[]): boolean {
  const wanted = Math.max(1, application.expectedInstances ?? 1);
  const batches = deployment?.batches ?? [];
  return (
    !isDeploying(application) &&
    batches.every(({ status }) => equalsIgnoreCase(status, 'Finish')) &&
    ours.filter(isHealthy).length >= wanted
  );
}

/** The batch that waits for confirmation, as far as the details say. */
export function getWaitingBatch(snapshot: Snapshot): Batch['position'] | undefined {
  if (isBeingReverted(snapshot)) return undefined;
  return snapshot.deployment?.batches.find(({ status }) =>
    equalsIgnoreCase(status, 'WaitForResume'),
  )?.position;
}

/** True where anything says that the rollout waits for confirmation. */
export function isWaiting(snapshot: Snapshot): boolean {
  if (isBeingReverted(snapshot)) return false;
  return getWaitingBatch(snapshot) !== undefined || reportsWaiting(snapshot.application);
}

function waitingFor(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): Verdict | undefined {
  const batch = getWaitingBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { kind: 'waiting', batch };
  // Where batches are shown, one has to say so: right after a confirmation the application lags.
  const isShown = resumed.size > 0 || (snapshot.deployment?.batches.length ?? 0) > 0;
  return reportsWaiting(snapshot.application) && !isShown ? { kind: 'waiting', batch } : undefined;
}

/** A revision by its ID or, where that is not known, by what tells it from all others. */
export interface RevisionMatcher {
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
export function matchesRevision(application: Application, matcher: RevisionMatcher): boolean {
  const { versionId, deployVersion } = application;
  if (versionId === '') return false;
  if (matcher.revisionId) return versionId === matcher.revisionId;
  // Unknown: whether DeployVersion is always filled; an empty one speaks neither for nor against.
  const isOurVersion = deployVersion === '' || deployVersion === matcher.deployVersion;
  return versionId !== matcher.before?.revisionId && isOurVersion;
}
