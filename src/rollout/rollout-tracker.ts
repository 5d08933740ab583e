import type { Lasting } from './lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from './lasting.ts';
import type { DetailsMatcher, OwnDetails } from './own-details.ts';
import { areDetailsOwn, trackOwnDetails, UNSEEN_DETAILS } from './own-details.ts';
import type { PodEvidence } from './pod-failures.ts';
import { findLastingFailure, trackPods } from './pod-failures.ts';
import { getRevisionPods, isFailing, isHealthy } from './pods.ts';
import type { Batch, RevisionMatcher, Snapshot } from './snapshot.ts';
import { isDeploying, matchesRevision, parseCloudTime } from './snapshot.ts';
import type { CheckTimes, RolloutEvidence } from './rollout-evidence.ts';
import { updateEvidence } from './rollout-evidence.ts';
import type { RolloutFailure, Verdict } from './verdict.ts';

/** The state before the trigger; a read that still shows it is no evidence of the new rollout. */
export interface PreviousRollout {
  readonly revisionId: string;
  /** StartTime in DescribeDeployApplicationDetail of the previous rollout; '' if there was none. */
  readonly startTime: string;
}

/** What is remembered from one snapshot to the next while a rollout is followed. */
export interface RolloutState extends RevisionMatcher, DetailsMatcher, PodEvidence {
  /** The revision that is followed; '' until a read finds it. */
  readonly revisionId: string;
  readonly before: PreviousRollout | undefined;
  /** The version that the rollout deploys; '' if unknown. */
  readonly deployVersion: string;
  /** True once the application has shown the revision as its current one. */
  readonly isSeen: boolean;
  /** What distinguishes the rollout's details from those of other rollouts. */
  readonly details: OwnDetails;
  /**
   * Only before the first check: when the rollout ended, in ms since 1970, if that was before this
   * step followed it.
   */
  readonly endedAt: number | undefined;
  readonly lasting: RolloutEvidence;
  /** True if the last check of the revision showed it complete and healthy. */
  readonly wasComplete: boolean;
  /** Batches that this step has confirmed; none is confirmed twice. */
  readonly resumed: ReadonlySet<Batch['position']>;
  readonly verdict: Verdict;
}

/** All times in ms. */
export interface TrackerOptions {
  /** How long new pods may crash or fail to start before the rollout counts as failed. */
  readonly failureGrace: number;
  /** How long everything has to stay healthy. */
  readonly stableFor: number;
  readonly pollInterval: number | 'auto';
}

/** How long the application may report a pause, in ms, while the details name no paused batch. */
export const UNNAMED_PAUSE_MS = 30_000;

/**
 * Begins to follow the rollout of `deployVersion` that a trigger started; `revisionId` may be ''.
 */
export function trackStarted(
  revisionId: string,
  before: PreviousRollout,
  deployVersion: string,
): RolloutState {
  return { ...FRESH, revisionId, before, deployVersion };
}

/** Begins to follow the rollout that a snapshot shows as the application's current one. */
export function trackExisting(snapshot: Snapshot): RolloutState {
  const { deployVersion, versionId: revisionId } = snapshot.application;
  const isSeen = revisionId !== '';
  return { ...FRESH, revisionId, deployVersion, isSeen, endedAt: findEnd(snapshot) };
}

/** How long a pod is assumed to need from its creation until it serves, in ms. */
const USUAL_POD_START_MS = 60_000;

/**
 * Returns when a finished rollout ended, in ms since 1970: by its EndTime, or by the age of its
 * pods.
 */
function findEnd(snapshot: Snapshot): number | undefined {
  const { application, deployment } = snapshot;
  const pods = getRevisionPods(snapshot, application.versionId);
  // Pods that have restarted may be between two crashes.
  const isStable = pods.every((pod) => isHealthy(pod) && pod.restartCount === 0);
  if (isDeploying(application) || !isStable) return undefined;
  const isCurrent = deployment?.newDeployVersion === application.deployVersion;
  const endTime = isCurrent ? parseCloudTime(deployment.endTime) : undefined;
  if (endTime !== undefined) return endTime;
  const created = pods.map(({ createTime }) => parseCloudTime(createTime) ?? Infinity);
  return created.length > 0 ? Math.max(...created) + USUAL_POD_START_MS : undefined;
}

const FRESH: Omit<RolloutState, 'revisionId'> = {
  before: undefined,
  deployVersion: '',
  isSeen: false,
  details: UNSEEN_DETAILS,
  endedAt: undefined,
  podFailures: new Map(),
  restarts: undefined,
  lasting: {},
  wasComplete: false,
  resumed: new Set(),
  verdict: { kind: 'not-started' },
};

/** Remembers that a batch was confirmed. */
export function markResumed(state: RolloutState, batch: Batch['position']): RolloutState {
  const resumed = new Set([...state.resumed, batch]);
  return { ...state, resumed, lasting: {}, verdict: { kind: 'deploying' } };
}

/** Updates the state with a snapshot. What it shows has lasted until it was requested. */
export function applySnapshot(
  { endedAt, ...followed }: RolloutState,
  snapshot: Snapshot,
  { now, requestedAt }: CheckTimes,
  options: TrackerOptions,
): RolloutState {
  const { application } = snapshot;
  // `endedAt` counts only for the first check; `now` limits it because TEM's clock may be ahead.
  const state = { ...followed, endedAt: undefined };
  const completeSince = Math.min(endedAt ?? now, now);
  const revisionId = application.versionId;
  if (!isFollowed(state, snapshot)) {
    return applyForeignRevision(trackEarlyEvidence(state, snapshot, now), revisionId, now);
  }

  const newPods = getRevisionPods(snapshot, revisionId);
  // If the application was idle when the step attached to it, earlier restarts are no crash loop.
  const isPast = !state.restarts && !state.before && !isDeploying(application);
  const evidence = trackPods(state, newPods, now, isPast ? -Infinity : now);
  const details = trackOwnDetails(snapshot, state, now);
  const seen = { ...state, ...evidence, revisionId, isSeen: true, details };

  const failure = findLastingFailure(newPods, evidence.podFailures, options.failureGrace);
  if (failure) return { ...seen, lasting: {}, verdict: { kind: 'failed', failure } };
  // While the details belong to another rollout, this one has not begun. A site may have no details
  // at all.
  if (snapshot.deployment && !areDetailsOwn(snapshot, seen)) {
    return { ...seen, lasting: {}, verdict: { kind: 'not-started' } };
  }
  const { pollInterval } = options;
  const times = { now, requestedAt, completeSince, pollInterval };
  const lasting = updateEvidence(seen, snapshot, newPods, times);
  const wasComplete = lasting.complete !== undefined;
  const verdict = decide(lasting, snapshot, requestedAt, options);
  return { ...seen, lasting, wasComplete, verdict };
}

/**
 * Returns true if the current revision is the one followed. A first release may have no revision
 * yet when a step attaches to it: then the first revision that appears is followed.
 */
function isFollowed(state: RolloutState, { application }: Snapshot): boolean {
  if (state.revisionId === '' && !state.before) return application.versionId !== '';
  return matchesRevision(application, state);
}

/**
 * Collects evidence while the application is stale: the rollout's pods and details may be visible
 * already. Failing pods count, and the details distinguish this rollout from a later one.
 */
function trackEarlyEvidence(state: RolloutState, snapshot: Snapshot, now: number): RolloutState {
  const { before, isSeen, podFailures, revisionId } = state;
  if (revisionId === '') return state;
  const failing = getRevisionPods(snapshot, revisionId).filter(isFailing);
  const isBehind = !isSeen && snapshot.application.versionId === before?.revisionId;
  return {
    ...state,
    podFailures: new Map([...podFailures, ...trackPods({ podFailures }, failing, now).podFailures]),
    details: isBehind ? trackOwnDetails(snapshot, state, now) : state.details,
  };
}

function decide(
  { complete, error, paused, reverted }: RolloutEvidence,
  { deployment }: Snapshot,
  now: number,
  { failureGrace, stableFor }: TrackerOptions,
): Verdict {
  if (hasLasted(reverted, STALE_READ_MS, now)) {
    return { kind: 'failed', failure: { cause: 'reverted' } };
  }
  if (hasLasted(error, failureGrace, now)) {
    const { status = '', errorMessage: message = '' } = deployment ?? {};
    return { kind: 'failed', failure: { cause: 'status', status, message } };
  }
  if (complete) return settle(complete, stableFor, now, { kind: 'succeeded' });
  if (!paused) return { kind: 'deploying' };
  const isUnnamed = paused.batch === undefined && deployment !== undefined;
  const needed = isUnnamed ? Math.max(stableFor, UNNAMED_PAUSE_MS) : stableFor;
  return settle(paused, needed, now, { kind: 'waiting', batch: paused.batch });
}

function settle(lasting: Lasting, ms: number, now: number, verdict: Verdict): Verdict {
  if (hasLasted(lasting, ms, now)) return verdict;
  return { kind: 'settling', until: lasting.since + ms };
}

function applyForeignRevision(state: RolloutState, current: string, now: number): RolloutState {
  const isPrevious = current === state.before?.revisionId;
  // A single check may come from a stale replica, and a check without a revision proves nothing.
  const isEvidence = current !== '' && (state.isSeen || !isPrevious);
  const foreign = updateCheck(state.lasting.foreign, isEvidence, now);
  if (!hasLasted(foreign, STALE_READ_MS, now)) {
    const lasting = foreign ? { foreign } : {};
    return { ...state, lasting, verdict: { kind: 'not-started' } };
  }
  const { wasComplete } = state;
  const failure: RolloutFailure = isPrevious
    ? { cause: 'reverted' }
    : { cause: 'superseded', by: current, wasComplete };
  return { ...state, verdict: { kind: 'failed', failure } };
}
