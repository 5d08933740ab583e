import {
  findLastingFailure,
  ignorePastRestarts,
  isStable,
  trackPodFailures,
  trackRestarts,
} from './pod-failures.ts';
import type { PodFailures, Restarts } from './pod-failures.ts';
import { equalsIgnoreCase, getRevisionPods, isHealthy } from './pods.ts';
import type { Batch, Deployment, Pod, RevisionMatcher, Snapshot } from './snapshot.ts';
import { isBeingReverted, isDeploying, matchesRevision, reportsWaiting } from './snapshot.ts';
import type { RolloutFailure, Verdict } from './verdict.ts';
import { REQUIRED_CONFIRMATIONS } from './verdict.ts';
import { getWaitingBatch } from './batch-progress.ts';

/** What was there before the trigger; what still shows it tells nothing of the new rollout. */
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
  /** The version that the rollout brings; '' where this step did not start it. */
  readonly deployVersion: string;
  /** True once the application has shown the revision as its current one. */
  readonly isSeen: boolean;
  /** New pods that failed and have not been healthy since. */
  readonly podFailures: PodFailures;
  /** The restarts of the new pods; `undefined` until they were read. */
  readonly restarts: Restarts | undefined;
  /** Reads in a row in which everything was healthy, or in which another revision was current. */
  readonly consecutiveHealthy: number;
  readonly consecutiveForeign: number;
  /** Batches that this step confirmed; none is confirmed twice. */
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
  if (!matchesRevision(application, state)) return applyForeignRevision(state, revisionId);

  const newPods = getRevisionPods(snapshot, revisionId);
  const restarts = updateRestarts(state, snapshot, newPods, now);
  const isRestless = (pod: Pod) => !isStable(pod, restarts, now);
  const podFailures = trackPodFailures(state.podFailures, newPods, isRestless, now);
  const base = { ...state, revisionId, isSeen: true, podFailures, restarts };
  const seen = { ...base, consecutiveForeign: 0, consecutiveHealthy: 0 };

  const isStale = isOfPreviousRollout(state, snapshot.deployment);
  const failure =
    (isStale ? undefined : findReportedFailure(snapshot)) ??
    findLastingFailure(newPods, podFailures, options.failureGrace, now);
  if (failure) return { ...seen, verdict: { kind: 'failed', failure } };
  if (isStale) return { ...seen, verdict: { kind: 'not-started' } };
  if (newPods.some(isRestless)) return { ...seen, verdict: { kind: 'deploying' } };
  if (isComplete(snapshot, newPods)) {
    const consecutiveHealthy = state.consecutiveHealthy + 1;
    const isConfirmed = consecutiveHealthy >= REQUIRED_CONFIRMATIONS;
    return {
      ...seen,
      consecutiveHealthy,
      verdict: { kind: isConfirmed ? 'succeeded' : 'settling' },
    };
  }
  const waiting = newPods.every(isHealthy) ? findWaiting(snapshot, state.resumed) : undefined;
  return { ...seen, verdict: waiting ?? { kind: 'deploying' } };
}

/** Restarts on an application that was at rest when the step came are not the rollout's. */
function updateRestarts(
  { before, restarts }: RolloutState,
  { application }: Snapshot,
  newPods: readonly Pod[],
  now: number,
): Restarts {
  const isAtRest = !restarts && !before && !isDeploying(application);
  return isAtRest
    ? ignorePastRestarts(newPods)
    : trackRestarts(restarts ?? new Map(), newPods, now);
}

function applyForeignRevision(state: RolloutState, current: string): RolloutState {
  const isPrevious = current === state.before?.revisionId;
  // A single read may come from a replica that is behind, and one without a revision tells nothing.
  const isEvidence = current !== '' && (state.isSeen || !isPrevious);
  const consecutiveForeign = isEvidence ? state.consecutiveForeign + 1 : 0;
  const seen = { ...state, consecutiveForeign, consecutiveHealthy: 0 };
  if (consecutiveForeign < REQUIRED_CONFIRMATIONS) {
    return { ...seen, verdict: { kind: 'not-started' } };
  }
  const failure: RolloutFailure = isPrevious
    ? { cause: 'reverted' }
    : { cause: 'superseded', by: current };
  return { ...seen, verdict: { kind: 'failed', failure } };
}

/** The response carries no revision ID; its start time tells the rollout before from this one. */
function isOfPreviousRollout(
  { before }: RolloutState,
  deployment: Deployment | undefined,
): boolean {
  return !!deployment?.startTime && deployment.startTime === before?.startTime;
}

function findReportedFailure(snapshot: Snapshot): RolloutFailure | undefined {
  if (isBeingReverted(snapshot)) return { cause: 'reverted' };
  const { status = '', errorMessage = '' } = snapshot.deployment ?? {};
  if (/error|fail/i.test(status)) return { cause: 'status', status, message: errorMessage };
  return undefined;
}

function isComplete({ application, deployment }: Snapshot, newPods: readonly Pod[]): boolean {
  const wanted = Math.max(1, application.expectedInstances ?? 1);
  const batches = deployment?.batches ?? [];
  return (
    !isDeploying(application) &&
    batches.every(({ status }) => equalsIgnoreCase(status, 'Finish')) &&
    newPods.filter(isHealthy).length >= wanted
  );
}

function findWaiting(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): Verdict | undefined {
  const batch = getWaitingBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { kind: 'waiting', batch };
  // Where batches are shown, one has to say so: right after a confirmation the application lags.
  const isShown = resumed.size > 0 || (snapshot.deployment?.batches.length ?? 0) > 0;
  return reportsWaiting(snapshot.application) && !isShown ? { kind: 'waiting', batch } : undefined;
}
