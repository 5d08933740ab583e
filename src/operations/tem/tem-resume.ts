import { trackExisting } from '../../rollout/rollout-tracker.ts';
import { defineOperation } from '../operation.ts';
import { createOutcome } from '../../report/outcome.ts';
import { attachToRollout } from './find-revision.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';
import { FOLLOW, createTemContext, POLICIES, TARGET } from './tem-context.ts';
import { savePendingRevert } from './pending-revert.ts';
import { resumeBatch, findWaitingBatch } from './confirm-batch.ts';
import { followToOutcome } from './policies.ts';
import { planResume } from './tem-plans.ts';

/** Starts the next batch of a rollout that waits for confirmation, then waits. */
export const temResume = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW, ...POLICIES],
  plan: (inputs, context) => planResume(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const snapshot = await attachToRollout(tem);
    assertCurrentRevision(snapshot.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-resume');

    const initial = trackExisting(snapshot.application.versionId);
    const batch = await findWaitingBatch(tem, snapshot);
    if (inputs.onCancel === 'revert') savePendingRevert(tem, initial);
    const state = batch === undefined ? initial : await resumeBatch(tem, initial, batch);
    const said =
      batch === undefined ? 'nothing waits for confirmation' : 'the next batch is started';
    tem.log.stage('Resume', said);

    if (!inputs.wait) return createOutcome('started', said);
    return followToOutcome(tem, state, inputs);
  },
});
