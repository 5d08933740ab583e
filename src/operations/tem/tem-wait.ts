import { watchCurrent } from '../../rollout/rollout-tracker.ts';
import { operation } from '../operation.ts';
import { attachTo } from './find-revision.ts';
import { guardRevision, guardSite } from './tem-preconditions.ts';
import { FOLLOW, openSession, POLICIES, TARGET } from './tem-context.ts';
import { followToVerdict } from './policies.ts';
import { planWait } from './tem-plans.ts';

const WAIT_IS_FALSE = {
  input: 'wait',
  is: 'is "false", and waiting is all that tem-wait does',
  change: 'remove   wait: false',
};

/** Attaches to a rollout, the given or the current one, and waits for its verdict. */
export const temWait = operation({
  needs: TARGET,
  takes: ['revision-id', 'wait', ...FOLLOW, ...POLICIES],
  check: ({ wait }) => (wait === false ? [WAIT_IS_FALSE] : []),
  plan: (inputs, step) => planWait(openSession(step, inputs), inputs),
  run: async (inputs, step) => {
    const session = openSession(step, inputs);
    const { application } = await attachTo(session, inputs.revisionId);
    guardRevision(application, inputs.revisionId);
    guardSite(session, inputs);
    return followToVerdict(session, watchCurrent(application.versionId), inputs);
  },
});
