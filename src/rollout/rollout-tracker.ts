import { findPausedBatch, isComplete, isPauseReady } from './batch-progress.ts';
import type { Lasting } from './lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS, updateCheck } from './lasting.ts';
import type { DetailsMatcher, OwnDetails } from './own-details.ts';
import { areDetailsOwn, trackOwnDetails, UNSEEN_DETAILS } from './own-details.ts';
import type { PodFailures, Restarts } from './pod-failures.ts';
import {
  findLastingFailure,
  ignorePastRestarts,
  trackPodFailures,
  trackRestarts,
} from './pod-failures.ts';
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

/** What was there before the trigger; what still shows it tells nothing of the new rollout. */
export interface PreviousRollout {
  readonly revisionId: string;
  /** DescribeDeployApplicationDetail.StartTime of the rollout before; '' if there was none. */
  readonly startTime: string;
}

/** Everything that following a rollout has to remember from one snapshot to the next. */
export interface RolloutState extends RevisionMatcher, DetailsMatcher {
  /** The revision that is followed; '' until it is found by reading. */
  readonly revisionId: string;
  readonly before: PreviousRollout | undefined;
  /** The version that the rollout brings; '' if that is not known. */
  readonly deployVersion: string;
  /** True once the application has shown the revision as its current one. */
  readonly isSeen: boolean;
  /** What tells its details from those of other rollouts. */
  readonly details: OwnDetails;
  /** Until the first check: when it ended, in ms since 1970, where it had ended before anybody followed it. */
  readonly endedAt: number | undefined;
  /** New pods that failed, and have not been healthy for long enough since. */
  readonly podFailures: PodFailures;
  /** The restarts of the new pods; `undefined` until they were read. */
  readonly restarts: Restarts | undefined;
  readonly lasting: LastingEvidence;
  /** True if the last check of our revision showed all of it healthy. */
  readonly wasComplete: boolean;
  /** Batches that this step confirmed; none is confirmed twice. */
  readonly resumed: ReadonlySet<Batch['position']>;
  readonly verdict: Verdict;
}

/** What has to be seen for a while before it counts; `undefined` if the last check lacked it. */
interface LastingEvidence {
  /** The rollout is complete and healthy. */
  readonly complete?: LastingHealth;
  /** A batch is paused, and what was deployed until then is healthy. */
  readonly paused?: LastingHealth & { readonly batch: Batch['position'] | undefined };
  /** TEM calls the rollout failed. */
  readonly error?: Lasting;
  /** TEM says that the rollout is being rolled back, or was. */
  readonly reverted?: Lasting;
  /** Another revision is current. */
  readonly foreign?: Lasting;
}

/** The health of these pods. */
interface LastingHealth extends Lasting {
  readonly podIds: readonly string[];
}

/** All times in ms. */
export interface TrackerOptions {
  /** How long new pods may crash or fail to start before that counts as failed. */
  readonly failureGrace: number;
  /** How long everything has to stay healthy. */
  readonly stableFor: number;
}

/** How long the application may say that a batch is paused while the details name none, in ms. */
export const UNNAMED_PAUSE_MS = 30_000;

/** Begins to follow the rollout of `deployVersion` that a trigger started; `revisionId` may be ''. */
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

/** How long a pod may take from its creation until it serves, if nothing else tells, in ms. */
const USUAL_POD_START_MS = 60_000;

/** When a rollout ended that is over, in ms since 1970: by its EndTime, or by the age of its pods. */
function findEnd(snapshot: Snapshot): number | undefined {
  const { application, deployment } = snapshot;
  const pods = getRevisionPods(snapshot, application.versionId);
  // Pods that have restarted may be between two crashes.
  const isCalm = pods.every((pod) => isHealthy(pod) && pod.restartCount === 0);
  if (isDeploying(application) || !isCalm) return undefined;
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

/** Takes a snapshot, seen at `now` (ms), into account. */
export function applySnapshot(
  { endedAt, ...followed }: RolloutState,
  snapshot: Snapshot,
  now: number,
  options: TrackerOptions,
): RolloutState {
  const { application } = snapshot;
  // After the first check only what was seen since counts; the cloud's clock may be ahead of ours.
  const state = { ...followed, endedAt: undefined };
  const completeSince = Math.min(endedAt ?? now, now);
  const revisionId = application.versionId;
  if (!isFollowed(state, snapshot)) {
    return applyForeignRevision(trackEarlyEvidence(state, snapshot, now), revisionId, now);
  }

  const newPods = getRevisionPods(snapshot, revisionId);
  const restarts = updateRestarts(state, snapshot, newPods, now);
  const podFailures = trackPodFailures(state.podFailures, newPods, restarts, now);
  const details = trackOwnDetails(snapshot, state, now);
  const seen = { ...state, revisionId, isSeen: true, details, podFailures, restarts };

  const failure = findLastingFailure(newPods, podFailures, options.failureGrace);
  if (failure) return { ...seen, lasting: {}, verdict: { kind: 'failed', failure } };
  // Without details of its own the rollout has not begun, unless the site has none at all.
  if (snapshot.deployment && !areDetailsOwn(snapshot, seen)) {
    return { ...seen, lasting: {}, verdict: { kind: 'not-started' } };
  }
  const lasting = updateLasting(seen, snapshot, newPods, { now, completeSince });
  const wasComplete = lasting.complete !== undefined;
  const verdict = decide(lasting, snapshot, now, options);
  return { ...seen, lasting, wasComplete, verdict };
}

/** A first release has no revision when somebody attaches to it: then it is the first to appear. */
function isFollowed(state: RolloutState, { application }: Snapshot): boolean {
  if (state.revisionId === '' && !state.before) return application.versionId !== '';
  return matchesRevision(application, state);
}

/**
 * While the application is behind, the rollout's pods and details may show already: a failure of a
 * pod counts, and the details tell those of a later rollout from ours.
 */
function trackEarlyEvidence(state: RolloutState, snapshot: Snapshot, now: number): RolloutState {
  const { before, isSeen, podFailures, revisionId } = state;
  if (revisionId === '') return state;
  const failing = getRevisionPods(snapshot, revisionId).filter(isFailing);
  const isBehind = !isSeen && snapshot.application.versionId === before?.revisionId;
  return {
    ...state,
    podFailures: new Map([
      ...podFailures,
      ...trackPodFailures(podFailures, failing, new Map(), now),
    ]),
    details: isBehind ? trackOwnDetails(snapshot, state, now) : state.details,
  };
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

/** Each kind of evidence goes on from the last check, or begins anew; one excludes those after it. */
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
  if (isComplete(snapshot, newPods)) {
    const before = hasNewPod(lasting.complete, podIds) ? undefined : lasting.complete;
    const since = lasting.complete ? now : completeSince;
    return { complete: { ...addCheck(before, since), podIds } };
  }
  const pause = findPause(snapshot, resumed);
  if (!pause || !isPauseReady(snapshot, newPods)) return {};
  const isSame = lasting.paused?.batch === pause.batch && !hasNewPod(lasting.paused, podIds);
  const before = isSame ? lasting.paused : undefined;
  return { paused: { ...addCheck(before, now), ...pause, podIds } };
}

/** A pod that came since the last check, when the application was scaled, was not healthy then. */
function hasNewPod(before: LastingHealth | undefined, podIds: readonly string[]): boolean {
  return podIds.some((podId) => before?.podIds.includes(podId) === false);
}

function findPause(
  snapshot: Snapshot,
  resumed: ReadonlySet<Batch['position']>,
): { readonly batch: Batch['position'] | undefined } | undefined {
  const batch = findPausedBatch(snapshot);
  if (batch !== undefined) return resumed.has(batch) ? undefined : { batch };
  // Where batches are shown, one has to say so: right after a confirmation the application lags.
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
  // A single check may come from a replica that is behind, and one without a revision tells nothing.
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
