import type { Clock } from '../../../src/clock.ts';
import { isReadingOrWriting } from '../file-work.ts';
import type { LeadOptions, SharedTime } from '../process/shared-time.ts';
import { watchRequests } from './requests.ts';

/** Turns of the event loop without news after which a run counts as idle. */
const QUIET_TURNS = 4;
/** Real ms after which a request without an answer counts as held back. */
const STALLED_AFTER_MS = 200;
/** How often a request that is held back is looked at again, in real ms. */
const LOOK_AGAIN_MS = 5;
/** The longest delay of a timer in Node, and what a timer gets that has a longer one. */
const [MAX_DELAY_MS, TOO_LONG_MS] = [2 ** 31 - 1, 1];

/** The clock of one run in this process, under a shared time. */
export interface RunClock extends Clock {
  /** Calls `act` once after `ms`; returns how to cancel it. Does not keep the run alive. */
  after(ms: number, act: () => void): () => void;
  /** Begins work within this process that the run waits for; returns how to end it. */
  begin(): () => void;
  /** The run is over: time moves without it, and its timers never end. */
  leave(): void;
}

interface Timer {
  readonly due: number;
  /** Whether it keeps the run alive. */
  readonly isKept: boolean;
  readonly act: () => void;
}

/**
 * Does for a run in this process what fast-clock.mjs does for a child process: time stands still
 * while the run works or waits for an answer, and moves on once all that it waits for is a timer.
 */
export function createRunClock(
  time: SharedTime,
  { isHeld }: LeadOptions,
  stalledAfterMs = STALLED_AFTER_MS,
): RunClock {
  const timers = new Set<Timer>();
  let isOver = false;
  let news = 0;
  let inside = 0;

  const { ask, leave } = time.join((now) => {
    const due = [...timers].filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
    for (const timer of due) if (timers.delete(timer)) timer.act();
    changed();
  });

  const start = (delay: number, isKept: boolean, act: () => void): (() => void) => {
    const isPossible = delay >= 1 && delay <= MAX_DELAY_MS;
    const due = time.now() + (isPossible ? Math.trunc(delay) : TOO_LONG_MS);
    const timer = { due, isKept, act };
    timers.add(timer);
    changed();
    return () => {
      if (timers.delete(timer)) changed();
    };
  };

  const requests = watchRequests(() => {
    changed();
  });

  /** Looks whether there is something to do once nothing has happened for some turns. */
  const changed = (): void => {
    const seen = ++news;
    if (isOver) return;
    waitForQuiet(QUIET_TURNS, () => {
      if (seen === news) askForTime(seen);
    });
  };

  const askForTime = (seen: number): void => {
    if (isOver || seen !== news || timers.size === 0) return;
    const open = inside + requests.count();
    const isKept = open > 0 || [...timers].some((timer) => timer.isKept);
    if (!isKept) return;
    const isStalled = requests.count() === 0 || requests.idleMs() >= stalledAfterMs;
    if (open === 0 || (isStalled && isHeld())) {
      ask(Math.min(...[...timers].map((timer) => timer.due)));
    } else {
      // What holds the answer back may not have had it yet.
      setTimeout(() => {
        askForTime(seen);
      }, LOOK_AGAIN_MS).unref();
    }
  };

  return {
    now: () => time.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const abort = (): void => {
          cancel();
          reject(signal?.reason as Error);
        };
        const cancel = start(ms, true, () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        });
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      }),
    timeout: (ms) => {
      const late = new AbortController();
      start(ms, false, () => {
        late.abort(new DOMException('The operation timed out', 'TimeoutError'));
      });
      return late.signal;
    },
    after: (ms, act) => start(ms, false, act),
    begin: () => {
      inside += 1;
      changed();
      return () => {
        inside -= 1;
        changed();
      };
    },
    leave: () => {
      isOver = true;
      requests.stop();
      timers.clear();
      leave();
    },
  };
}

function waitForQuiet(turns: number, then: () => void): void {
  setImmediate(() => {
    if (isReadingOrWriting()) waitForQuiet(QUIET_TURNS, then);
    else if (turns > 1) waitForQuiet(turns - 1, then);
    else then();
  });
}
