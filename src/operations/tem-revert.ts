import { operation } from './operation.ts';
import { Refusal, outcome } from './outcome.ts';
import { adviseRevert, adviseRevertAgain } from './tem/advice.ts';
import { attach } from './tem/attach.ts';
import { guardActions, guardRevision, guardSomethingDeploys } from './tem/guard.ts';
import { FOLLOW, TARGET } from './tem/inputs.ts';
import { standingOf } from '../rollout/reverting.ts';
import { followRevert, showsRevert, startRevert } from './tem/revert.ts';
import { planRevert } from './tem/plan.ts';
import type { Session } from './tem/session.ts';
import { openSession } from './tem/session.ts';
import { duration } from './words.ts';

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
