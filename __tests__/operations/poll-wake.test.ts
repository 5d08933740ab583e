import { describe, expect, it } from '@jest/globals';
import type { PollContext } from '../../src/operations/poll.ts';
import { pollUntil } from '../../src/operations/poll.ts';
import { AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const CALL = { service: 'tem', action: 'DescribeApplicationInfo', message: 'why' };
const CUT = new AmbiguousResponseError(CALL);

/** Polls every 30 s for 5 minutes, and returns the seconds of the reads. */
async function poll(
  wake: () => AbortSignal | undefined,
  prepare: (clock: ReturnType<typeof virtualClock>, cancel: AbortController) => void,
  read: () => Promise<unknown> = () => Promise.resolve(),
) {
  const clock = virtualClock();
  const cancel = new AbortController();
  const reads: number[] = [];
  const context = {
    ...{ clock, startedAt: clock.now(), lastFailure: { error: undefined } },
    ...{ deadline: clock.now() + 300_000, cancelSignal: cancel.signal },
    log: { event: () => undefined },
  } as unknown as PollContext;
  prepare(clock, cancel);
  const ended = await pollUntil(context, {
    interval: 30_000,
    read: () => {
      reads.push(clock.seconds());
      return read();
    },
    decide: () => undefined,
    wake,
  }).then(
    () => 'over',
    (error: unknown) => error,
  );
  return { ended, reads };
}

describe('a signal that wakes a poll', () => {
  it('ends the pause, once', async () => {
    const decided = new AbortController();
    const { ended, reads } = await poll(
      () => decided.signal,
      (clock) => {
        clock.at(42, () => {
          decided.abort();
        });
      },
    );
    expect(reads.slice(0, 5)).toEqual([0, 30, 42, 72, 102]);
    expect([ended, reads.at(-1)]).toEqual(['over', 300]);
  });

  it('may be followed by another one', async () => {
    const signals = [new AbortController(), new AbortController()];
    const { reads } = await poll(
      () => signals.find(({ signal }) => !signal.aborted)?.signal ?? signals[1]?.signal,
      (clock) => {
        [10, 50].forEach((second, index) => {
          clock.at(second, () => signals[index]?.abort());
        });
      },
    );
    expect(reads.slice(0, 5)).toEqual([0, 10, 40, 50, 80]);
  });

  it('wakes it at once, and only once, if it came before', async () => {
    const signal = AbortSignal.abort();
    const { reads } = await poll(
      () => signal,
      () => undefined,
    );
    expect(reads.slice(0, 4)).toEqual([0, 0, 30, 60]);
  });

  it('does not make reads that fail a hot loop', async () => {
    const signal = AbortSignal.abort();
    const { reads } = await poll(
      () => signal,
      () => undefined,
      () => Promise.reject(CUT),
    );
    expect(reads.slice(0, 4)).toEqual([0, 0, 30, 60]);
    expect(reads.length).toBeLessThan(15);
  });

  it.each([
    ['before', [40, 41]],
    ['after', [41, 40]],
    ['with', [40, 40]],
  ])('does not hide a cancel that comes %s it', async (_, [cancelAt = 0, wakeAt = 0]) => {
    const decided = new AbortController();
    const reason = new Error('cancelled');
    const { ended, reads } = await poll(
      () => decided.signal,
      (clock, cancel) => {
        clock.at(wakeAt, () => {
          decided.abort();
        });
        clock.at(cancelAt, () => {
          cancel.abort(reason);
        });
      },
    );
    expect(ended).toBe(reason);
    expect(reads.at(-1)).toBeLessThanOrEqual(cancelAt);
  });
});
