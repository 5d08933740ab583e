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
import type { TemContext } from './tem-context.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';

/** Where a rollback goes, and from where. */
export type WayBackInputs = Inputs<never, 'revision-id' | 'deploy-version' | 'package-name'>;

/** How an application returns to a version. */
export type WayBack =
  /** The rollout was rolled back before: nothing is to be changed. */
  | { readonly kind: 'done'; readonly target: RevertTarget }
  /** The version is current, or its rollout is in progress already. */
  | { readonly kind: 'follow'; readonly goal: PreviousVersion }
  /** The rollout was rolled back before, and another version than the one before is wanted. */
  | { readonly kind: 'redeploy'; readonly goal: PreviousVersion }
  /** The rollout is reverted; one that has ended is replaced, and so is what the revert returns to. */
  | {
      readonly kind: 'revert';
      readonly goal: PreviousVersion;
      readonly target: RevertTarget;
      /** Whether a rollout is in progress or has failed, so that TEM may revert it. */
      readonly isRevertible: boolean;
      /** Whether the goal is another version than the one that a revert returns to. */
      readonly isOther: boolean;
    };

/** Finds, by reads alone, how an application returns to the previous or to the given version. */
export async function findWayBack(
  tem: TemContext,
  { state, history: { last, previous } }: Rollout,
  { deployVersion, packageName = '', revisionId }: WayBackInputs,
): Promise<WayBack> {
  const current = last.application.deployVersion;
  const past = await findPastRevert(tem, last, revisionId);
  if (past && (deployVersion === undefined || deployVersion === current)) {
    return { kind: 'done', target: past };
  }
  if (past) return { kind: 'redeploy', goal: { version: deployVersion ?? '', packageName } };
  const isWanted = deployVersion !== undefined && deployVersion === getNewVersion(last);
  if (isWanted && !isBeingReverted(last)) {
    return { kind: 'follow', goal: { version: deployVersion, packageName } };
  }
  // A release of the same version again does not tell which other one ran before.
  const before = previous.version === current ? '' : previous.version;
  return {
    kind: 'revert',
    goal: { version: deployVersion ?? before, packageName },
    target: { rollout: state, previousVersion: previous.version, timeline: [] },
    isRevertible: isDeploying(last.application) || reportsError(last),
    isOther: deployVersion !== undefined && deployVersion !== previous.version,
  };
}

/** Throws an OperationError, before anything is changed, if the way back cannot be gone. */
export function assertWayBack(
  tem: TemContext,
  { history: { last } }: Rollout,
  way: WayBack,
  { revisionId }: WayBackInputs,
): void {
  if (way.kind === 'done') return;
  const { application } = last;
  if (way.kind === 'redeploy') {
    assertRedeployable(tem.target, application, way.goal);
    return;
  }
  assertCurrentRevision(application, revisionId);
  if (way.kind === 'follow') return;
  if (way.isRevertible) assertActionsSupported(tem, 'tem-rollback');
  if (!way.isRevertible || way.isOther) assertRedeployable(tem.target, application, way.goal);
}
