import { MORE_TIME, OperationError } from '../report/outcome.ts';
import type { Detail } from '../text/detail.ts';
import { formatDuration } from '../text/format.ts';
import type { OperationContext } from './operation.ts';

/**
 * Throws where the deadline has passed: a change that nobody would follow any more must not begin.
 * `what` goes on after "the timeout was reached before".
 */
export function assertBeforeDeadline(
  context: Pick<OperationContext, 'clock' | 'deadline'>,
  what: string,
): void {
  if (isOverdue(context)) throw createDeadlineError(what);
}

/** Whether the end of `timeout` has come. */
export function isOverdue({
  clock,
  deadline,
}: Pick<OperationContext, 'clock' | 'deadline'>): boolean {
  return clock.now() >= deadline;
}

/**
 * The error of a change that was not begun in time; `what` as in `assertBeforeDeadline`, `more`: what
 * else to know.
 */
export function createDeadlineError(what: string, more: readonly Detail[] = []): OperationError {
  return new OperationError(`the timeout was reached before ${what}`, {
    status: 'timed-out',
    code: 'deadline-passed',
    details: [{ text: 'That was not started.' }, ...more],
    next: [MORE_TIME],
  });
}

/** The input `timeout` in words: "30 min". */
export function formatTimeLimit({
  startedAt,
  deadline,
}: Pick<OperationContext, 'startedAt' | 'deadline'>): string {
  return formatDuration(deadline - startedAt);
}
