import type { CommonInputs } from '../github/inputs/operation-inputs.ts';
import type { Log } from '../github/log.ts';
import { ApiError, hasCode } from '../tencent/api-errors.ts';
import type { ApiResult } from '../tencent/services/api-service.ts';
import type { CallerIdentity } from '../tencent/services/sts-api.ts';
import type { Outcome } from '../report/outcome.ts';
import { createOutcome, OperationError } from '../report/outcome.ts';
import type { Text } from '../text/message.ts';
import { getMessageKey, joinTexts, message } from '../text/message.ts';

/** What a step would do, determined with read-only calls. */
export interface Plan {
  /** The result of the change: "shop-api v2.3.9 → v2.4.0". */
  readonly headline: Text;
  /** The changes, in order. */
  readonly changes: readonly Text[];
  /** The strategy and the batches of a rollout, for the log; the summary has a table. */
  readonly division?: Text;
  /** What blocks the change. */
  readonly blockers: readonly Text[];
}

/** What a dry run needs from its step. */
interface DryRunContext {
  readonly log: Log;
  /** Requests the identity of the step from Tencent Cloud. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
}

/**
 * Makes the plan of a `dry-run` and shows it. `onBlocked` decides how a blocked plan ends the step.
 */
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
  // If the step fails, its error lists the blockers already.
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

/** Describes the step's identity. Wrong keys are an error, an unknown identity is not. */
async function describeCaller({ caller }: DryRunContext): Promise<Text> {
  try {
    const { arn, userId } = (await caller()).value;
    return arn || userId || message('plan.identity-missing');
  } catch (error) {
    if (!(error instanceof ApiError) || hasCode(error, 'AuthFailure')) throw error;
    return message('plan.identity-unknown', { reason: error.text });
  }
}

/** Runs assertions and returns the errors that they throw as blockers. */
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
