import { findPausedBatch, getReadiness } from './batch-progress.ts';
import type { Lasting } from './lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS, updateCheck } from './lasting.ts';
import type { DetailsMatcher, OwnDetails } from './own-details.ts';
import { areDetailsOwn, trackOwnDetails, UNSEEN_DETAILS } from './own-details.ts';
import type { PodEvidence } from './pod-failures.ts';
import { findLastingFailure, trackPods } from './pod-failures.ts';
import { getRevisionPods, isFailing, isHealthy } from './pods.ts';
import type { Batch, Pod, RevisionMatcher, Snapshot } from './snapshot.ts';
import {
  isBeingReverted,
  isDeploying,
  matchesRevision,
  parseCloudTime,
  reportsError,
  reportsWaiting,
} from './snapshot.ts';
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
  readonly lasting: LastingEvidence;
  /** True if the last check of the revision showed it complete and healthy. */
  readonly wasComplete: boolean;
  /** Batches that this step has confirmed; none is confirmed twice. */
  readonly resumed: ReadonlySet<Batch['position']>;
  readonly verdict: Verdict;
}

/**
 * What has to be seen for a while before it counts; `undefined` if the last check did not show it.
 */
interface LastingEvidence {
  /** The rollout is complete and healthy. */
  readonly complete?: LastingHealth;
  /** A batch is paused, and everything deployed so far is healthy. */
  readonly paused?: LastingHealth & { readonly batch: Batch['position'] | undefined };
  /** TEM reports the rollout as failed. */
  readonly error?: Lasting;
  /** TEM reports that the rollout is being reverted, or was. */
  readonly reverted?: Lasting;
  /** Another revision is current. */
  readonly foreign?: Lasting;
}

/** Lasting health of certain pods. */
interface LastingHealth extends Lasting {
  readonly podIds: readonly string[];
}

/** All times in ms. */
export interface TrackerOptions {
  /** How long new pods may crash or fail to start before the rollout counts as failed. */
  readonly failureGrace: number;
  /** How long everything has to stay healthy. */
  readonly stableFor: number;
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

/** Updates the state with a snapshot, seen at `now` (ms). */
export function applySnapshot(
  { endedAt, ...followed }: RolloutState,
  snapshot: Snapshot,
  now: number,
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
  const lasting = updateLasting(seen, snapshot, newPods, { now, completeSince });
  const wasComplete = lasting.complete !== undefined;
  const verdict = decide(lasting, snapshot, now, options);
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

/**
 * Updates the evidence: each kind continues from the last check or starts over. The kinds are
 * checked in order, and the first one that applies excludes the others.
 */
function updateLasting(
  { lasting, podFailures, resumed }: RolloutState,
  snapshot: Snapshot,
  newPods: readonly Pod[],
  { now, completeSince }: { readonly now: number; readonly completeSince: number },
): LastingEvidence {
  if (isBeingReverted(snapshot)) return { reverted: addCheck(lasting.reverted, now) };
  if (reportsError(snapshot)) return { error: addCheck(lasting.error, now) };
  if (podFailures.size > 0) return {};
  const podIds = newPods.map(({ podId }) => podId);
  const readiness = getReadiness(snapshot, newPods);
  if (readiness === 'complete') {
    const before = hasNewPod(lasting.complete, podIds) ? undefined : lasting.complete;
    const since = lasting.complete ? now : completeSince;
    return { complete: { ...addCheck(before, since), podIds } };
  }
  const pause = findPause(snapshot, resumed);
  if (!pause || readiness !== 'healthy') return {};
  const isSame = lasting.paused?.batch === pause.batch && !hasNewPod(lasting.paused, podIds);
  const before = isSame ? lasting.paused : undefined;
  return { paused: { ...addCheck(before, now), ...pause, podIds } };
}

/**
 * Returns true if there is a pod that the last check did not have, for example after scaling: it
 * was not seen healthy yet.
 */
function hasNewPod(before: LastingHealth | undefined, podIds: readonly string[]): boolean {
  if (!before) return false;
  const known = new Set(before.podIds);
  return podIds.some((podId) => !known.has(podId));
}

function findPause(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): { readonly batch: Batch['position'] | undefined } | undefined {
  const batch = findPausedBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { batch };
  // If batches are listed, one of them has to be paused: after a confirmation the application is
  // stale.
  const isShown = resumed.size > 0 || (snapshot.deployment?.batches.length ?? 0) > 0;
  return reportsWaiting(snapshot.application) && !isShown ? { batch } : undefined;
}

function decide(
  { complete, error, paused, reverted }: LastingEvidence,
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
