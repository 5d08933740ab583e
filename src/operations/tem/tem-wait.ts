import { trackExisting } from '../../rollout/rollout-tracker.ts';
import { defineOperation } from '../operation.ts';
import { attachToRevision } from './find-revision.ts';
import { assertCurrentRevision, assertPoliciesSupported } from './tem-preconditions.ts';
import { FOLLOW, createTemContext, POLICIES, TARGET } from './tem-context.ts';
import { followToOutcome } from './policies.ts';
import { planWait } from './tem-plans.ts';

const WAIT_IS_FALSE = {
  input: 'wait',
  problem: 'is "false", and waiting is all that tem-wait does',
  fix: 'remove   wait: false',
};

/** Attaches to a rollout, the given or the current one, and waits for its verdict. */
export const temWait = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW, ...POLICIES],
  check: ({ wait }) => (wait === false ? [WAIT_IS_FALSE] : []),
  plan: (inputs, context) => planWait(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const { application } = await attachToRevision(tem, inputs.revisionId);
    assertCurrentRevision(application, inputs.revisionId);
    assertPoliciesSupported(tem, inputs);
    return followToOutcome(tem, trackExisting(application.versionId), inputs);
  },
});
