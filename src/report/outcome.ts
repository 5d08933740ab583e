import type { Pod } from '../rollout/snapshot.ts';
import type { Detail } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';
import type { OperationErrorCode } from './error-codes.ts';

/** How a step ends. */
export type Status =
  | 'succeeded'
  | 'failed'
  | 'waiting'
  | 'reverted'
  | 'timed-out'
  | 'cancelled'
  | 'started'
  | 'planned';

/** The result of a step: the status and what is reported. */
export interface Outcome {
  readonly status: Status;
  /**
   * One sentence in the user's terms, for the result line of the log and the heading of the
   * summary.
   */
  readonly headline: Text;
  /** Error code for programs: one of this action's or the API's; '' on success. */
  readonly code: string;
  /** The RequestId of the failed call; '' if there is none. */
  readonly requestId?: string;
  /** All information about the failure; also the annotation of a failed step. */
  readonly details: readonly Detail[];
  /** What to do next: a sentence, and the lines of a workflow step to copy if there are any. */
  readonly next: readonly NextStep[];
  /** True if the new release is live although a later part of the step failed. */
  readonly isLive?: boolean;
  /** The instances that caused the failure, as of that moment, because a rollback removes them. */
  readonly failedPods?: readonly Pod[];
  /** For a dry run: whether something blocks the plan. */
  readonly isBlocked?: boolean;
}

export interface NextStep {
  readonly sentence: Text;
  /** Lines of `with:`, in order; none if the sentence is enough. */
  readonly inputs?: Readonly<Record<string, Text>>;
}

/** Advice if `timeout` was too short. */
export const MORE_TIME: NextStep = { sentence: message('outcome.more-time') };

const SUCCESSFUL = new Set<Status>(['succeeded', 'waiting', 'started', 'planned']);

/** For these operations `reverted` is a success; for all others a failure. */
const ROLLING_BACK: ReadonlySet<string> = new Set(['tem-revert', 'tem-rollback']);

/** Whether the step succeeds. */
export function isSuccess(status: Status, operation: string): boolean {
  return SUCCESSFUL.has(status) || (status === 'reverted' && ROLLING_BACK.has(operation));
}

/** Creates an outcome. Details and advice are empty by default. */
export function createOutcome(
  status: Status,
  headline: Text,
  more: Partial<Omit<Outcome, 'status' | 'headline'>> = {},
): Outcome {
  return { status, headline, code: '', details: [], next: [], ...more };
}

/** The action decided to stop: the reason, details and the fix. */
export class OperationError extends TextError {
  override readonly name = 'OperationError';
  readonly status: 'failed' | 'timed-out';
  readonly code: OperationErrorCode;
  readonly details: Outcome['details'];
  readonly next: readonly NextStep[];

  constructor(
    headline: Text,
    more: Pick<OperationError, 'code'> &
      Partial<Pick<Outcome, 'details' | 'next'> & Pick<OperationError, 'status'>>,
  ) {
    super(headline);
    this.status = more.status ?? 'failed';
    this.code = more.code;
    this.details = more.details ?? [];
    this.next = more.next ?? [];
  }
}
