import { MORE_TIME, OperationError } from '../report/outcome.ts';
import type { Detail } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import type { OperationContext } from './operation.ts';

/**
 * Throws if the deadline has passed: a change that nobody would follow any more must not begin.
 * `goal` completes "timed out before …": `the version could be created`.
 */
export function assertBeforeDeadline(
  context: Pick<OperationContext, 'clock' | 'deadline'>,
  goal: Text,
): void {
  if (isOverdue(context)) throw createDeadlineError(goal);
}

/** Whether the end of `timeout` has come. */
export function isOverdue({
  clock,
  deadline,
}: Pick<OperationContext, 'clock' | 'deadline'>): boolean {
  return clock.now() >= deadline;
}

/**
 * The error of a change that was not begun in time; `goal` as in `assertBeforeDeadline`, `more`: what
 * else to know.
 */
export function createDeadlineError(goal: Text, more: readonly Detail[] = []): OperationError {
  return new OperationError(message('rollout.too-late', { goal }), {
    status: 'timed-out',
    code: 'deadline-passed',
    details: [{ text: message('rollout.too-late-detail') }, ...more],
    next: [MORE_TIME],
  });
}
