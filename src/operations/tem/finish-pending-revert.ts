import type { Step } from '../operation.ts';
import type { Outcome } from '../../report/outcome.ts';
import { outcome } from '../../report/outcome.ts';
import { adviseRevert, adviseRevertAgain, adviseRollback } from './tem-next-steps.ts';
import { findRevision } from './find-revision.ts';
import type { PendingRevert } from './pending-revert.ts';
import type { TakingBack } from './revert-rollout.ts';
import { followRevert, takeBack } from './revert-rollout.ts';
import type { Session } from './tem-context.ts';
import { openSession } from './tem-context.ts';

/** Finishes, after the job, the revert that `on-cancel: revert` asked for. */
export async function settleRevert(step: Step, pending: PendingRevert): Promise<Outcome> {
  const session = openSession(step, pending);
  const { isSent, revisionId } = pending;
  if (isSent) {
    return concluded(session, revisionId, await followRevert(session, revisionId, 'auto'));
  }
  const found = await findRevision(session, soughtBy(pending));
  if (found.kind === 'unread') return concluded(session, revisionId, 'unread');
  if (found.kind === 'absent') return concluded(session, revisionId, 'not-ours');
  step.log.stage('Revert', `${found.revisionId} is taken back (on-cancel: revert)`);
  return concluded(session, found.revisionId, await takeBack(session, found.revisionId));
}

function soughtBy({ revisionId, beforeRevisionId, deployVersion }: PendingRevert) {
  const before = beforeRevisionId ? { revisionId: beforeRevisionId } : undefined;
  return { revisionId, before, deployVersion };
}

function concluded({ target }: Session, revisionId: string, ended: TakingBack): Outcome {
  switch (ended) {
    case 'reverted':
      return outcome('reverted', 'the rollout was taken back after the cancel');
    case 'not-ours':
      return outcome('reverted', `${revisionId || 'the rollout'} is not current, nothing to do`);
    case 'unfinished':
      return outcome('timed-out', 'the revert is under way and has not finished yet', {
        next: [adviseRevertAgain(target, revisionId)],
      });
    case 'refused':
      return outcome('failed', 'TEM did not take the rollout back after the cancel', {
        next: [adviseRevert(target, revisionId)],
      });
    case 'over':
      return outcome('failed', 'the rollout was over before it could be taken back', {
        next: [adviseRollback(target, { version: '', packageName: '' })],
      });
    case 'unread':
      return outcome('failed', 'it is not known whether the rollout has to be taken back', {
        details: ['No look at the application came through, so nothing was sent.'],
        next: [adviseRevert(target, revisionId)],
      });
  }
}
