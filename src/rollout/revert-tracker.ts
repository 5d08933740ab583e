import type { BatchProgress } from './batch-progress.ts';
import { describeTrouble } from './batch-progress.ts';
import type { Lasting } from './lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from './lasting.ts';
import type { DetailsMatcher } from './own-details.ts';
import { areDetailsOwn, UNSEEN_DETAILS } from './own-details.ts';
import { getRevisionPods, isHealthy, presentPods } from './pods.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted, isDeploying, isScaledToZero, reportsError } from './snapshot.ts';

/** What following a revert has to remember from one snapshot to the next. */
export interface RevertState {
  /** The revision that is reverted. */
  readonly revisionId: string;
  /** The version that is to serve again; '' if that is not known. */
  readonly previousVersion: string;
  /** Everything is as before the rollout. */
  readonly healed: Lasting | undefined;
  /** A third version is current. */
  readonly replaced: Lasting | undefined;
}

/** Begins to follow the revert of a revision. */
export function trackRevert(revisionId: string, previousVersion: string): RevertState {
  return { revisionId, previousVersion, healed: undefined, replaced: undefined };
}

/**
 * Takes a snapshot, seen at `now` (ms), into account. A revert is done when nothing deploys, the
 * previous version is current, no pod of the reverted revision is left, and all others are healthy.
 */
export function applyRevertSnapshot(
  state: RevertState,
  snapshot: Snapshot,
  now: number,
): RevertState {
  const pods = presentPods(snapshot);
  const isThird = showsThirdVersion(state, snapshot);
  const { deployVersion, versionId } = snapshot.application;
  // Unknown: whether TEM goes back to the revision's ID from before, or keeps the reverted one.
  const isBack =
    versionId !== state.revisionId ||
    (state.previousVersion !== '' && deployVersion === state.previousVersion);
  const isHealed =
    !isThird &&
    isBack &&
    !isDeploying(snapshot.application) &&
    getRevisionPods(snapshot, state.revisionId).length === 0 &&
    (pods.length > 0 || isScaledToZero(snapshot)) &&
    pods.every(isHealthy);
  return {
    ...state,
    healed: updateCheck(state.healed, isHealed, now),
    replaced: updateCheck(state.replaced, isThird, now),
  };
}

/** Unknown: whether TEM goes back to the previous revision's ID; its version tells in any case. */
function showsThirdVersion(
  { previousVersion, revisionId }: RevertState,
  { application }: Snapshot,
): boolean {
  const { deployVersion, versionId } = application;
  const isKnown = previousVersion !== '' && deployVersion !== '' && versionId !== '';
  return isKnown && versionId !== revisionId && deployVersion !== previousVersion;
}

/** True once the previous version was seen to serve in two checks. */
export function isRevertComplete({ healed }: RevertState, now: number): boolean {
  return hasLasted(healed, 0, now);
}

/** True once a third version was seen for long enough that no stale read explains it. */
export function isReplaced({ replaced }: RevertState, now: number): boolean {
  return hasLasted(replaced, STALE_READ_MS, now);
}

/** The status of a rollout that is to be rolled back; not-current: another revision replaced it. */
export type RevertStatus = 'in-progress' | 'reverting' | 'not-current' | 'over';

/**
 * Whether a rollout can be reverted: one that is over cannot, and another revision in its place
 * must not. Unknown: whether TEM reverts what it calls failed and deploys no more; a refusal
 * changes nothing, so that counts as in progress.
 */
export function getRevertStatus(
  snapshot: Snapshot,
  rollout: { readonly revisionId: string } & Partial<DetailsMatcher>,
): RevertStatus {
  const { application } = snapshot;
  if (application.versionId !== rollout.revisionId || hasForeignDetails(snapshot, rollout)) {
    return 'not-current';
  }
  if (isBeingReverted(snapshot)) return 'reverting';
  return isDeploying(application) || reportsError(snapshot) ? 'in-progress' : 'over';
}

/** Details with a later StartTime are another rollout's: the application is behind them. */
function hasForeignDetails(
  snapshot: Snapshot,
  { before, deployVersion = '', details = UNSEEN_DETAILS }: Partial<DetailsMatcher>,
): boolean {
  const startTime = snapshot.deployment?.startTime ?? '';
  if (startTime <= details.startTime || startTime === before?.startTime) return false;
  return !areDetailsOwn(snapshot, { before, deployVersion, details });
}

/** The progress of the rollback: the pods that are not of the reverted revision and healthy again. */
export function getRevertProgress(
  snapshot: Snapshot,
  { revisionId, healed }: RevertState,
): BatchProgress {
  const old = presentPods(snapshot).filter(({ versionId }) => versionId !== revisionId);
  return {
    position: 'revert',
    of: 1,
    state: { kind: healed ? 'finished' : 'deploying' },
    healthy: old.filter(isHealthy).length,
    total: Math.max(old.length, snapshot.application.expectedInstances ?? 1),
    ...describeTrouble(old),
    nextStart: undefined,
  };
}
