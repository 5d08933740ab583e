import { defineOperation } from '../operation.ts';
import { createOutcome, OperationError } from '../../report/outcome.ts';
import { suggestRevert, suggestRevertAgain } from './tem-next-steps.ts';
import { attachToRollout } from './find-revision.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertDeploying,
} from './tem-preconditions.ts';
import { FOLLOW, createTemContext, TARGET } from './tem-context.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import { followRevert, showsRevert, startRevert } from './revert-rollout.ts';
import { planRevert } from './tem-plans.ts';
import type { TemContext } from './tem-context.ts';
import { formatDuration } from '../../text/format.ts';

/** Takes a rollout back, then waits until the old version serves. */
export const temRevert = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW],
  plan: (inputs, context) => planRevert(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const snapshot = await attachToRollout(tem);
    const { versionId } = snapshot.application;
    assertCurrentRevision(snapshot.application, inputs.revisionId);
    assertActionsSupported(tem, 'tem-revert');
    assertDeploying(tem, snapshot);

    tem.log.stage('Revert', `${versionId} is taken back`);
    const isReverting = getRevertStatus(snapshot, versionId) === 'reverting';
    const answer = isReverting ? 'accepted' : await startRevert(tem, versionId);
    if (answer === 'refused') throw new OperationError('TEM refused to take the rollout back');
    const version = snapshot.deployment?.oldDeployVersion || 'the version before';
    if (!inputs.wait) {
      if (answer === 'unclear' && !(await showsRevert(tem, versionId))) {
        throw unknownRevert(tem, versionId);
      }
      return createOutcome('started', `the revert to ${version} is started`);
    }
    const ended = await followRevert(tem, versionId, inputs.pollInterval);
    return ended === 'reverted'
      ? createOutcome('reverted', `reverted to ${version}`)
      : createOutcome(
          'timed-out',
          `the revert did not finish within ${formatDuration(inputs.timeout)}`,
          {
            details: ['It goes on without this step.'],
            next: [suggestRevertAgain(tem.target, versionId)],
          },
        );
  },
});

function unknownRevert({ target }: TemContext, revisionId: string): OperationError {
  return new OperationError('it is not known whether the revert was started', {
    details: ['Its answer was unclear twice, and the rollout does not show it.'],
    next: [suggestRevert(target, revisionId)],
  });
}
