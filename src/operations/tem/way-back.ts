import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { PreviousVersion, Rollout } from '../../rollout/rollout-history.ts';
import {
  getNewVersion,
  isBeingReverted,
  isDeploying,
  reportsError,
} from '../../rollout/snapshot.ts';
import { findPastRevert } from './past-revert.ts';
import { assertRedeployable } from './redeploy.ts';
import type { RevertTarget } from './revert-rollout.ts';
import { toRevertTarget } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';

/** The inputs that select the rollout to roll back and the version to return to. */
export type WayBackInputs = Inputs<never, 'revision-id' | 'deploy-version' | 'package-name'>;

/** How an application returns to a version. */
export type WayBack =
  /** The rollout was rolled back earlier: nothing has to change. */
  | { readonly kind: 'done'; readonly target: RevertTarget }
  /** The version is current, or its rollout is in progress already. */
  | { readonly kind: 'follow'; readonly goal: PreviousVersion }
  /** The rollout was rolled back earlier, and another version than the previous one is wanted. */
  | { readonly kind: 'redeploy'; readonly goal: PreviousVersion; readonly target: RevertTarget }
  /**
   * The rollout is reverted. If it has ended, or if another version is wanted, the goal is
   * deployed.
   */
  | {
      readonly kind: 'revert';
      readonly goal: PreviousVersion;
      readonly target: RevertTarget;
      /** True if a rollout is in progress or has failed, so that TEM may revert it. */
      readonly isRevertible: boolean;
      /** True if the goal is another version than the one that a revert returns to. */
      readonly isOther: boolean;
    };

/**
 * Finds, with read-only calls, how an application returns to the previous or to the given version.
 */
export async function findWayBack(
  tem: TemContext,
  rollout: Rollout,
  { deployVersion, packageName = '', revisionId }: WayBackInputs,
): Promise<WayBack> {
  const { last, previous } = rollout.history;
  const current = last.application.deployVersion;
  const past = await findPastRevert(tem, last, revisionId);
  if (past && (deployVersion === undefined || deployVersion === current)) {
    return { kind: 'done', target: past };
  }
  if (past) {
    const goal = { version: deployVersion ?? '', packageName };
    return { kind: 'redeploy', goal, target: past };
  }
  const isWanted = deployVersion !== undefined && deployVersion === getNewVersion(last);
  if (isWanted && !isBeingReverted(last)) {
    return { kind: 'follow', goal: { version: deployVersion, packageName } };
  }
  // If the same version was released again, the details do not name a different previous one.
  const before = previous.version === current ? '' : previous.version;
  return {
    kind: 'revert',
    goal: { version: deployVersion ?? before, packageName },
    target: toRevertTarget(rollout),
    isRevertible: isDeploying(last.application) || reportsError(last),
    isOther: deployVersion !== undefined && deployVersion !== previous.version,
  };
}

/** Throws an OperationError, before anything is changed, if the return is not possible. */
export function assertWayBack(
  tem: TemContext,
  { history: { last } }: Rollout,
  way: WayBack,
  { revisionId }: WayBackInputs,
): void {
  if (way.kind === 'done') return;
  const { application } = last;
  if (way.kind === 'redeploy') {
    // Somebody else's rollout may have followed the revert.
    const isAsReverted = application.deployVersion === way.target.previousVersion;
    if (!isAsReverted) assertCurrentRevision(application, revisionId);
    assertRedeployable(tem.target, application, way.goal);
    return;
  }
  assertCurrentRevision(application, revisionId);
  if (way.kind === 'follow') return;
  if (way.isRevertible) assertActionsSupported(tem, 'tem-rollback');
  if (!way.isRevertible || way.isOther) assertRedeployable(tem.target, application, way.goal);
}
