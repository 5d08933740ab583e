import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiError, FailureClass } from '../../src/tencent/api-errors.ts';
import {
  AmbiguousResponseError,
  ApiResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';
import { getRetryDelay, isOutOfTime, retry, withoutRetry } from '../../src/tencent/retry.ts';
import {
  manualClock,
  rejection,
  START,
  CHANGE,
  ok,
  READ,
  raw,
  refusal,
  stage,
  systemError,
} from './calls.ts';
import type { Reply } from './calls.ts';

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
  const delay = (tries: number, at: number) => getRetryDelay(LIMITED, 'read', tries, at) ?? NaN;

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

const FOREVER = Infinity;

/** Each class: what stands for it, and how often a read and a change are sent that never get better. */
const CLASSES: readonly [FailureClass, Record<'read' | 'change', number>, Reply[]][] = [
  [
    'rate-limited',
    { read: FOREVER, change: FOREVER },
    [
      refusal('RequestLimitExceeded'),
      refusal('RequestLimitExceeded.UinLimitExceeded'),
      refusal('RequestLimitExceeded.IPLimitExceeded'),
      refusal('RequestLimitExceeded.GlobalRegionUinLimitExceeded'),
      refusal('InvalidParameter.OverLimit'),
    ],
  ],
  [
    'not-executed',
    { read: 5, change: 5 },
    [systemError('ECONNREFUSED'), systemError('ENOTFOUND'), systemError('UND_ERR_CONNECT_TIMEOUT')],
  ],
  [
    'transient',
    { read: 5, change: 1 },
    [
      ...[refusal('InternalError'), refusal('ServiceUnavailable'), refusal('InternalError.X')],
      ...[refusal('FailedOperation.ActionReadTimeout'), systemError('ECONNRESET')],
      ...[systemError('UND_ERR_SOCKET'), systemError('UND_ERR_HEADERS_TIMEOUT')],
      ...[raw('<html>', 502), raw('', 500), raw('', 503), raw('', 429), raw(''), raw('{"Resp')],
    ],
  ],
  [
    'final',
    { read: 1, change: 1 },
    [
      ...['ActionOffline', 'AuthFailure', 'AuthFailure.InvalidAuthorization'],
      ...['AuthFailure.InvalidSecretId', 'AuthFailure.MFAFailure', 'AuthFailure.SecretIdNotFound'],
      ...['AuthFailure.SignatureFailure', 'AuthFailure.UnauthorizedOperation', 'DryRunOperation'],
      ...['FailedOperation', 'InvalidAction', 'NoSuchProduct', 'NoSuchVersion', 'InvalidParameter'],
      ...['InvalidParameterValue', 'MissingParameter', 'UnknownParameter', 'InvalidRequest'],
      ...['IpInBlacklist', 'IpNotInWhitelist', 'LimitExceeded', 'OperationDenied'],
      ...['RequestSizeLimitExceeded', 'ResponseSizeLimitExceeded', 'ResourceInUse'],
      ...[
        'ResourceInsufficient',
        'ResourceNotFound',
        'ResourceUnavailable',
        'UnauthorizedOperation',
      ],
      ...['UnsupportedOperation', 'UnsupportedProtocol', 'UnsupportedRegion', 'SomethingNew'],
    ]
      .map((code): Reply => refusal(code))
      .concat([raw('', 403), raw('<html>', 404), systemError('CERT_HAS_EXPIRED')]),
  ],
];

const ROWS = CLASSES.flatMap(([name, times, replies]) =>
  replies.flatMap((reply) =>
    (['read', 'change'] as const).map(
      (effect) => [name, effect, times[effect], nameOf(reply), reply] as const,
    ),
  ),
);

function nameOf(reply: Reply): string {
  return reply instanceof Error ? reply.message : `${reply.status} ${reply.body}`;
}

/** What the pause before try 2, 3 … may be: between a tenth of the ceiling and all of it, in ms. */
const ceilingOf = (index: number) => Math.min(10_000, 1_000 * 2 ** index);

const DEADLINE_MS = 120_000;

describe('every class of failures', () => {
  it.each(ROWS)('%s: a %s is sent %s times (%s)', async (_, effect, times, __, reply) => {
    const call = effect === 'read' ? READ : CHANGE;
    for (const random of [0, 0.5, 0.999_999]) {
      const deadline = START + DEADLINE_MS;
      const on = stage([reply], { random: () => random, deadline });
      await rejection(on.call(call));
      const { slept } = on.clock;
      expect(on.sent).toHaveLength(slept.length + 1);
      expect(on.clock.now()).toBeLessThanOrEqual(deadline);
      const spread = slept.map((ms, index) => ms / ceilingOf(index));
      expect(spread.every((part) => part >= 0.1 && part <= 1)).toBe(true);
      const drawn = spread.map((part) => Math.abs(part - (0.1 + 0.9 * random)) < 0.01);
      expect(drawn).not.toContain(false);
      const isWaitedOut = deadline - on.clock.now() <= 10_000;
      expect(times === FOREVER ? isWaitedOut : on.sent.length).toBe(times === FOREVER || times);
    }
  });
});

describe('a change', () => {
  it('is executed at most once, whatever happens', async () => {
    const unexecuted = [
      refusal('RequestLimitExceeded'),
      refusal('RequestLimitExceeded.IPLimitExceeded'),
      systemError('ECONNREFUSED'),
    ];
    const executed = [
      systemError('UND_ERR_SOCKET'),
      new Error('odd'),
      ok({ Result: true }),
      raw('', 502),
      raw('{'),
      refusal('InternalError'),
      refusal('ResourceInUse.ServiceDeploying'),
      ok({ Error: {} }),
    ];
    const reply = fc.constantFrom<Reply>(...unexecuted, ...executed);
    await fc.assert(
      fc.asyncProperty(fc.array(reply, { minLength: 1 }), async (replies) => {
        const all = [...replies, ok({})];
        const { call, sent } = stage(all);
        await Promise.allSettled([call(CHANGE)]);
        const got = all.slice(0, sent.length);
        expect(got.filter((each) => !unexecuted.includes(each)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is sent once, though the deadline is past', async () => {
    const { call, sent } = stage([ok({})], { deadline: 0 });
    await call(CHANGE);
    expect(sent).toHaveLength(1);
  });
});
