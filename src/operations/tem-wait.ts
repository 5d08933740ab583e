import { watchCurrent } from '../rollout/watch.ts';
import { operation } from './operation.ts';
import { attachTo } from './tem/attach.ts';
import { guardRevision, guardSite } from './tem/guard.ts';
import { FOLLOW, POLICIES, TARGET } from './tem/inputs.ts';
import { followToVerdict } from './tem/roll.ts';
import { planWait } from './tem/plan.ts';
import { openSession } from './tem/session.ts';

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
