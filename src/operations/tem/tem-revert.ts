import { operation } from '../operation.ts';
import { outcome, Refusal } from '../../report/outcome.ts';
import { adviseRevert, adviseRevertAgain } from './tem-next-steps.ts';
import { attach } from './find-revision.ts';
import { guardActions, guardRevision, guardSomethingDeploys } from './tem-preconditions.ts';
import { FOLLOW, openSession, TARGET } from './tem-context.ts';
import { standingOf } from '../../rollout/revert-tracker.ts';
import { followRevert, showsRevert, startRevert } from './revert-rollout.ts';
import { planRevert } from './tem-plans.ts';
import type { Session } from './tem-context.ts';
import { duration } from '../../text/format.ts';

/** Takes a rollout back, then waits until the old version serves. */
export const temRevert = operation({
  needs: TARGET,
  takes: ['revision-id', 'wait', ...FOLLOW],
  plan: (inputs, step) => planRevert(openSession(step, inputs), inputs),
  run: async (inputs, step) => {
    const session = openSession(step, inputs);
    const snapshot = await attach(session);
    const { versionId } = snapshot.application;
    guardRevision(snapshot.application, inputs.revisionId);
    guardActions(session, 'tem-revert');
    guardSomethingDeploys(session, snapshot);

    step.log.stage('Revert', `${versionId} is taken back`);
    const isReverting = standingOf(snapshot, versionId) === 'reverting';
    const answer = isReverting ? 'accepted' : await startRevert(session, versionId);
    if (answer === 'refused') throw new Refusal('TEM refused to take the rollout back');
    const version = snapshot.deployment?.oldDeployVersion || 'the version before';
    if (!inputs.wait) {
      if (answer === 'unclear' && !(await showsRevert(session, versionId))) {
        throw unknownRevert(session, versionId);
      }
      return outcome('started', `the revert to ${version} is started`);
    }
    const ended = await followRevert(session, versionId, inputs.pollInterval);
    return ended === 'reverted'
      ? outcome('reverted', `reverted to ${version}`)
      : outcome('timed-out', `the revert did not finish within ${duration(inputs.timeout)}`, {
          details: ['It goes on without this step.'],
          next: [adviseRevertAgain(session.target, versionId)],
        });
  },
});

function unknownRevert({ target }: Session, revisionId: string): Refusal {
  return new Refusal('it is not known whether the revert was started', {
    details: ['Its answer was unclear twice, and the rollout does not show it.'],
    next: [adviseRevert(target, revisionId)],
  });
}
