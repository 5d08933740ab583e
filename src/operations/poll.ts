import { nextPollDelay } from '../rollout/poll-delay.ts';
import { ApiError } from '../tencent/api-errors.ts';
import { classify } from '../tencent/retry.ts';
import type { OperationContext } from './operation.ts';

export type PollInterval = number | 'auto';

type PollingStep = Pick<
  OperationContext,
  'clock' | 'deadline' | 'log' | 'cancelSignal' | 'startedAt'
>;

/**
 * What a look tells of what it saw: `tell` is called where `state` is another than at the look
 * before, and once a minute while it stays the same. Another state quickens the pace.
 */
export type Sees = (state: string, tell: () => void) => void;

type Look<T> = (sees: Sees) => Promise<T | undefined>;

const HEARTBEAT_INTERVAL_MS = 60_000;

/**
 * Looks until `look` gives something, at the pace of `interval` (ms, or 'auto'); `undefined` where
 * the deadline comes first. A look that fails for a while is said and made again; what would fail
 * again is thrown, and so is the signal's reason.
 */
export async function poll<T>(
  step: PollingStep,
  interval: PollInterval,
  look: Look<T>,
): Promise<T | undefined> {
  const { clock, deadline, cancelSignal: signal } = step;
  const fixed = interval === 'auto' ? undefined : interval;
  const watch = watchFor(clock);
  for (;;) {
    const found = await lookOrMiss(step, () => look(watch.sees));
    const now = clock.now();
    if (found !== undefined || now >= deadline) return found;
    const { lastChange } = watch;
    const pace = { fixed, now, lastChange, deadline, isSettling: false, due: undefined };
    await clock.sleep(nextPollDelay(pace), signal);
  }
}

function watchFor(clock: OperationContext['clock']) {
  let seen: string | undefined;
  let lastTold = 0;
  const watch = {
    lastChange: clock.now(),
    sees: (state: string, tell: () => void) => {
      const now = clock.now();
      if (state !== seen) watch.lastChange = now;
      else if (now - lastTold < HEARTBEAT_INTERVAL_MS) return;
      [seen, lastTold] = [state, now];
      tell();
    },
  };
  return watch;
}

async function lookOrMiss<T>(
  { clock, log, startedAt }: PollingStep,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof ApiError) || classify(error) === 'final') throw error;
    const why = `looks again: ${error.message}`;
    log.event(clock.now() - startedAt, 'look', 'no answer', '', why);
    return undefined;
  }
}
