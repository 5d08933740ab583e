import type { CommonInputs } from '../github/inputs/operation-inputs.ts';
import type { Log } from '../github/log.ts';
import { ApiError, hasCode } from '../tencent/api-errors.ts';
import type { ApiResult } from '../tencent/services/api-service.ts';
import type { CallerIdentity } from '../tencent/services/sts-api.ts';
import type { Outcome } from '../report/outcome.ts';
import { createOutcome, OperationError } from '../report/outcome.ts';
import type { Text } from '../text/message.ts';
import { getMessageKey, joinTexts, message } from '../text/message.ts';

/** What a step would do, found out with read-only calls. */
export interface Plan {
  /** What it would lead to: "shop-api v2.3.9 → v2.4.0". */
  readonly headline: Text;
  /** What would be done, in order. */
  readonly changes: readonly Text[];
  /** How a rollout would be divided, for the log; the summary has a table of it. */
  readonly division?: Text;
  /** What would stop it. */
  readonly blockers: readonly Text[];
}

/** What a dry run works with. */
interface DryRunContext {
  readonly log: Log;
  /** Asks Tencent Cloud who the step is. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
}

/** Makes the plan of a `dry-run`, and shows it. `onBlocked` says how one that is blocked ends. */
export async function runDryRun(
  context: DryRunContext,
  makePlan: () => Promise<Plan>,
  onBlocked: CommonInputs['onBlocked'],
): Promise<Outcome> {
  const caller = await describeCaller(context);
  context.log.stage(message('plan.identity'), caller);
  const { headline, changes, division = '', blockers } = await makePlan();
  [...changes, division].filter(Boolean).forEach((line) => {
    context.log.stage(message('plan.stage'), line);
  });
  const isBlocked = blockers.length > 0;
  const isFailure = isBlocked && onBlocked === 'fail';
  // The error of a failed step says the same.
  if (isBlocked && !isFailure) {
    context.log.warning(message('plan.blocked-title'), joinTexts('line', ...blockers));
  }
  const key = isBlocked ? 'plan.headline-blocked' : 'plan.headline';
  return createOutcome(isFailure ? 'failed' : 'planned', message(key, { plan: headline }), {
    code: isFailure ? 'plan-blocked' : '',
    isBlocked,
    details: [
      ...blockers.map((text) => ({ label: message('plan.label-blocked-by'), text })),
      ...changes.map((text) => ({ label: message('plan.label-change'), text })),
      { label: message('plan.identity'), text: caller },
    ],
    next: isBlocked ? [] : [{ sentence: message('plan.apply') }],
  });
}

/** Describes who the step is to Tencent Cloud. Wrong keys are an error, an unknown caller is not. */
async function describeCaller({ caller }: DryRunContext): Promise<Text> {
  try {
    const { arn, userId } = (await caller()).value;
    return arn || userId || message('plan.identity-missing');
  } catch (error) {
    if (!(error instanceof ApiError) || hasCode(error, 'AuthFailure')) throw error;
    return message('plan.identity-unknown', { reason: error.text });
  }
}

/** Runs assertions, and gives what they refuse as blockers. */
export function collectBlockers(...assertions: readonly (() => void)[]): Text[] {
  return assertions.flatMap((assertion) => {
    try {
      assertion();
      return [];
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      // The headline of a plan says already that nothing was changed.
      const details = joinTexts(
        'space',
        ...error.details
          .map(({ text }) => text)
          .filter((text) => getMessageKey(text) !== 'plan.nothing-changed'),
      );
      if (details === '') return [error.text];
      return [message('plan.blocker', { problem: error.text, details })];
    }
  });
}
