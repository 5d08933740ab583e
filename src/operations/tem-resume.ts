import { watchCurrent } from '../rollout/watch.ts';
import { operation } from './operation.ts';
import { outcome } from './outcome.ts';
import { attach } from './tem/attach.ts';
import { guardActions, guardRevision } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { savePendingRevert } from './tem/pending.ts';
import { confirm, findWaitingBatch } from './tem/resume.ts';
import { followToVerdict } from './tem/roll.ts';
import { planResume } from './tem/plan.ts';
import { openSession } from './tem/session.ts';

/** Starts the next batch of a rollout that waits for confirmation, then waits. */
export const temResume = operation({
  needs: TARGET,
  takes: ['revision-id', 'wait', ...FOLLOW, ...POLICIES],
  plan: (inputs, step) => planResume(openSession(step, inputs), inputs),
  run: async (inputs, step) => {
    const session = openSession(step, inputs);
    const snapshot = await attach(session);
    guardRevision(snapshot.application, inputs.revisionId);
    guardActions(session, 'tem-resume');

    const begun = watchCurrent(snapshot.application.versionId);
    const batch = await findWaitingBatch(session, snapshot);
    if (inputs.onCancel === 'revert') savePendingRevert(session, begun);
    const watch = batch === undefined ? begun : await confirm(session, begun, batch);
    const said =
      batch === undefined ? 'nothing waits for confirmation' : 'the next batch is started';
    step.log.stage('Resume', said);

    if (!inputs.wait) return outcome('started', said);
    return followToVerdict(session, watch, inputs);
  },
});
