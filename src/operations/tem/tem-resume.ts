import { createOutcome } from '../../report/outcome.ts';
import { message } from '../../text/message.ts';
import { defineOperation } from '../operation.ts';
import { attachToRollout } from './find-revision.ts';
import { findBatchToResume, resumeBatch } from './confirm-batch.ts';
import { savePendingRevert } from './pending-revert.ts';
import { followToOutcome } from './policies.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, POLICIES, TARGET } from './tem-inputs.ts';
import { suggestWait } from './tem-next-steps.ts';
import { planResume } from './tem-plans.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';

/** Starts the next batch of a rollout that waits for confirmation, then waits. */
export const temResume = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW, ...POLICIES],
  plan: (inputs, context) => planResume(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const { state, history } = await attachToRollout(tem, inputs.revisionId);
    assertCurrentRevision(history.last.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-resume');

    if (inputs.onCancel === 'revert') savePendingRevert(tem, { state, history });
    const batch = await findBatchToResume(tem, history.last);
    const resumed = batch === undefined ? state : await resumeBatch(tem, state, batch);
    const text = message(batch === undefined ? 'policy.no-batch-paused' : 'policy.batch-started');
    context.log.stage(message('policy.stage-resume'), text);

    if (!inputs.wait) {
      return createOutcome('started', text, {
        next: [suggestWait(tem.target, state.revisionId)],
      });
    }
    return followToOutcome(tem, { state: resumed, history }, inputs);
  },
});
