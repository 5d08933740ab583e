import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiError } from '../../src/tencent/api-errors.ts';
import {
  AmbiguousResponseError,
  ApiResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';
import {
  getRetryDelay,
  isNotExecuted,
  isOutOfTime,
  retry,
  withoutRetry,
} from '../../src/tencent/retry.ts';
import { manualClock, rejection, START } from './calls.ts';

const NAME = { service: 'tem', action: 'DescribeApplicationInfo', message: 'no' };
const LIMITED = new ApiResponseError({ ...NAME, code: 'RequestLimitExceeded', requestId: '' });
const FINAL = new ApiResponseError({ ...NAME, code: 'InvalidParameter', requestId: '' });
const CUT = new AmbiguousResponseError(NAME);
const AWAY = new UnreachableError(NAME);

/** Retries over attempts that fail with these errors, and succeed after them. */
function begin(errors: readonly Error[], madeProgress?: () => boolean) {
  const clock = manualClock();
  const cancel = new AbortController();
  const reported: unknown[] = [];
  let attempts = 0;
  const options = {
    clock,
    random: () => 0.5,
    deadline: START + 60_000,
    signal: cancel.signal,
    onRetry: ({ error }: { readonly error: ApiError }) => reported.push(error),
  };
  const attempt = async () => {
    const error = errors[attempts];
    attempts += 1;
    await Promise.resolve();
    if (error) throw error;
    return 'done';
  };
  return {
    cancel,
    clock,
    options,
    reported,
    attempt,
    attempts: () => attempts,
    run: () => retry(options, 'read', attempt, madeProgress),
  };
}

describe('retry', () => {
  it('pauses between attempts, and reports each pause', async () => {
    const { run, clock, reported } = begin([CUT, AWAY]);
    expect(await run()).toBe('done');
    expect(clock.slept).toEqual([550, 1100]);
    expect(reported).toEqual([CUT, AWAY]);
  });

  it.each([FINAL, new Error('no failed call')])('ends with %s at once', async (error) => {
    const { run, attempts } = begin([error]);
    expect(await rejection(run())).toBe(error);
    expect(attempts()).toBe(1);
  });

  it('ends with the cause of what shall not be tried again', async () => {
    const { options, clock } = begin([]);
    const attempt = () => withoutRetry(Promise.reject(CUT));
    expect(await rejection(retry(options, 'read', attempt))).toBe(CUT);
    expect(clock.slept).toEqual([]);
    await expect(withoutRetry(Promise.resolve(1))).resolves.toBe(1);
  });

  it('counts anew after an attempt that made progress', async () => {
    const errors = Array.from({ length: 9 }, () => CUT);
    const { run, clock } = begin(errors, () => true);
    await run();
    expect(clock.slept).toEqual(errors.map(() => 550));
  });

  it('tries five times at least, however long each try takes', async () => {
    const started = begin([]);
    const { clock, options } = started;
    const deadline = START + 3_600_000;
    let attempts = 0;
    const attempt = async () => {
      attempts += 1;
      await clock.sleep(90_000);
      throw CUT;
    };
    expect(await rejection(retry({ ...options, deadline }, 'read', attempt))).toBe(CUT);
    expect(attempts).toBe(5);
  });

  it('is not patient with an outage where the caller reads again anyway', async () => {
    const started = begin(Array.from({ length: 9 }, () => CUT));
    const { options, attempt } = started;
    const result = retry({ ...options, isPatient: false }, 'read', attempt);
    expect(await rejection(result)).toBe(CUT);
    expect(started.attempts()).toBe(5);
  });

  it.each([
    [30_000, 30_550],
    [undefined, 550],
    // No longer than makes sense.
    [3_600_000, 120_550],
  ])('waits as long as it is asked to: %s ms', async (retryAfterMs, pauseMs) => {
    const { options, attempt, clock } = begin([
      new AmbiguousResponseError({ ...NAME, retryAfterMs }),
    ]);
    await retry({ ...options, deadline: START + 600_000 }, 'read', attempt);
    expect(clock.slept).toEqual([pauseMs]);
  });

  it('has patience with each kind of failure by itself', async () => {
    const limits = Array.from({ length: 10 }, () => LIMITED);
    const { run, clock } = begin([...limits, AWAY]);
    expect(await run()).toBe('done');
    expect(clock.now() - START).toBeGreaterThan(30_000);
  });

  it('needs nobody to listen', async () => {
    const { options, attempt } = begin([CUT]);
    const { onRetry, ...rest } = options;
    expect(onRetry).toBeDefined();
    expect(await retry(rest, 'read', attempt)).toBe('done');
  });

  it('may pause until the deadline, and no longer', async () => {
    for (const [deadline, attempts] of [
      [START + 550, 2],
      [START + 549, 1],
    ] as const) {
      const started = begin([CUT]);
      const { options, attempt } = started;
      await Promise.allSettled([retry({ ...options, deadline }, 'read', attempt)]);
      expect(started.attempts()).toBe(attempts);
    }
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('cancelled');
    const { cancel, options, reported, run, attempts } = begin([CUT]);
    const abort = () => {
      cancel.abort(reason);
      return Promise.reject(CUT);
    };
    expect(await rejection(retry(options, 'read', abort))).toBe(reason);
    expect(reported).toEqual([]);
    expect(await rejection(run())).toBe(reason);
    expect(attempts()).toBe(0);
  });

  it('passes on a final error though it is cancelled: it tells what was done', async () => {
    const { cancel, options } = begin([]);
    const attempt = () => {
      cancel.abort(new Error('cancelled'));
      return Promise.reject(FINAL);
    };
    expect(await rejection(retry(options, 'change', attempt))).toBe(FINAL);
  });
});

describe('getRetryDelay', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const delay = (tries: number, at: number) =>
    getRetryDelay(LIMITED, 'read', { tries, failingMs: 0 }, at) ?? NaN;

  it('is a whole number of milliseconds, above 0 and ten seconds at the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), random, (tries, at) => {
        const ms = delay(tries, at);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('doubles with the tries', () => {
    const delays = [1, 2, 3, 4, 5, 6].map((tries) => delay(tries, 0.5));
    expect(delays).toEqual([550, 1100, 2200, 4400, 5500, 5500]);
  });

  it('is spread widely, so that jobs do not come back together', () => {
    expect(delay(3, 0.999)).toBeGreaterThan(5 * delay(3, 0));
    const delays = Array.from({ length: 100 }, (_, index) => delay(3, index / 100));
    expect(new Set(delays).size).toBe(100);
  });
});

describe('isNotExecuted', () => {
  it.each<[string, unknown, boolean]>([
    ['the rate limit was reached', LIMITED, true],
    ['nothing was sent', AWAY, true],
    ['the answer was lost', CUT, false],
    ['it would fail again', FINAL, false],
    ['it was no call', { failureClass: 'not-executed' }, false],
  ])('where %s', (_, error, expected) => {
    expect(isNotExecuted(error)).toBe(expected);
  });
});

describe('isOutOfTime', () => {
  it.each<[string, unknown, number, boolean]>([
    ['no time was left', CUT, 0, true],
    ['less time was left than a pause may take', CUT, 9_999, true],
    ['there was time for the longest pause', CUT, 10_000, false],
    ['it would fail again', FINAL, 0, false],
    ['it was no call', new Error('odd'), 0, false],
  ])('where %s', (_, error, leftMs, expected) => {
    expect(isOutOfTime(error, leftMs)).toBe(expected);
  });
});
