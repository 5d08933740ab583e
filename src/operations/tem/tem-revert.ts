import { formatTimeLimit } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { getPreviousVersion, isBeingReverted, isDeploying } from '../../rollout/snapshot.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { message } from '../../text/message.ts';
import { isOverdue } from '../deadline.ts';
import { defineOperation } from '../operation.ts';
import { startWith, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { attachToRollout } from './find-revision.ts';
import type { RevertEnd, RevertTarget, StartedRevert } from './revert-rollout.ts';
import { followRevert, startRevert } from './revert-rollout.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import { resolveTarget } from './find-target.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext, pollSnapshots } from './tem-context.ts';
import { FOLLOW, TARGET } from './tem-inputs.ts';
import { suggestRedeploy, suggestRevert, suggestRevertAgain } from './tem-next-steps.ts';
import { planRevert } from './tem-plans.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  createNothingToRevertError,
} from './tem-preconditions.ts';

/** Rolls a rollout back, then waits until all instances run the previous version. */
export const temRevert = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW],
  resolve: resolveTarget,
  plan: (inputs, context) => planRevert(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const { state, history } = await attachToRollout(tem, inputs.revisionId);
    const { last: snapshot, previous } = history;
    const version = describePreviousVersion(previous.version);
    const isCurrent = inputs.revisionId === snapshot.application.versionId;
    const reverted = await findPastRevert(tem, snapshot, inputs.revisionId);
    if (reverted && !inputs.wait) {
      const next = [suggestRevertAgain(tem.target, inputs.revisionId ?? '')];
      return createOutcome('started', message('policy.already-reverted'), { next });
    }
    if (reverted) {
      const text = message('policy.already-reverted-checking');
      context.log.stage(message('policy.stage-rollback'), text);
      const done: RevertTarget = {
        // No answer names the reverted revision, unless the input does.
        rollout: { revisionId: isCurrent ? '' : (inputs.revisionId ?? '') },
        previousVersion: getPreviousVersion(reverted),
        timeline: [],
      };
      return describeRevertEnd(tem, done, await followRevert(tem, done, inputs.pollInterval));
    }
    assertCurrentRevision(snapshot.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-revert');

    const { versionId: revisionId } = snapshot.application;
    const text = message('policy.rolling-back', { revision: revisionId });
    context.log.stage(message('policy.stage-rollback'), text);
    const started = await startRevert(tem, state);
    if (started.kind !== 'started') throw createNotStartedError(tem, snapshot, started);
    if (!inputs.wait) {
      const next = [suggestRevertAgain(tem.target, revisionId)];
      return createOutcome('started', message('policy.revert-started', { version }), { next });
    }
    const target: RevertTarget = {
      rollout: state,
      previousVersion: previous.version,
      timeline: [],
    };
    const end = await followRevert(tem, target, inputs.pollInterval);
    return describeRevertEnd(tem, target, end);
  },
});

/**
 * The details of the rollout where it was reverted before: those of what is current may name other
 * versions. A read of them that fails tells nothing.
 */
async function findPastRevert(
  tem: TemContext,
  snapshot: Snapshot,
  revisionId: string | undefined,
): Promise<Pick<Snapshot, 'deployment'> | undefined> {
  if (isDeploying(snapshot.application)) return undefined;
  if (revisionId === undefined || revisionId === snapshot.application.versionId) {
    const isPast = isBeingReverted(snapshot) && (await staysReverted(tem, snapshot));
    return isPast ? snapshot : undefined;
  }
  const { api, target } = tem;
  try {
    const { value: deployment } = await api.describeDeployApplicationDetail(target, revisionId);
    return isBeingReverted({ deployment }) ? { deployment } : undefined;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** One check alone may be behind another rollout, which is to be rolled back. */
async function staysReverted(tem: TemContext, first: Snapshot): Promise<boolean> {
  const { clock } = tem.context;
  let reverted: Lasting | undefined;
  const result = await pollSnapshots<boolean>(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    read: startWith(first, () => tem.reader()),
    decide: (snapshot) => {
      if (isDeploying(snapshot.application) || !isBeingReverted(snapshot)) return false;
      reverted = addCheck(reverted, clock.now());
      return hasLasted(reverted, STALE_READ_MS, clock.now()) ? true : undefined;
    },
  });
  return result === true;
}

function createNotStartedError(
  { context, failures, target }: TemContext,
  snapshot: Snapshot,
  started: Exclude<StartedRevert, { kind: 'started' }>,
): OperationError {
  const { versionId } = snapshot.application;
  switch (started.kind) {
    case 'over':
      return createNothingToRevertError(target, snapshot);
    case 'not-current':
      return new OperationError(message('policy.revert-foreign'), {
        code: 'revision-not-current',
        details: [{ text: message('policy.revert-foreign-detail', { revision: versionId }) }],
        next: [{ sentence: message('policy.next-ask') }],
      });
    case 'unread':
      return new OperationError(message('policy.revert-unread'), {
        status: 'timed-out',
        code: 'application-unread',
        details: failures.details(),
        next: [suggestRevert(target, versionId)],
      });
    case 'refused':
      return new OperationError(message('policy.revert-rejected'), {
        code: 'revert-refused',
        details: [{ text: started.reason }],
      });
    case 'unknown':
      return new OperationError(message('policy.revert-unknown'), {
        status: isOverdue(context) ? 'timed-out' : 'failed',
        code: 'revert-outcome-unknown',
        details: [{ text: started.reason }, ...failures.details()],
        next: [suggestRevert(target, versionId)],
      });
  }
}

function describeRevertEnd(
  { context, failures, target }: TemContext,
  { rollout, previousVersion }: RevertTarget,
  end: RevertEnd,
): Outcome {
  switch (end.kind) {
    case 'reverted':
      return createOutcome(
        'reverted',
        message('policy.reverted', { version: describePreviousVersion(previousVersion) }),
      );
    case 'replaced':
      return createOutcome('failed', message('policy.revert-replaced', { version: end.by }), {
        code: 'revert-replaced',
        next: [suggestRedeploy(target, { version: previousVersion, packageName: '' })],
      });
    case 'unfinished': {
      const limit = formatTimeLimit(context);
      return createOutcome('timed-out', message('policy.revert-timed-out', { limit }), {
        code: 'revert-unfinished',
        details: [{ text: message('policy.revert-continues') }, ...failures.details()],
        next: [suggestRevertAgain(target, rollout.revisionId)],
      });
    }
  }
}
