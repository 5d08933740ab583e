import { describe, expect, it } from '@jest/globals';
import type { LastFailure } from '../../src/operations/last-failure.ts';
import type { PollContext } from '../../src/operations/poll.ts';
import { pollUntil } from '../../src/operations/poll.ts';
import type { ApiError } from '../../src/tencent/api-errors.ts';
import { AmbiguousResponseError, ApiResponseError } from '../../src/tencent/api-errors.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import type { Text } from '../../src/text/message.ts';
import { message } from '../../src/text/message.ts';

const CALL = { service: 'car', action: 'DescribeApplicationVersion', message: 'why' };
const CUT = new AmbiguousResponseError(CALL);
const STRANGE = new AmbiguousResponseError({ ...CALL, status: 403 });

function refusal(code: string): ApiError {
  return new ApiResponseError({ ...CALL, code, requestId: '' });
}

/** A step of so many seconds, and the seconds and details of the lines that it logs. */
function startStep(limit: number) {
  const clock = virtualClock();
  const startedAt = clock.now();
  const logged: [number, Text | undefined][] = [];
  const log = {
    event: (elapsed: number, ...columns: Text[]) => {
      logged.push([elapsed / 1000, columns.at(-1)]);
    },
  };
  const deadline = startedAt + limit * 1000;
  const cancelSignal = new AbortController().signal;
  const lastFailure: LastFailure = { error: undefined };
  const parts = { clock, startedAt, deadline, lastFailure, log, cancelSignal };
  return { clock, logged, lastFailure, context: parts as unknown as PollContext };
}

/** Reads that bring these, one after the other, and then the last one again and again. */
function reads<T>(...results: readonly (T | Error)[]) {
  let count = 0;
  const read = (): Promise<T> => {
    const result = results[Math.min(count, results.length - 1)] as T | Error;
    count += 1;
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  };
  return { read, count: () => count };
}

const whenTrue = (value: boolean) => (value ? 'there' : undefined);

describe('pollUntil', () => {
  it('gives the result as soon as what was read decides it', async () => {
    const { clock, context } = startStep(60);
    const { read } = reads(false, false, true);
    await expect(pollUntil(context, { interval: 1_000, read, decide: whenTrue })).resolves.toBe(
      'there',
    );
    expect(clock.seconds()).toBe(2);
  });

  it.each([
    { until: undefined, seconds: 60 },
    { until: 25, seconds: 25 },
  ])('reads a last time at the end: $seconds s', async ({ until, seconds }) => {
    const { clock, context } = startStep(60);
    const { count, read } = reads(false);
    const limit = until === undefined ? {} : { until: clock.now() + until * 1000 };
    const options = { interval: 10_000, read, decide: whenTrue, ...limit };
    await expect(pollUntil(context, options)).resolves.toBeUndefined();
    expect(clock.seconds()).toBe(seconds);
    expect(count()).toBe(Math.ceil(seconds / 10) + 1);
  });

  it('reads once where the end has come already', async () => {
    const { clock, context } = startStep(0);
    const { count, read } = reads(false);
    await pollUntil(context, { interval: 10_000, read, decide: whenTrue });
    expect([count(), clock.seconds()]).toEqual([1, 0]);
  });

  it('asks a function for each delay', async () => {
    const { clock, context } = startStep(60);
    const delays = [1_000, 5_000, -1];
    const { read } = reads(false, false, false, true);
    const interval = () => delays.shift() ?? 0;
    await pollUntil(context, { interval, read, decide: whenTrue });
    expect(clock.seconds()).toBe(6);
  });

  it('reads rarer the longer nothing changes, and often again after a change', async () => {
    const { clock, context } = startStep(600);
    const at: number[] = [];
    await pollUntil(context, {
      interval: 'auto',
      read: () => Promise.resolve(clock.seconds()),
      decide: (second, observe) => {
        at.push(second);
        observe(second < 200 ? 'queue' : 'format', () => undefined);
        return second > 230 ? true : undefined;
      },
    });
    const pauses = at.slice(1).map((second, index) => second - (at[index] ?? 0));
    const changed = at.findIndex((second) => second >= 200);
    expect(pauses[changed - 1]).toBeGreaterThan(pauses[0] ?? 0);
    expect(pauses[changed]).toBe(pauses[0]);
  });

  it('logs a state once, and once a minute while it stays', async () => {
    const { clock, context } = startStep(130);
    const logged: [number, string][] = [];
    await pollUntil(context, {
      interval: 10_000,
      read: () => Promise.resolve(clock.seconds() < 20 ? 'queue' : 'format'),
      decide: (state, observe) => {
        observe(state, () => logged.push([clock.seconds(), state]));
        return undefined;
      },
    });
    expect(logged).toEqual([
      [0, 'queue'],
      [20, 'format'],
      [80, 'format'],
    ]);
  });

  it('tells how long reads have come through, without the time in which they failed', async () => {
    const { context } = startStep(60);
    const watched: number[] = [];
    const { read } = reads(1, 2, CUT, CUT, 3, 4);
    await pollUntil(context, {
      interval: 5_000,
      read,
      decide: (value, _, watchedMs) => {
        watched.push(watchedMs);
        return value === 4 ? true : undefined;
      },
    });
    expect(watched).toEqual([0, 5_000, 5_000, 10_000]);
  });

  it.each([
    ['the time that a read takes', 1_000, [0, 4_000, 8_000]],
    ['6 s at most for a read that hung', 30_000, [0, 6_000, 12_000]],
  ])('counts %s as watched', async (_name, readMs, expected) => {
    const { clock, context } = startStep(120);
    const watched: number[] = [];
    await pollUntil(context, {
      interval: 3_000,
      read: async () => {
        await clock.sleep(readMs);
        return true;
      },
      decide: (_, __, watchedMs) => {
        watched.push(watchedMs);
        return watched.length === 3 ? true : undefined;
      },
    });
    expect(watched).toEqual(expected);
  });

  it('ends with what the decision throws, whatever it is', async () => {
    const { context } = startStep(60);
    const { read } = reads(true);
    const decide = () => Promise.reject(CUT);
    await expect(pollUntil(context, { interval: 1_000, read, decide })).rejects.toBe(CUT);
  });
});

describe('a read that fails', () => {
  it.each([
    ['is cut off', CUT],
    ['meets the rate limit', refusal('RequestLimitExceeded')],
    ['meets an internal error', refusal('InternalError')],
  ])('is forgiven as often as it must be, where it %s', async (_, error) => {
    const { context } = startStep(60);
    const { read } = reads<boolean>(error, error, error, error, true);
    const options = { interval: 1_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).resolves.toBe('there');
  });

  it.each([
    ['the response is strange', STRANGE],
    ['the API refuses it', refusal('ResourceNotFound')],
    ['the API refuses it with a code that nobody knows', refusal('SomethingNew')],
  ])('is forgiven for a minute after one has come through, where %s', async (_, error) => {
    const { clock, context } = startStep(600);
    const { count, read } = reads<boolean>(false, error);
    const options = { interval: 10_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).rejects.toBe(error);
    // From 10 s on it fails, at 70 s that has lasted for a minute.
    expect([clock.seconds(), count()]).toEqual([70, 8]);
  });

  it('is forgiven twice in a row, however far apart the reads are', async () => {
    const { clock, context } = startStep(600);
    const { count, read } = reads<boolean>(false, STRANGE);
    const options = { interval: 60_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).rejects.toBe(STRANGE);
    expect([clock.seconds(), count()]).toEqual([180, 4]);
  });

  it.each([
    ['one that came through', false],
    ['one that was cut off', CUT],
    ['one that met the rate limit', refusal('RequestLimitExceeded')],
  ])('is counted anew after %s', async (_, other) => {
    const { clock, context } = startStep(600);
    const { read } = reads<boolean>(false, STRANGE, STRANGE, STRANGE, other, STRANGE);
    const options = { interval: 20_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).rejects.toBe(STRANGE);
    expect(clock.seconds()).toBe(160);
  });

  it('may be strange before any other has come through', async () => {
    const { context } = startStep(60);
    const { read } = reads<boolean>(STRANGE, STRANGE, true);
    const options = { interval: 1_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).resolves.toBe('there');
  });

  it.each([true, false])(
    'is a wrong input unless the target is known: %s',
    async (isTargetKnown) => {
      const { context } = startStep(600);
      const { count, read } = reads<boolean>(refusal('ResourceNotFound'), true);
      const options = { interval: 1_000, read, decide: whenTrue, isTargetKnown };
      const [result] = await Promise.allSettled([pollUntil(context, options)]);
      expect([result.status, count()]).toEqual(isTargetKnown ? ['fulfilled', 2] : ['rejected', 1]);
    },
  );

  it.each([
    ['FailedOperation', 1_000, 10],
    ['FailedOperation.DescribeServiceError', 3_000, 12],
    ['SomethingNew', 30_000, 60],
  ])('ends the first reads after three times over 10 s: %s', async (code, interval, seconds) => {
    const { clock, context } = startStep(600);
    const error = refusal(code);
    const { count, read } = reads<boolean>(error);
    await expect(pollUntil(context, { interval, read, decide: whenTrue })).rejects.toBe(error);
    expect(clock.seconds()).toBe(seconds);
    expect(count()).toBeGreaterThanOrEqual(3);
  });

  it('with an unexpected code does not end the step, although it is the first', async () => {
    const { context } = startStep(60);
    const { read } = reads<boolean>(refusal('SomethingNew'), refusal('FailedOperation'), true);
    const options = { interval: 3_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).resolves.toBe('there');
  });

  it.each([
    'AuthFailure',
    'AuthFailure.SecretIdNotFound',
    'AuthFailure.UnauthorizedOperation',
    'UnauthorizedOperation',
    'UnauthorizedOperation.CamNoAuth',
  ])('is thrown at once where it is missing access: %s', async (code) => {
    const { context } = startStep(600);
    const error = refusal(code);
    const { count, read } = reads<boolean>(false, false, error);
    const options = { interval: 1_000, read, decide: whenTrue, isTargetKnown: true };
    await expect(pollUntil(context, options)).rejects.toBe(error);
    expect(count()).toBe(3);
  });

  it.each([
    ['is the first one and names no resource that exists', refusal('ResourceNotFound')],
    ['is the first one and has a wrong parameter', refusal('InvalidParameterValue.TemIdInvalid')],
    ['is the first one and has no right action', refusal('InvalidAction')],
    ['is no failure of a call', new TypeError('a mistake of ours')],
  ])('is thrown at once where it %s', async (_, error) => {
    const { context } = startStep(60);
    const { count, read } = reads<boolean>(error);
    const options = { interval: 1_000, read, decide: whenTrue };
    await expect(pollUntil(context, options)).rejects.toBe(error);
    expect(count()).toBe(1);
  });

  it('is logged when it begins, for each new reason, and once a minute', async () => {
    const { context, logged } = startStep(100);
    const other = new AmbiguousResponseError({ ...CALL, message: 'another' });
    const { read } = reads<boolean>(CUT, CUT, other);
    await pollUntil(context, { interval: 10_000, read, decide: whenTrue });
    expect(logged).toEqual([
      [0, message('rollout.retrying', { reason: 'why' })],
      [20, message('rollout.retrying', { reason: 'another' })],
      [80, message('rollout.retrying', { reason: 'another' })],
    ]);
  });

  it.each([
    ['a tolerated one', [false, CUT], CUT],
    ['one that ends the poll', [refusal('ResourceNotFound')], expect.any(Error)],
    ['none after a later success', [CUT, false], undefined],
  ])('is kept as the last failure: %s', async (_, results, kept) => {
    const { context, lastFailure } = startStep(60);
    const { read } = reads<boolean>(...results);
    const options = { interval: 60_000, read, decide: whenTrue };
    await Promise.allSettled([pollUntil(context, options)]);
    expect(lastFailure.error).toEqual(kept);
  });

  it('is logged where the caller says so', async () => {
    const { context, logged } = startStep(20);
    const reasons: string[] = [];
    const { read } = reads<boolean>(CUT, CUT, true);
    await pollUntil(context, {
      interval: 10_000,
      read,
      decide: whenTrue,
      observeFailure: (reason, log) => {
        if (reasons.push(reason) === 2) log();
      },
    });
    expect(reasons).toEqual(['why', 'why']);
    expect(logged).toEqual([[10, message('rollout.retrying', { reason: 'why' })]]);
  });
});
