import { isDeploying } from '../../rollout/snapshot.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Step } from '../operation.ts';
import type { Outcome } from '../outcome.ts';
import { outcome } from '../outcome.ts';
import { adviseRevert } from './advice.ts';
import type { PendingRevert } from './pending.ts';
import { followRevert, sendRevert } from './revert.ts';
import type { Session } from './session.ts';
import { openSession } from './session.ts';

/** Finishes, after the job, the revert that `on-cancel: revert` asked for. */
export async function settleRevert(step: Step, pending: PendingRevert): Promise<Outcome> {
  const session = openSession(step, pending);
  const snapshot = await session.look();
  const { versionId } = snapshot.application;
  if (!isOurs(versionId, pending)) {
    return outcome('reverted', `${pending.revisionId || 'the rollout'} is not current any more`);
  }
  step.log.stage('Revert', `${versionId} is taken back (on-cancel: revert)`);
  if (!(await isUnderWay(session, snapshot, pending))) {
    return outcome('failed', 'TEM did not take the rollout back after the cancel', {
      next: [adviseRevert(session.target, versionId)],
    });
  }
  const ended = await followRevert(session, versionId, 'auto');
  return ended === 'reverted'
    ? outcome('reverted', 'the rollout was taken back after the cancel')
    : outcome('timed-out', 'the revert is under way and has not finished yet');
}

/** Before the trigger's answer the ID was not known: the revision that is new since then is ours. */
function isOurs(current: string, { revisionId, beforeRevisionId }: PendingRevert): boolean {
  return revisionId ? current === revisionId : current !== beforeRevisionId;
}

/** A revert that was sent already, or shows already, is not sent again. */
async function isUnderWay(
  session: Session,
  { application, deployment }: Snapshot,
  { isSent }: PendingRevert,
): Promise<boolean> {
  if (isSent || /revert/i.test(deployment?.currentBatchStatus ?? '')) return true;
  return isDeploying(application) && sendRevert(session);
}
