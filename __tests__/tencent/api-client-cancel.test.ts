import { getEventListeners } from 'node:events';
import { describe, expect, it, jest } from '@jest/globals';
import type { ApiCall, ClientOptions } from '../../src/tencent/api-client.ts';
import type { HttpResponse, Post } from '../../src/tencent/http.ts';
import { durationText } from '../../src/text/message.ts';
import {
  CHANGE,
  ok,
  READ,
  refusal,
  rejection,
  settle,
  stage,
  START,
  steppedClock,
  systemError,
} from './calls.ts';

const OK = ok({ Result: true, RequestId: 'r-1' });
const REASON = new Error('the job was cancelled');
const SECOND = 1_000;

/** A call whose answer is given by hand, over a transport that obeys its signal as undici does. */
async function begin(which: ApiCall, options: Partial<ClientOptions> = {}) {
  const cancel = new AbortController();
  const clock = steppedClock();
  const signals: (AbortSignal | undefined)[] = [];
  let resolveAnswer: (given: HttpResponse) => void = () => undefined;
  let breakDown: (error: Error) => void = () => undefined;
  const post: Post = (_, signal) =>
    new Promise((resolve, reject) => {
      signals.push(signal);
      resolveAnswer = resolve;
      breakDown = reject;
      signal?.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  const { call } = stage([], { post, clock, signal: cancel.signal, ...options });
  const settled = jest.fn();
  const result = call(which);
  void result.then(settled, settled);
  await settle();
  return {
    clock,
    signals,
    settled,
    result,
    cancel: () => {
      cancel.abort(REASON);
    },
    answer: (given: HttpResponse) => {
      resolveAnswer(given);
    },
    breakDown: (error: Error) => {
      breakDown(error);
    },
  };
}

describe('a cancel before the call', () => {
  it.each([READ, CHANGE])('sends nothing: $action', async (which) => {
    const { call, sent } = stage([OK], { signal: AbortSignal.abort(REASON) });
    expect(await rejection(call(which))).toBe(REASON);
    expect(sent).toEqual([]);
  });
});

describe('a cancel during a read', () => {
  it('ends it at once, with the reason', async () => {
    const { cancel, settled } = await begin(READ);
    cancel();
    await settle();
    expect(settled).toHaveBeenCalledWith(REASON);
  });

  it('is what is thrown, though the connection broke', async () => {
    const { cancel, breakDown, result } = await begin(READ);
    breakDown(systemError('ECONNRESET'));
    cancel();
    expect(await rejection(result)).toBe(REASON);
  });
});

describe('a cancel during a change', () => {
  it('waits a little for its answer, which is not lost', async () => {
    const { cancel, clock, answer, result, settled } = await begin(CHANGE);
    cancel();
    await clock.advance(SECOND);
    expect(settled).not.toHaveBeenCalled();
    answer(OK);
    await expect(result).resolves.toMatchObject({ requestId: 'r-1' });
  });

  it('does not wait for long: the runner kills the step after a few seconds', async () => {
    const { cancel, clock, settled } = await begin(CHANGE);
    cancel();
    await clock.advance(5 * SECOND);
    expect(settled).toHaveBeenCalledWith(REASON);
  });

  it('does not hurry a change that is not cancelled', async () => {
    const { clock, signals, answer, result, settled } = await begin(CHANGE);
    await clock.advance(50 * SECOND);
    expect(settled).not.toHaveBeenCalled();
    answer(OK);
    await expect(result).resolves.toMatchObject({ requestId: 'r-1' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  });

  it('changes nothing once the answer is there', async () => {
    const { cancel, clock, signals, answer, result } = await begin(CHANGE);
    answer(OK);
    await result;
    cancel();
    await clock.advance(15 * SECOND);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  });

  it('changes nothing either when the answer came in time', async () => {
    const { cancel, clock, signals, answer, result } = await begin(CHANGE);
    cancel();
    answer(OK);
    await result;
    await clock.advance(15 * SECOND);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false]);
  });

  it('is nothing that a change which is over still waits for', async () => {
    const { signal } = new AbortController();
    const { call } = stage([OK], { signal });
    await call(CHANGE);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is not sent again after a rate limit', async () => {
    const { cancel, answer, result, signals } = await begin(CHANGE);
    cancel();
    answer(refusal('RequestLimitExceeded'));
    expect(await rejection(result)).toBe(REASON);
    expect(signals).toHaveLength(1);
  });

  it('reports that the change may have been made', async () => {
    const onChange = jest.fn();
    const { cancel, clock } = await begin(CHANGE, { onChange });
    cancel();
    await clock.advance(5 * SECOND);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('still tells that the cloud refused it', async () => {
    const { cancel, answer, result } = await begin(CHANGE);
    cancel();
    answer(refusal('ResourceInUse.ServiceDeploying'));
    expect(await rejection(result)).toMatchObject({ code: 'ResourceInUse.ServiceDeploying' });
  });
});

describe('a cancel between two tries', () => {
  it('ends the pause with the reason', async () => {
    const cancel = new AbortController();
    const { call, sent } = stage([refusal('RequestLimitExceeded')], {
      signal: cancel.signal,
      clock: steppedClock(),
      onRetry: () => {
        setImmediate(() => {
          cancel.abort(REASON);
        });
      },
    });
    expect(await rejection(call(READ))).toBe(REASON);
    expect(sent).toHaveLength(1);
  });
});

describe('a call without an answer', () => {
  it.each([
    { which: READ, seconds: 30, until: '30 s are over', options: {} },
    {
      which: READ,
      seconds: 10,
      until: 'what its step gives a read is over',
      options: { readTimeoutMs: 10 * SECOND },
    },
    { which: READ, seconds: 20, until: 'the deadline', options: { deadline: START + 20 * SECOND } },
    {
      which: READ,
      seconds: 5,
      until: '5 s are over, though the deadline is past',
      options: { deadline: START },
    },
    {
      which: CHANGE,
      seconds: 90,
      until: '90 s are over',
      options: { readTimeoutMs: 10 * SECOND, deadline: START + 600 * SECOND },
    },
    {
      which: CHANGE,
      seconds: 40,
      until: 'the deadline',
      options: { deadline: START + 40 * SECOND },
    },
    {
      which: CHANGE,
      seconds: 20,
      until: '20 s are over, though the deadline is past',
      options: { deadline: START },
    },
  ])('is given up when $until: $which.action', async ({ which, seconds, options }) => {
    const failures: unknown[] = [];
    // A read is tried again after that, where there is time.
    const onRetry: ClientOptions['onRetry'] = ({ error }) => failures.push(error);
    const { clock, result, signals } = await begin(which, { ...options, onRetry });
    result.catch((error: unknown) => failures.push(error));
    await clock.advance((seconds - 1) * SECOND);
    expect(signals[0]?.aborted).toBe(false);
    await clock.advance(SECOND);
    expect(signals[0]?.aborted).toBe(true);
    expect(failures).toEqual([
      expect.objectContaining({
        code: 'ambiguous-response',
        isTimeout: true,
        text: expect.objectContaining({
          values: expect.objectContaining({ limit: durationText(seconds * SECOND) }),
        }),
      }),
    ]);
  });
});
