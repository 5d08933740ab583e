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

/** What a step came to: the status, and what it tells its user. */
export interface Outcome {
  readonly status: Status;
  /** One sentence in the user's terms: the result line of the log, the heading of the summary. */
  readonly headline: Text;
  /** What went wrong, for programs: a code of ours or of the API; '' if nothing did. */
  readonly code: string;
  /** The RequestId of the call that the cloud answered with an error; '' if it gave none. */
  readonly requestId?: string;
  /** Everything to know about what went wrong; the annotation of a failed step. */
  readonly details: readonly Detail[];
  /** What to do next: a sentence and the lines of a workflow step to copy, if there are any. */
  readonly next: readonly NextStep[];
  /** True if the release serves, although the step failed at something that comes after it. */
  readonly isLive?: boolean;
  /** The instances that the end is about, as they were then: after a rollback they are gone. */
  readonly failedPods?: readonly Pod[];
  /** Of a dry run: whether its plan could not be carried out. */
  readonly isBlocked?: boolean;
}

export interface NextStep {
  readonly sentence: Text;
  /** Lines of `with:`, in order; none if the sentence says it all. */
  readonly inputs?: Readonly<Record<string, Text>>;
}

/** What to do where `timeout` was too short. */
export const MORE_TIME: NextStep = { sentence: message('outcome.more-time') };

const SUCCESSFUL = new Set<Status>(['succeeded', 'waiting', 'started', 'planned']);

/** `reverted` is what these operations are asked for, and a failure everywhere else. */
const ROLLING_BACK: ReadonlySet<string> = new Set(['tem-revert', 'tem-rollback']);

/** Whether the step succeeds. */
export function isSuccess(status: Status, operation: string): boolean {
  return SUCCESSFUL.has(status) || (status === 'reverted' && ROLLING_BACK.has(operation));
}

/** An outcome without details or advice, unless they are given. */
export function createOutcome(
  status: Status,
  headline: Text,
  more: Partial<Omit<Outcome, 'status' | 'headline'>> = {},
): Outcome {
  return { status, headline, code: '', details: [], next: [], ...more };
}

/** The action itself will not go on: the reason, what to know, and what to do about it. */
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
