import type { BatchProgress } from './batch-progress.ts';
import { describeTrouble } from './batch-progress.ts';
import type { Lasting } from './lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from './lasting.ts';
import type { DetailsMatcher } from './own-details.ts';
import { areDetailsOwn, UNSEEN_DETAILS } from './own-details.ts';
import { getRevisionPods, isHealthy, presentPods } from './pods.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted, isDeploying, isScaledToZero, reportsError } from './snapshot.ts';

/** What is remembered from one snapshot to the next while a revert is followed. */
export interface RevertState {
  /** The revision that is reverted. */
  readonly revisionId: string;
  /** The version to return to; '' if unknown. */
  readonly previousVersion: string;
  /** The state from before the rollout is restored. */
  readonly healed: Lasting | undefined;
  /** A third version is current. */
  readonly replaced: Lasting | undefined;
}

/** Begins to follow the revert of a revision. */
export function trackRevert(revisionId: string, previousVersion: string): RevertState {
  return { revisionId, previousVersion, healed: undefined, replaced: undefined };
}

/**
 * Updates the state with a snapshot, seen at `now` (ms). A revert is done when nothing is being
 * deployed, the previous version is current, no pod of the reverted revision is left, and all
 * others are healthy.
 */
export function applyRevertSnapshot(
  state: RevertState,
  snapshot: Snapshot,
  now: number,
): RevertState {
  const pods = presentPods(snapshot);
  const isThird = showsThirdVersion(state, snapshot);
  const { deployVersion, versionId } = snapshot.application;
  // Unknown (tem-reverted-revision): whether TEM returns to the previous revision's ID, or keeps
  // the reverted one.
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

/**
 * Returns true if a version is current that is neither the reverted nor the previous one. Unknown
 * (tem-reverted-revision): whether TEM returns to the previous revision's ID, so the version is
 * compared.
 */
function showsThirdVersion(
  { previousVersion, revisionId }: RevertState,
  { application }: Snapshot,
): boolean {
  const { deployVersion, versionId } = application;
  const isKnown = previousVersion !== '' && deployVersion !== '' && versionId !== '';
  return isKnown && versionId !== revisionId && deployVersion !== previousVersion;
}

/** Returns true once the previous version was seen to serve in two checks. */
export function isRevertComplete({ healed }: RevertState, now: number): boolean {
  return hasLasted(healed, 0, now);
}

/** Returns true once a third version was seen for so long that a stale read cannot explain it. */
export function isReplaced({ replaced }: RevertState, now: number): boolean {
  return hasLasted(replaced, STALE_READ_MS, now);
}

/**
 * The status of a rollout that is to be rolled back. not-current: another revision has replaced it.
 */
export type RevertStatus = 'in-progress' | 'reverting' | 'not-current' | 'over';

/**
 * Returns whether a rollout can be reverted. One that is over cannot, and one that another revision
 * has replaced must not. Unknown (tem-revert-of-failed): whether TEM reverts a failed rollout that
 * is not deploying any more; a refusal changes nothing, so that case counts as in progress.
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

/**
 * Returns true if the details have a later StartTime: they belong to another rollout, which the
 * stale application does not show yet.
 */
function hasForeignDetails(
  snapshot: Snapshot,
  { before, deployVersion = '', details = UNSEEN_DETAILS }: Partial<DetailsMatcher>,
): boolean {
  const startTime = snapshot.deployment?.startTime ?? '';
  if (startTime <= details.startTime || startTime === before?.startTime) return false;
  return !areDetailsOwn(snapshot, { before, deployVersion, details });
}

/** Returns the progress of the rollback: healthy pods that do not run the reverted revision. */
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
