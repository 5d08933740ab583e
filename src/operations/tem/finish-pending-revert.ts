import type { OperationContext } from '../operation.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { suggestRevert, suggestRevertAgain, suggestRedeploy } from './tem-next-steps.ts';
import { findRevision } from './find-revision.ts';
import type { PendingRevert } from './pending-revert.ts';
import type { RevertResult } from './revert-rollout.ts';
import { followRevert, revertRollout } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';

/** How a pending revert ended. Settled: nothing is left to revert, whether or not anything was. */
export interface PendingRevertResult {
  readonly kind: 'settled' | 'unsettled';
  readonly outcome: Outcome;
}

/** Finishes, after the job, the revert that `on-cancel: revert` asked for. */
export async function finishPendingRevert(
  context: OperationContext,
  pending: PendingRevert,
): Promise<PendingRevertResult> {
  const tem = createTemContext(context, pending);
  const { isSent, revisionId } = pending;
  if (isSent) {
    return toResult(tem, revisionId, await followRevert(tem, revisionId, 'auto'));
  }
  const found = await findRevision(tem, toRevisionMatcher(pending));
  if (found.kind === 'unread') return toResult(tem, revisionId, 'unread');
  if (found.kind === 'absent') return toResult(tem, revisionId, 'not-ours');
  tem.log.stage('Revert', `${found.revisionId} is taken back (on-cancel: revert)`);
  return toResult(tem, found.revisionId, await revertRollout(tem, found.revisionId));
}

function toRevisionMatcher({ revisionId, beforeRevisionId, deployVersion }: PendingRevert) {
  const before = beforeRevisionId ? { revisionId: beforeRevisionId } : undefined;
  return { revisionId, before, deployVersion };
}

function toResult(
  context: TemContext,
  revisionId: string,
  ended: RevertResult,
): PendingRevertResult {
  const isSettled = ended === 'reverted' || ended === 'not-ours';
  return {
    kind: isSettled ? 'settled' : 'unsettled',
    outcome: toOutcome(context, revisionId, ended),
  };
}

function toOutcome({ target }: TemContext, revisionId: string, ended: RevertResult): Outcome {
  switch (ended) {
    case 'reverted':
      return createOutcome('reverted', 'the rollout was taken back after the cancel');
    case 'not-ours':
      return createOutcome(
        'reverted',
        `${revisionId || 'the rollout'} is not current, nothing to do`,
      );
    case 'unfinished':
      return createOutcome('timed-out', 'the revert is under way and has not finished yet', {
        next: [suggestRevertAgain(target, revisionId)],
      });
    case 'refused':
      return createOutcome('failed', 'TEM did not take the rollout back after the cancel', {
        next: [suggestRevert(target, revisionId)],
      });
    case 'over':
      return createOutcome('failed', 'the rollout was over before it could be taken back', {
        next: [suggestRedeploy(target, { version: '', packageName: '' })],
      });
    case 'unread':
      return createOutcome('failed', 'it is not known whether the rollout has to be taken back', {
        details: ['No look at the application came through, so nothing was sent.'],
        next: [suggestRevert(target, revisionId)],
      });
  }
}
