import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { PreviousVersion, Rollout } from '../../rollout/rollout-history.ts';
import { planRollout } from '../../rollout/rollout-history.ts';
import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/services/tem-api.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { assertFitsApplication, isPackageMode } from './deploy-mode.ts';
import type { RolloutEnd } from './follow-rollout.ts';
import { followRollout } from './follow-rollout.ts';
import { START_GOAL } from './resolve-conflict.ts';
import type { RevertTarget } from './revert-rollout.ts';
import type { StartInputs } from './start-rollout.ts';
import { startPlanned } from './start-rollout.ts';
import type { TemContext } from './tem-context.ts';
import type { FOLLOW } from './tem-declarations.ts';
import { suggestRollback } from './tem-next-steps.ts';

/** The rollout that returns to a version, or why none was started. */
export type RedeployStart =
  | { readonly kind: 'started'; readonly rollout: Rollout }
  /** deploying: TEM answered that the application is being deployed, and started nothing. */
  /** impossible: the version or its package is not known. */
  | { readonly kind: 'deploying' | 'impossible' | 'reverting' | 'not-current' | 'unread' };

/**
 * Deploys a version again, to replace a rollout that TEM does not revert. It reads first: if
 * another revision is current, someone else has deployed it, and nothing is started. `toUpdate` is
 * handed what it read. Rejects as `startRollout` does.
 */
export async function startRedeploy(
  tem: TemContext,
  replaced: RevertTarget['rollout'],
  toUpdate: (snapshot: Snapshot) => Omit<StartInputs, 'onCancel'> | undefined,
): Promise<RedeployStart> {
  const { clock } = tem.context;
  let foreign: Lasting | undefined;
  const found = await pollUntil<Snapshot, { readonly snapshot: Snapshot } | RedeployStart>(
    tem.context,
    {
      ...tem.snapshots,
      interval: VISIBLE_POLL_INTERVAL_MS,
      decide: (snapshot) => {
        const status = getRevertStatus(snapshot, replaced);
        if (status === 'reverting') return { kind: status };
        foreign = updateCheck(foreign, status === 'not-current', clock.now());
        if (!foreign) return { snapshot };
        return hasLasted(foreign, STALE_READ_MS, clock.now()) ? { kind: 'not-current' } : undefined;
      },
    },
  );
  if (!found || 'kind' in found) return found ?? { kind: 'unread' };
  const update = toUpdate(found.snapshot);
  if (!update) return { kind: 'impossible' };
  assertBeforeDeadline(tem.context, START_GOAL);
  const rollout = await startPlanned(tem, planRollout(found.snapshot, update, clock.now()), {
    ...update,
    onCancel: 'keep',
  });
  return rollout ? { kind: 'started', rollout } : { kind: 'deploying' };
}

/**
 * Describes why a version is deployed again: TEM's reason, or, without one, that the rollout has
 * ended.
 */
export function describeRedeploy(version: string, reason: Text | undefined): Text {
  if (reason === undefined) return message('policy.redeploying-over', { version });
  return message('policy.redeploying-rejected', { version, reason });
}

/**
 * Follows the rollout that returns to a version. It never confirms a paused batch, and verifies
 * nothing: the inputs of the verification describe the version that is replaced.
 */
export async function followRedeploy(
  tem: TemContext,
  rollout: Rollout,
  { failureGrace, pollInterval, stableFor }: Inputs<never, (typeof FOLLOW)[number]>,
): Promise<RolloutEnd> {
  const inputs = { failureGrace, pollInterval, stableFor, onWaiting: 'stop' } as const;
  return followRollout(tem, rollout, inputs);
}

/**
 * Returns the update that deploys the previous version again; `undefined` if the version or its
 * package is unknown.
 */
export function findRedeploy(
  { deployMode }: Pick<Application, 'deployMode'>,
  { version, packageName }: PreviousVersion,
): { readonly deployVersion: string; readonly packageName: string | undefined } | undefined {
  if (version === '') return undefined;
  const isPackage = isPackageMode(deployMode);
  if (isPackage && packageName === '') return undefined;
  return { deployVersion: version, packageName: isPackage ? packageName : undefined };
}

/**
 * Throws an OperationError if the version cannot be deployed: it or its package is unknown or
 * invalid.
 */
export function assertRedeployable(
  target: TemTarget,
  application: Application,
  goal: PreviousVersion,
): void {
  const { deployMode, deployVersion, versionId: revision } = application;
  const isPackage = isPackageMode(deployMode);
  if (goal.version === '') {
    const packageName = isPackage ? goal.packageName || message('plan.any-package') : '';
    throw new OperationError(message('policy.previous-unknown'), {
      code: 'previous-version-unknown',
      details: [{ text: message('plan.current-version', { version: deployVersion, revision }) }],
      next: [suggestRollback(target, { version: '', packageName }, revision)],
    });
  }
  if (isPackage && goal.packageName === '') {
    const { version } = goal;
    throw new OperationError(message('policy.package-unknown', { version }), {
      code: 'package-missing',
      details: [{ text: message('policy.package-unknown-detail') }],
      next: [
        suggestRollback(target, { version, packageName: message('plan.any-package') }, revision),
      ],
    });
  }
  const release = { deployVersion: goal.version, packageName: goal.packageName || undefined };
  assertFitsApplication(application, release, undefined);
}
