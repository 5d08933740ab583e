import { createOutcome, OperationError } from '../../report/outcome.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { isNotExecuted } from '../../tencent/retry.ts';
import { message } from '../../text/message.ts';
import { createDeadlineError } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { defineOperation } from '../operation.ts';
import { startWith, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import { checkVerification, prepareVerification } from './check-verify-inputs.ts';
import { attachToRollout } from './attach-to-rollout.ts';
import { findBatchToResume, resumeBatch } from './confirm-batch.ts';
import { savePendingRevert } from './pending-revert.ts';
import { followRollout } from './follow-rollout.ts';
import { endRollout } from './policies.ts';
import { resolveTarget } from './find-target.ts';
import type { TemContext } from './tem-context.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, POLICIES, ROLLOUT_OUTPUTS, TARGET, VERIFY } from './tem-declarations.ts';
import { suggestWait } from './tem-next-steps.ts';
import { planResume } from './tem-plans.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';

/** Starts the next batch of a rollout that waits for confirmation, then waits. */
export const temResume = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW, ...POLICIES, ...VERIFY],
  outputs: [...ROLLOUT_OUTPUTS, 'verification'],
  check: checkVerification,
  preflight: (inputs, context) => prepareVerification(context, inputs),
  resolve: resolveTarget,
  plan: (inputs, context) => planResume(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const rollout = await attachToRollout(tem, inputs.revisionId);
    const { state, history } = rollout;
    assertCurrentRevision(history.last.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-resume');

    if (inputs.onCancel === 'revert') savePendingRevert(tem, rollout);
    const resumed = await resumePausedBatch(tem, rollout);
    if (resumed && 'error' in resumed) {
      const { error } = resumed;
      if (inputs.wait) return endRollout(tem, { ...rollout, kind: 'stuck', error }, inputs);
      throw error;
    }
    const text = message(resumed === undefined ? 'policy.no-batch-paused' : 'policy.batch-started');
    context.log.stage(message('policy.stage-resume'), text);

    if (!inputs.wait) {
      return createOutcome('started', text, {
        next: [suggestWait(tem.target, state.revisionId)],
      });
    }
    const end = await followRollout(tem, { state: resumed ?? state, history }, inputs);
    return endRollout(tem, end, inputs);
  },
});

/** Why the next batch was not started. */
interface Unresumed {
  readonly error: ApiError | OperationError;
}

/**
 * Starts the next batch; resolves to `undefined` if none is paused. A call that was certainly not
 * executed is sent again only after another check, because it names no revision.
 */
async function resumePausedBatch(
  tem: TemContext,
  { state, history }: Rollout,
): Promise<RolloutState | Unresumed | undefined> {
  const { cancelSignal, clock, deadline } = tem.context;
  const read = startWith(history.last, tem.snapshots.read);
  for (;;) {
    const found = await findBatchToResume(tem, state.revisionId, read);
    if (found.kind !== 'paused') {
      const isUnread = found.kind === 'unread';
      if (!isUnread) return undefined;
      const goal = message('policy.goal-find-batch');
      return { error: createDeadlineError(goal, describeLastFailure(tem.context)) };
    }
    try {
      return await resumeBatch(tem, state, found.batch);
    } catch (error) {
      const isKnown = error instanceof ApiError || error instanceof OperationError;
      if (cancelSignal.aborted || !isKnown) throw error;
      if (!isNotExecuted(error)) return { error };
    }
    const pause = Math.min(VISIBLE_POLL_INTERVAL_MS, Math.max(0, deadline - clock.now()));
    await clock.sleep(pause, cancelSignal);
  }
}
