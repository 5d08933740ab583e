import { watchCurrent } from '../../rollout/rollout-tracker.ts';
import { operation } from '../operation.ts';
import { outcome } from '../../report/outcome.ts';
import { attach } from './find-revision.ts';
import { guardActions, guardRevision } from './tem-preconditions.ts';
import { FOLLOW, openSession, POLICIES, TARGET } from './tem-context.ts';
import { savePendingRevert } from './pending-revert.ts';
import { confirm, findWaitingBatch } from './confirm-batch.ts';
import { followToVerdict } from './policies.ts';
import { planResume } from './tem-plans.ts';

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
