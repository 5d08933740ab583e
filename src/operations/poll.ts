import { pause } from '../rollout/pace.ts';
import { CallError } from '../tencent/errors.ts';
import { classify } from '../tencent/retry.ts';
import type { Step } from './operation.ts';

export type Interval = number | 'auto';

type PollingStep = Pick<Step, 'clock' | 'deadline' | 'log' | 'signal' | 'startedAt'>;

/**
 * Looks until `look` gives something, at the pace of `interval` (ms, or 'auto'); `undefined` where
 * the deadline comes first. A look that fails for a while is said and made again; what would fail
 * again is thrown, and so is the signal's reason.
 */
export async function poll<T>(
  step: PollingStep,
  interval: Interval,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { clock, deadline, signal } = step;
  const fixed = interval === 'auto' ? undefined : interval;
  const lastChange = clock.now();
  for (;;) {
    const found = await lookOrMiss(step, look);
    const now = clock.now();
    if (found !== undefined || now >= deadline) return found;
    const pace = { fixed, now, lastChange, deadline, isSettling: false, due: undefined };
    await clock.sleep(pause(pace), signal);
  }
}

async function lookOrMiss<T>(
  { clock, log, startedAt }: PollingStep,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof CallError) || classify(error) === 'final') throw error;
    const why = `looks again: ${error.message}`;
    log.event(clock.now() - startedAt, 'look', 'no answer', '', why);
    return undefined;
  }
}
