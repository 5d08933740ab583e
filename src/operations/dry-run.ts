import type { Log } from '../github/log.ts';
import { ApiError, hasCode } from '../tencent/api-errors.ts';
import type { ApiResult } from '../tencent/services/api-service.ts';
import type { CallerIdentity } from '../tencent/services/sts-api.ts';
import type { Outcome } from '../report/outcome.ts';
import { createOutcome, OperationError } from '../report/outcome.ts';

/** What a step would do, found out with read-only calls. */
export interface Plan {
  /** What it would lead to: "shop-api would go from v2.3.9 to v2.4.0". */
  readonly headline: string;
  /** What would be done, in order. */
  readonly would: readonly string[];
  /** What would stop it. */
  readonly blockers: readonly string[];
}

/** What a dry run works with. */
interface DryRunContext {
  readonly log: Log;
  /** Asks the cloud who the step is. */
  readonly caller: () => Promise<ApiResult<CallerIdentity>>;
}

/** Makes the plan of a `dry-run`, and shows it. */
export async function runDryRun(
  context: DryRunContext,
  makePlan: () => Promise<Plan>,
): Promise<Outcome> {
  const caller = await describeCaller(context);
  context.log.stage('Caller', caller);
  const { headline, would, blockers } = await makePlan();
  would.forEach((line) => {
    context.log.stage('Plan', line);
  });
  if (blockers.length > 0) context.log.warning('The plan is blocked', blockers.join('\n'));
  const blocked = blockers.length > 0 ? ', but it is blocked' : '';
  return createOutcome('planned', `Plan: ${headline}${blocked}. Nothing was changed`, {
    details: [
      { label: 'Caller', text: caller },
      ...would.map((text) => ({ label: 'Would', text })),
      ...blockers.map((text) => ({ label: 'Blocker', text })),
    ],
    next: [{ sentence: 'Make it real: remove   dry-run: true' }],
  });
}

/** Describes who the step is to the cloud. Wrong keys are an error, an unknown caller is not. */
async function describeCaller({ caller }: DryRunContext): Promise<string> {
  try {
    const { arn, userId } = (await caller()).value;
    return arn || userId || 'not told by the cloud';
  } catch (error) {
    if (!(error instanceof ApiError) || hasCode(error, 'AuthFailure')) throw error;
    return `not known (${error.message})`;
  }
}

/** Runs assertions, and gives what they refuse as blockers. */
export function collectBlockers(...assertions: readonly (() => void)[]): string[] {
  return assertions.flatMap((assertion) => {
    try {
      assertion();
      return [];
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      const details = error.details.map((detail) =>
        typeof detail === 'string' ? detail : detail.text,
      );
      return [[error.message, details.join(' ')].filter(Boolean).join('. ')];
    }
  });
}
