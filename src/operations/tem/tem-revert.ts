import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { formatDuration } from '../../text/format.ts';
import { defineOperation } from '../operation.ts';
import { attachToRollout } from './find-revision.ts';
import { followRevert, showsRevert, startRevert } from './revert-rollout.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, TARGET } from './tem-inputs.ts';
import { suggestRevert, suggestRevertAgain } from './tem-next-steps.ts';
import { planRevert } from './tem-plans.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertDeploying,
} from './tem-preconditions.ts';

/** Reverts a rollout, then waits until the old version serves. */
export const temRevert = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW],
  plan: (inputs, context) => planRevert(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const { history } = await attachToRollout(tem);
    const { last: snapshot, previous } = history;
    const { versionId: revisionId } = snapshot.application;
    assertCurrentRevision(snapshot.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-revert');
    assertDeploying(tem, snapshot);

    context.log.stage('Revert', `rolling back ${revisionId}`);
    const isReverting = getRevertStatus(snapshot, revisionId) === 'reverting';
    const answer = isReverting ? 'accepted' : await startRevert(tem, revisionId);
    if (answer === 'refused') {
      throw new OperationError('TEM refused to roll back', { code: 'revert-refused' });
    }
    const version = describePreviousVersion(previous.version);
    const again = suggestRevertAgain(tem.target, revisionId);
    if (!inputs.wait) {
      if (answer === 'unknown' && !(await showsRevert(tem, revisionId))) {
        throw new OperationError('it is not known whether the revert was started', {
          code: 'revert-outcome-unknown',
          details: [{ text: 'Its answer was unclear twice, and the rollout does not show it.' }],
          next: [suggestRevert(tem.target, revisionId)],
        });
      }
      return createOutcome('started', `the revert to ${version} is started`, { next: [again] });
    }
    const end = await followRevert(tem, { revisionId, timeline: [] }, inputs.pollInterval);
    if (end === 'reverted') return createOutcome('reverted', `reverted to ${version}`);
    const timeout = formatDuration(inputs.timeout);
    return createOutcome('timed-out', `the revert did not finish within ${timeout}`, {
      code: 'revert-unfinished',
      details: [{ text: 'It goes on without this step.' }],
      next: [again],
    });
  },
});
