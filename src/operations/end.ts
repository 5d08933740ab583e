import { isOutOfTime } from '../tencent/retry.ts';
import { describeFailure } from './failure.ts';
import type { Step } from './operation.ts';
import type { Outcome } from './outcome.ts';
import { MORE_TIME, outcome } from './outcome.ts';
import { duration } from './words.ts';

/** What a step came to that threw: a cancel, the end of `timeout` (ms), or a failure. */
export function describeEnd(
  error: unknown,
  { clock, deadline, signal, wire }: Pick<Step, 'clock' | 'deadline' | 'signal' | 'wire'>,
  timeout: number,
): Outcome {
  if (signal.aborted) return outcome('cancelled', 'the job was cancelled');
  if (error === wire.signal.reason) {
    return outcome('timed-out', `not done within ${duration(timeout)} (timeout)`, {
      next: [MORE_TIME],
    });
  }
  const failure = describeFailure(error);
  const isLate = isOutOfTime(error, deadline - clock.now());
  return isLate ? { ...failure, status: 'timed-out' } : failure;
}
