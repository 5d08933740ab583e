import type { Lasting } from '../../rollout/lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { getPreviousVersion, isBeingReverted, isDeploying } from '../../rollout/snapshot.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import type { Outcome } from '../../report/outcome.ts';
import { message } from '../../text/message.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil, startWith, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { recordVersions } from './find-revision.ts';
import { describeRevertEnd } from './revert-outcome.ts';
import type { RevertTarget } from './revert-rollout.ts';
import { followRevert } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';

/**
 * Finds a rollout that was reverted earlier, and the version that it was reverted to. It reads the
 * details of that rollout, because those of the current one may name other versions, and reports
 * its versions. If they cannot be read, it resolves to `undefined`.
 */
export async function findPastRevert(
  tem: TemContext,
  snapshot: Snapshot,
  revisionId: string | undefined,
): Promise<RevertTarget | undefined> {
  if (isDeploying(snapshot.application)) return undefined;
  if (revisionId === undefined || revisionId === snapshot.application.versionId) {
    const isPast = isBeingReverted(snapshot) && (await staysReverted(tem, snapshot));
    // No response names the reverted revision, so only the input can.
    return isPast ? createTarget('', snapshot) : undefined;
  }
  const { api, context, target } = tem;
  try {
    const deployment = await api.describeDeployApplicationDetail(target, revisionId);
    if (!isBeingReverted({ deployment })) return undefined;
    const reverted = createTarget(revisionId, { deployment });
    const previous = { version: reverted.previousVersion, packageName: '' };
    recordVersions(context.report, { previous, version: deployment.newDeployVersion });
    return reverted;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

function createTarget(revisionId: string, details: Pick<Snapshot, 'deployment'>): RevertTarget {
  return { rollout: { revisionId }, previousVersion: getPreviousVersion(details), timeline: [] };
}

/** Checks that all instances run the version that an earlier revert returned to. */
export async function confirmPastRevert(
  tem: TemContext,
  target: RevertTarget,
  interval: PollInterval,
): Promise<Outcome> {
  const text = message('policy.already-reverted-checking');
  tem.context.log.stage(message('policy.stage-rollback'), text);
  return describeRevertEnd(tem, target, await followRevert(tem, target, interval));
}

/** Checks more than once: a stale read may hide a newer rollout, which is the one to roll back. */
async function staysReverted(tem: TemContext, first: Snapshot): Promise<boolean> {
  const { clock } = tem.context;
  let reverted: Lasting | undefined;
  const result = await pollUntil<Snapshot, boolean>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    read: startWith(first, tem.snapshots.read),
    decide: (snapshot) => {
      if (isDeploying(snapshot.application) || !isBeingReverted(snapshot)) return false;
      reverted = addCheck(reverted, clock.now());
      return hasLasted(reverted, STALE_READ_MS, clock.now()) ? true : undefined;
    },
  });
  return result === true;
}
