import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FailureClass } from '../../src/tencent/code-meaning.ts';
import type { Reply } from './calls.ts';
import { CHANGE, ok, READ, START, raw, refusal, rejection, stage, systemError } from './calls.ts';

const FOREVER = Infinity;
const ONCE = 0;

/**
 * Each class: what stands for it, and for how many seconds a read and a change are sent that never
 * get better.
 */
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
      refusal('LimitExceeded.RateLimitExceeded'),
      refusal('FailedOperation.RequestLimitExceeded'),
    ],
  ],
  [
    'not-executed',
    { read: 30, change: 30 },
    [systemError('ECONNREFUSED'), systemError('ENOTFOUND'), systemError('UND_ERR_CONNECT_TIMEOUT')],
  ],
  [
    'transient',
    { read: 120, change: ONCE },
    [
      ...[refusal('InternalError'), refusal('ServiceUnavailable'), refusal('InternalError.X')],
      ...[refusal('FailedOperation.ActionReadTimeout'), systemError('ECONNRESET')],
      ...[systemError('UND_ERR_SOCKET'), systemError('UND_ERR_HEADERS_TIMEOUT')],
      ...[raw('<html>', 502), raw('', 500), raw('', 503), raw('', 429), raw(''), raw('{"Resp')],
    ],
  ],
  [
    'final',
    { read: ONCE, change: ONCE },
    [
      ...['ActionOffline', 'AuthFailure', 'AuthFailure.InvalidAuthorization'],
      ...['AuthFailure.InvalidSecretId', 'AuthFailure.MFAFailure', 'AuthFailure.SecretIdNotFound'],
      ...['AuthFailure.SignatureFailure', 'AuthFailure.UnauthorizedOperation', 'DryRunOperation'],
      ...['FailedOperation', 'InvalidAction', 'NoSuchProduct', 'NoSuchVersion', 'InvalidParameter'],
      ...['InvalidParameterValue', 'MissingParameter', 'UnknownParameter', 'InvalidRequest'],
      ...['IpInBlacklist', 'IpNotInWhitelist', 'LimitExceeded', 'OperationDenied'],
      ...['LimitExceeded.Quota', 'FailedOperation.NoRequestLimitExceeded'],
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
      .concat([raw('', 403), raw('<html>', 404), systemError('CERT_HAS_EXPIRED')])
      // A header that cannot be sent.
      .concat([systemError('UND_ERR_INVALID_ARG')]),
  ],
];

const ROWS = CLASSES.flatMap(([name, seconds, replies]) =>
  replies.flatMap((reply) =>
    (['read', 'change'] as const).map(
      (effect) => [name, effect, seconds[effect], nameOf(reply), reply] as const,
    ),
  ),
);

function nameOf(reply: Reply): string {
  return reply instanceof Error ? reply.message : `${reply.status} ${reply.body}`;
}

/** What the pause before try 2, 3 … may be: between a tenth of the ceiling and all of it, in ms. */
const ceilingOf = (index: number) => Math.min(10_000, 1_000 * 2 ** index);

const DEADLINE_MS = 300_000;

describe('every class of failures', () => {
  it.each(ROWS)('%s: a %s is sent again for %s s (%s)', async (_, effect, seconds, __, reply) => {
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
      // Neither given up too early, nor tried again after that.
      const failingMs = on.clock.now() - START;
      const end = Math.min(seconds * 1000, DEADLINE_MS - 10_000);
      const isLastTry = failingMs - (slept.at(-1) ?? 0) < end || seconds === FOREVER;
      const isRight = seconds === ONCE ? slept.length === 0 : slept.length >= 4 && isLastTry;
      expect(failingMs).toBeGreaterThanOrEqual(end);
      expect(isRight).toBe(true);
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
