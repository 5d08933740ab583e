import type { OperationErrorCode } from '../../report/error-codes.ts';
import type { NextStep, Outcome, Status } from '../../report/outcome.ts';
import { createOutcome } from '../../report/outcome.ts';
import { UNSEEN_DETAILS } from '../../rollout/own-details.ts';
import { describeLastFailure } from '../last-failure.ts';
import type { OperationContext } from '../operation.ts';
import { findRevision } from './find-revision.ts';
import type { PendingRevert } from './pending-revert.ts';
import type { RevertResult, RevertTarget } from './revert-rollout.ts';
import { followRevert, revertRollout } from './revert-rollout.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';
import { suggestRevert, suggestRevertAgain, suggestRollback } from './tem-next-steps.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';

/** How a pending revert ended. Settled: nothing is left to do, even if nothing was reverted. */
export interface PendingRevertResult {
  readonly kind: 'settled' | 'unsettled';
  readonly outcome: Outcome;
}

/**
 * TEM may still execute a trigger that hung, for as long as the client would have waited for it.
 */
const HUNG_TRIGGER_MS = 90_000;

/** Finishes, after the job, the revert that `on-cancel: revert` requested. */
export async function finishPendingRevert(
  context: OperationContext,
  pending: PendingRevert,
): Promise<PendingRevertResult> {
  const tem = createTemContext(context, pending);
  const { deployVersion, previousVersion } = pending;
  const before = { revisionId: pending.beforeRevisionId, startTime: pending.beforeStartTime };
  let { revisionId } = pending;
  if (!revisionId) {
    // The response to the trigger never arrived: only the version identifies its revision.
    const matcher = { revisionId, before, deployVersion, needsVersion: true };
    const found = await findRevision(tem, matcher, { visibleMs: HUNG_TRIGGER_MS });
    revisionId = found?.application.versionId ?? '';
  }
  if (!revisionId) {
    const kind = tem.reader.hasRead() ? 'not-current' : 'unread';
    return toResult(tem, pending, revisionId, { kind });
  }
  const target: RevertTarget = {
    rollout: {
      revisionId,
      deployVersion,
      before,
      details: { ...UNSEEN_DETAILS, startTime: pending.startTime },
    },
    previousVersion,
    timeline: [],
  };
  if (pending.isSent) {
    return toResult(tem, pending, revisionId, await followRevert(tem, target, 'auto'));
  }
  const text = message('policy.post-rolling-back', { revision: revisionId });
  context.log.stage(message('policy.stage-rollback'), text);
  const result = await revertRollout(tem, target);
  const isToConfirm = pending.isRedeployed && result.kind === 'not-current';
  const end = isToConfirm ? await followRevert(tem, target, 'auto') : result;
  return toResult(tem, pending, revisionId, end);
}

function toResult(
  { context, target }: TemContext,
  { previousVersion: version }: PendingRevert,
  revisionId: string,
  result: RevertResult,
): PendingRevertResult {
  const settle = (status: Status, headline: Text): PendingRevertResult => ({
    kind: 'settled',
    outcome: createOutcome(status, headline),
  });
  const fail = (
    status: Status,
    code: OperationErrorCode,
    headline: Text,
    next: NextStep,
    text: Text = '',
  ): PendingRevertResult => {
    const details = [...(text === '' ? [] : [{ text }]), ...describeLastFailure(context)];
    return {
      kind: 'unsettled',
      outcome: createOutcome(status, headline, { code, details, next: [next] }),
    };
  };
  const revert = suggestRevert(target, revisionId);
  const rollback = (revision: string) =>
    suggestRollback(target, { version, packageName: '' }, revision);
  switch (result.kind) {
    case 'reverted':
      return settle('reverted', message('policy.post-reverted'));
    case 'not-current':
      return settle(
        'cancelled',
        revisionId
          ? message('policy.post-foreign', { revision: revisionId })
          : message('policy.post-nothing-started'),
      );
    case 'replaced': {
      const headline = message('policy.post-replaced', { version: result.by });
      return fail('failed', 'revert-replaced', headline, rollback(''));
    }
    case 'unfinished': {
      const again = suggestRevertAgain(target, revisionId);
      const headline = message('policy.post-unfinished');
      return fail('timed-out', 'revert-unfinished', headline, again);
    }
    case 'unknown': {
      const headline = message('policy.post-unknown');
      return fail('failed', 'revert-outcome-unknown', headline, revert, result.reason);
    }
    case 'refused': {
      const headline = message('policy.post-rejected');
      return fail('failed', 'revert-refused', headline, revert, result.reason);
    }
    case 'over': {
      const headline = message('policy.post-over');
      return fail('failed', 'rollout-over', headline, rollback(revisionId));
    }
    case 'unread': {
      const headline = message('policy.post-unread');
      const text = message('policy.post-unread-detail');
      return fail('failed', 'application-unread', headline, revert, text);
    }
  }
}
