import { isDeploying } from '../../rollout/snapshot.ts';
import type { Step } from '../operation.ts';
import type { Outcome } from '../outcome.ts';
import { outcome } from '../outcome.ts';
import { adviseRevert } from './advice.ts';
import type { PendingRevert } from './pending.ts';
import { followRevert, showsRevert, startRevert } from './revert.ts';
import type { Session } from './session.ts';
import { openSession } from './session.ts';
import { findCurrent } from './trigger.ts';

/** Finishes, after the job, the revert that `on-cancel: revert` asked for. */
export async function settleRevert(step: Step, pending: PendingRevert): Promise<Outcome> {
  const session = openSession(step, pending);
  const { isSent, revisionId, beforeRevisionId } = pending;
  const before = beforeRevisionId ? { revisionId: beforeRevisionId } : undefined;
  const current = isSent ? revisionId : await findCurrent(session, { revisionId, before });
  if (!current) {
    return outcome('reverted', `${revisionId || 'the rollout'} is not current, nothing to do`);
  }
  step.log.stage('Revert', `${current} is taken back (on-cancel: revert)`);
  if (!isSent && !(await isUnderWay(session, current))) {
    return outcome('failed', 'TEM did not take the rollout back after the cancel', {
      next: [adviseRevert(session.target, current)],
    });
  }
  const ended = await followRevert(session, current, 'auto');
  return ended === 'reverted'
    ? outcome('reverted', 'the rollout was taken back after the cancel')
    : outcome('timed-out', 'the revert is under way and has not finished yet', {
        next: [adviseRevert(session.target, current)],
      });
}

/** A revert that shows already is not sent again, and what is over cannot be taken back. */
async function isUnderWay(session: Session, revisionId: string): Promise<boolean> {
  const snapshot = await session.look();
  if (showsRevert(snapshot, revisionId)) return true;
  return isDeploying(snapshot.application) && startRevert(session, revisionId);
}
