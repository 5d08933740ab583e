import { STALE_READ_MS } from '../../rollout/lasting.ts';
import { message } from '../../text/message.ts';
import { defineOperation } from '../operation.ts';
import { checkVerification, prepareVerification } from './check-verify-inputs.ts';
import { attachIfBegunBy, attachToRollout } from './attach-to-rollout.ts';
import { resolveTarget } from './find-target.ts';
import { followRollout } from './follow-rollout.ts';
import { endRollout } from './policies.ts';
import { createTemContext } from './tem-context.ts';
import { FOLLOW, POLICIES, ROLLOUT_OUTPUTS, TARGET, VERIFY } from './tem-declarations.ts';
import { planWait } from './tem-plans.ts';
import { assertCurrentRevision, assertPoliciesSupported } from './tem-preconditions.ts';

const WAIT_IS_FALSE = {
  input: 'wait',
  problem: message('policy.wait-is-false'),
  fix: message('policy.wait-is-false-fix'),
};

/** Attaches to a rollout, the given or the current one, and waits for its verdict. */
export const temWait = defineOperation({
  required: TARGET,
  optional: ['revision-id', 'wait', ...FOLLOW, ...POLICIES, ...VERIFY],
  outputs: [...ROLLOUT_OUTPUTS, 'verification'],
  check: (inputs) => (inputs.wait === false ? [WAIT_IS_FALSE] : checkVerification(inputs)),
  preflight: (inputs, context) => prepareVerification(context, inputs),
  resolve: resolveTarget,
  plan: (inputs, context) => planWait(createTemContext(context, inputs), inputs),
  run: async (inputs, context) => {
    const tem = createTemContext(context, inputs);
    const beganAt = context.clock.now();
    const rollout = await attachToRollout(tem, inputs.revisionId);
    assertCurrentRevision(rollout.history.last.application, inputs.revisionId);
    assertPoliciesSupported(tem, inputs);
    const attachedAt = context.clock.now();
    const outcome = await endRollout(tem, await followRollout(tem, rollout, inputs), inputs);
    // The first check may have come from a stale replica that did not show the current rollout yet.
    const isGuarded = inputs.revisionId !== undefined;
    const pause = typeof inputs.pollInterval === 'number' ? inputs.pollInterval : 0;
    const isEarly = context.clock.now() - attachedAt <= 3 * (STALE_READ_MS + pause);
    if (isGuarded || !isEarly || outcome.code !== 'rollout-superseded') return outcome;
    const current = await attachIfBegunBy(tem, beganAt);
    return current ? endRollout(tem, await followRollout(tem, current, inputs), inputs) : outcome;
  },
});
