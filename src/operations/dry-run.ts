import { ApiError, hasCode } from '../tencent/api-errors.ts';
import type { OperationContext } from './operation.ts';
import type { Outcome } from '../report/outcome.ts';
import { createOutcome, OperationError } from '../report/outcome.ts';

/** What a step would do, found out by reads alone. */
export interface Plan {
  /** What would come of it: "shop-api would go from v2.3.9 to v2.4.0". */
  readonly headline: string;
  /** What would be done, in order. */
  readonly would: readonly string[];
  /** What would stop it. */
  readonly blockers: readonly string[];
}

/** Makes the plan of a `dry-run`, and shows it. */
export async function runDryRun(
  context: OperationContext,
  makePlan: () => Promise<Plan>,
): Promise<Outcome> {
  const caller = await callerOf(context);
  context.log.stage('Caller', caller);
  const { headline, would, blockers } = await makePlan();
  would.forEach((line) => {
    context.log.stage('Plan', line);
  });
  if (blockers.length > 0) context.log.warning('The plan is blocked', blockers.join('\n'));
  const blocked = blockers.length > 0 ? ', but it is blocked' : '';
  return createOutcome('planned', `Plan: ${headline}${blocked}. Nothing was changed`, {
    details: [
      `Caller:   ${caller}`,
      ...would.map((line) => `Would:    ${line}`),
      ...blockers.map((line) => `Blocker:  ${line}`),
    ],
    next: [{ sentence: 'Make it real: remove   dry-run: true' }],
  });
}

/** Whom the cloud takes the step for. A wrong key is an error, a caller that is not told is not. */
async function callerOf({ caller }: OperationContext): Promise<string> {
  try {
    const { arn, userId } = (await caller()).value;
    return arn || userId || 'not told by the cloud';
  } catch (error) {
    if (!(error instanceof ApiError) || hasCode(error, 'AuthFailure')) throw error;
    return `not known (${error.message})`;
  }
}

/** What guards would refuse, as blockers. */
export function collectBlockers(...guards: readonly (() => void)[]): string[] {
  return guards.flatMap((guard) => {
    try {
      guard();
      return [];
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return [
        [
          error.message,
          error.details
            .map((detail) => (typeof detail === 'string' ? detail : detail.text))
            .join(' '),
        ]
          .filter(Boolean)
          .join('. '),
      ];
    }
  });
}
