import type { NextStep, Outcome } from '../../report/outcome.ts';
import { getRevertStatus } from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { POLICIES } from './tem-declarations.ts';

/** Describes that a policy kept the rollout, and whether it continues. */
export function describeKept({ history, state }: Rollout, policy: (typeof POLICIES)[number]): Text {
  const { last } = history;
  const isOurs = getRevertStatus(last, state) === 'in-progress';
  const isInProgress = isOurs && isDeploying(last.application);
  return message(isInProgress ? 'policy.kept-in-progress' : 'policy.kept', { policy });
}

/** Returns the original outcome, with what the policy did and what to do next. */
export function endAs(cause: Outcome, text: Text, next: readonly NextStep[]): Outcome {
  return { ...cause, details: [...cause.details, { text }], next };
}
