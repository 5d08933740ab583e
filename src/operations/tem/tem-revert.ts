import { createOutcome } from '../../report/outcome.ts';
import { message } from '../../text/message.ts';
import { defineOperation } from '../operation.ts';
import { attachToRollout } from './attach-to-rollout.ts';
import { completeHistory } from './find-revision.ts';
import { confirmPastRevert, findPastRevert } from './past-revert.ts';
import { createNotStartedError, describeRevertEnd } from './revert-outcome.ts';
import { followRevert, startRevert, toRevertTarget } from './revert-rollout.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import { resolveTarget } from './find-target.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, ROLLOUT_OUTPUTS, TARGET } from './tem-declarations.ts';
import { suggestRevertAgain } from './tem-next-steps.ts';
import { planRevert } from './tem-plans.ts';
import { assertActionsSupported, assertCurrentRevision } from './tem-preconditions.ts';

/** Rolls back a rollout, then waits until all instances run the previous version. */
export const temRevert = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW],
  outputs: ROLLOUT_OUTPUTS,
  resolve: resolveTarget,
  plan: (inputs, context) => planRevert(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const rollout = await attachToRollout(tem, inputs.revisionId);
    const { last: snapshot } = rollout.history;
    const reverted = await findPastRevert(tem, snapshot, inputs.revisionId);
    if (reverted && !inputs.wait) {
      const next = [suggestRevertAgain(tem.target, inputs.revisionId ?? '')];
      return createOutcome('started', message('policy.already-reverted'), { next });
    }
    if (reverted) return confirmPastRevert(tem, reverted, inputs.pollInterval);
    assertCurrentRevision(snapshot.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-revert');

    const { versionId: revisionId } = snapshot.application;
    const text = message('policy.rolling-back', { revision: revisionId });
    context.log.stage(message('policy.stage-rollback'), text);
    const started = await startRevert(tem, rollout.state);
    if (started.kind !== 'started') throw createNotStartedError(tem, snapshot, started);
    // The first read may have shown the details of an earlier rollout.
    const history = completeHistory(context.report, rollout.history, started.checked);
    if (!inputs.wait) {
      const version = describePreviousVersion(history.previous.version);
      const next = [suggestRevertAgain(tem.target, revisionId)];
      return createOutcome('started', message('policy.revert-started', { version }), { next });
    }
    const target = toRevertTarget({ ...rollout, history });
    const end = await followRevert(tem, target, inputs.pollInterval);
    return describeRevertEnd(tem, target, end);
  },
});
