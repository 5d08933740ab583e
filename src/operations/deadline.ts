import { MORE_TIME, OperationError } from '../report/outcome.ts';
import type { Detail } from '../text/detail.ts';
import type { Duration, Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { describeLastFailure } from './last-failure.ts';
import type { OperationContext } from './operation.ts';

/**
 * Throws if the deadline has passed: a step must not start a change that it cannot follow. `goal`
 * completes "timed out before …": `the version could be created`.
 */
export function assertBeforeDeadline(
  context: Pick<OperationContext, 'clock' | 'deadline'>,
  goal: Text,
): void {
  if (isOverdue(context)) throw createDeadlineError(goal);
}

/** Returns true if `timeout` has passed. */
export function isOverdue({
  clock,
  deadline,
}: Pick<OperationContext, 'clock' | 'deadline'>): boolean {
  return clock.now() >= deadline;
}

/**
 * Creates the error for a change that was not started in time. `goal` is as in
 * `assertBeforeDeadline`; `more` adds details.
 */
export function createDeadlineError(goal: Text, more: readonly Detail[] = []): OperationError {
  return new OperationError(message('rollout.too-late', { goal }), {
    status: 'timed-out',
    code: 'deadline-passed',
    details: [{ text: message('rollout.too-late-detail') }, ...more],
    next: [MORE_TIME],
  });
}

/**
 * Creates the error for a wait that `timeout` has ended. `describe` gets the limit. If the last read
 * failed, its error is the last detail.
 */
export function createTimeoutError(
  context: Pick<OperationContext, 'lastFailure' | 'timeLimit'>,
  describe: (limit: Duration) => Text,
  more: Pick<OperationError, 'code'> & Partial<Pick<OperationError, 'details' | 'next'>>,
): OperationError {
  return new OperationError(describe(context.timeLimit), {
    ...more,
    status: 'timed-out',
    details: [...(more.details ?? []), ...describeLastFailure(context)],
  });
}
