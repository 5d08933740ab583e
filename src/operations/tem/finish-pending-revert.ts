import type { OperationErrorCode } from '../../report/error-codes.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import type { OperationContext } from '../operation.ts';
import { findRevision } from './find-revision.ts';
import type { PendingRevert } from './pending-revert.ts';
import type { RevertResult } from './revert-rollout.ts';
import { followRevert, revertRollout } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';
import { suggestRedeploy, suggestRevert, suggestRevertAgain } from './tem-next-steps.ts';

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
  const { revisionId } = pending;
  if (pending.isSent) {
    const end = await followRevert(tem, { revisionId, timeline: [] }, 'auto');
    return toResult(tem, revisionId, end);
  }
  const found = await findRevision(tem, getMatcher(pending));
  if (found.kind === 'unread') return toResult(tem, revisionId, 'unread');
  if (found.kind === 'absent') return toResult(tem, revisionId, 'not-current');
  context.log.stage('Revert', `rolling back ${found.revisionId} (on-cancel: revert)`);
  const result = await revertRollout(tem, { revisionId: found.revisionId, timeline: [] });
  return toResult(tem, found.revisionId, result);
}

function getMatcher({ revisionId, beforeRevisionId, deployVersion }: PendingRevert) {
  const before = beforeRevisionId ? { revisionId: beforeRevisionId } : undefined;
  return { revisionId, before, deployVersion };
}

function toResult(tem: TemContext, revisionId: string, result: RevertResult): PendingRevertResult {
  const isSettled = result === 'reverted' || result === 'not-current';
  const outcome = describeResult(tem, revisionId, result);
  return { kind: isSettled ? 'settled' : 'unsettled', outcome };
}

function describeResult({ target }: TemContext, revisionId: string, result: RevertResult): Outcome {
  const fail = (
    status: Status,
    code: OperationErrorCode,
    headline: string,
    next: NextStep,
  ): Outcome => createOutcome(status, headline, { code, next: [next] });
  const revert = suggestRevert(target, revisionId);
  switch (result) {
    case 'reverted':
      return createOutcome('reverted', 'the rollout was rolled back after the cancel');
    case 'not-current': {
      const headline = `${revisionId || 'the rollout'} is not current, nothing to do`;
      return createOutcome('reverted', headline);
    }
    case 'unfinished': {
      const headline = 'the rollback is still in progress';
      const again = suggestRevertAgain(target, revisionId);
      return fail('timed-out', 'revert-unfinished', headline, again);
    }
    case 'refused': {
      const headline = 'TEM did not roll back after the cancel';
      return fail('failed', 'revert-refused', headline, revert);
    }
    case 'over': {
      const headline = 'the rollout was over before it could be rolled back';
      const redeploy = suggestRedeploy(target, { version: '', packageName: '' });
      return fail('failed', 'rollout-over', headline, redeploy);
    }
    case 'unread': {
      const headline = 'could not determine whether the rollout has to be rolled back';
      const text = 'No look at the application came through, so nothing was sent.';
      const outcome = fail('failed', 'application-unread', headline, revert);
      return { ...outcome, details: [{ text }] };
    }
  }
}
