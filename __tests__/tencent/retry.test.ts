import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiError } from '../../src/tencent/api-errors.ts';
import {
  ApiResponseError,
  hasCode,
  AmbiguousResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';
import type { Effect } from '../../src/tencent/retry.ts';
import {
  classify,
  isOutOfTime,
  isOutcomeUnknown,
  getRetryDelay,
  systemCode,
} from '../../src/tencent/retry.ts';

const NAME = { service: 'tem', action: 'DescribeApplicationInfo' };

const cloud = (code: string) =>
  new ApiResponseError({ ...NAME, code, requestId: 'r-1', message: 'as the cloud says' });
const unclear = (status?: number) =>
  new AmbiguousResponseError({
    ...NAME,
    message: 'cut',
    ...(status === undefined ? {} : { status }),
  });
const unreachable = (code: string) =>
  new UnreachableError({ ...NAME, message: 'away', cause: Object.assign(new Error(), { code }) });

const isRetried = (error: ApiError, effect: Effect, tried = 1) =>
  getRetryDelay(error, effect, tried, 0.5) !== undefined;

/** Which calls are sent again: all of them, those that only read, or none. */
type Again = 'all' | 'reads' | 'none';

const expectRetries = (error: ApiError, again: Again) => {
  expect({ read: isRetried(error, 'read'), change: isRetried(error, 'change') }).toEqual({
    read: again !== 'none',
    change: again === 'all',
  });
};

describe('a common error code of the API', () => {
  it.each<[string, Again]>([
    ['ActionOffline', 'none'],
    ['AuthFailure', 'none'],
    ['AuthFailure.InvalidAuthorization', 'none'],
    ['AuthFailure.InvalidSecretId', 'none'],
    ['AuthFailure.MFAFailure', 'none'],
    ['AuthFailure.SecretIdNotFound', 'none'],
    // The same clock would be refused again.
    ['AuthFailure.SignatureExpire', 'none'],
    ['AuthFailure.SignatureFailure', 'none'],
    ['AuthFailure.TokenFailure', 'none'],
    ['AuthFailure.UnauthorizedOperation', 'none'],
    ['UnauthorizedOperation', 'none'],
    ['UnauthorizedOperation.UnauthorizedOperation', 'none'],
    ['DryRunOperation', 'none'],
    ['FailedOperation', 'none'],
    ['InternalError', 'reads'],
    ['InvalidAction', 'none'],
    ['NoSuchProduct', 'none'],
    ['NoSuchVersion', 'none'],
    ['InvalidParameter', 'none'],
    ['InvalidParameterValue', 'none'],
    ['MissingParameter', 'none'],
    ['UnknownParameter', 'none'],
    ['InvalidRequest', 'none'],
    ['IpInBlacklist', 'none'],
    ['IpNotInWhitelist', 'none'],
    ['LimitExceeded', 'none'],
    ['OperationDenied', 'none'],
    ['RequestLimitExceeded', 'all'],
    ['RequestLimitExceeded.GlobalRegionUinLimitExceeded', 'all'],
    ['RequestLimitExceeded.IPLimitExceeded', 'all'],
    ['RequestLimitExceeded.UinLimitExceeded', 'all'],
    ['RequestSizeLimitExceeded', 'none'],
    ['ResponseSizeLimitExceeded', 'none'],
    ['ResourceInUse', 'none'],
    ['ResourceInsufficient', 'none'],
    ['ResourceNotFound', 'none'],
    ['ResourceUnavailable', 'none'],
    ['ServiceUnavailable', 'reads'],
    ['UnsupportedOperation', 'none'],
    ['UnsupportedProtocol', 'none'],
    ['UnsupportedRegion', 'none'],
    // STS: too frequent, so not executed.
    ['InvalidParameter.OverLimit', 'all'],
    // Of TEM's own list: what says "timed out" or "busy, retry later".
    ['InternalError.ActionReadTimeout', 'reads'],
    ['InternalError.DefaultInternalError', 'reads'],
    ['FailedOperation.ActionReadTimeout', 'reads'],
    ['FailedOperation.DefaultInternalError', 'reads'],
    ['FailedOperation.UpdateIngressError', 'none'],
    ['ResourceInUse.ServiceDeploying', 'none'],
    // No code that is known, though it begins like one.
    ['RequestLimitExceededForGood', 'none'],
    ['InternalErrors', 'none'],
    ['ServiceUnavailableHere', 'none'],
    ['InvalidParameter.OverLimits', 'none'],
    ['FailedOperation.ActionReadTimeouts', 'none'],
    // Nor though it ends like one.
    ['FailedOperation.RequestLimitExceeded', 'none'],
    ['FailedOperation.InternalError', 'none'],
    ['FailedOperation.ServiceUnavailable', 'none'],
    ['ResourceInUse.InvalidParameter.OverLimit', 'none'],
    ['ResourceInUse.FailedOperation.ActionReadTimeout', 'none'],
    ['SomethingNew', 'none'],
  ])('%s is sent again: %s', (code, again) => {
    expectRetries(cloud(code), again);
  });

  it.each([
    ['RequestLimitExceeded', false],
    ['InternalError', true],
    ['InternalError.DeployVersionError', true],
    ['ServiceUnavailable', true],
    ['FailedOperation.ActionReadTimeout', true],
    ['FailedOperation', false],
    ['ResourceInUse.ServiceDeploying', false],
    ['AuthFailure.SignatureFailure', false],
  ])('%s leaves it open what was done: %j', (code, expected) => {
    expect(isOutcomeUnknown(cloud(code))).toBe(expected);
  });
});

describe('no usable answer', () => {
  it.each<[number | undefined, Again]>([
    [undefined, 'reads'],
    [200, 'reads'],
    [408, 'reads'],
    [425, 'reads'],
    [429, 'reads'],
    [500, 'reads'],
    [502, 'reads'],
    [503, 'reads'],
    [504, 'reads'],
    [301, 'none'],
    [400, 'none'],
    [401, 'none'],
    [403, 'none'],
    [404, 'none'],
    [413, 'none'],
    [501, 'none'],
  ])('with status %j is sent again: %s', (status, again) => {
    expectRetries(unclear(status), again);
    expect(isOutcomeUnknown(unclear(status))).toBe(true);
  });
});

describe('an endpoint that cannot be reached', () => {
  it.each<[string, Again]>([
    ['ECONNREFUSED', 'all'],
    ['ENOTFOUND', 'all'],
    ['EAI_AGAIN', 'all'],
    ['UND_ERR_CONNECT_TIMEOUT', 'all'],
    ['', 'all'],
    ['CERT_HAS_EXPIRED', 'none'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'none'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'none'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'none'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'none'],
  ])('by %s is tried again: %s', (code, again) => {
    expectRetries(unreachable(code), again);
    expect(isOutcomeUnknown(unreachable(code))).toBe(false);
  });

  it('is nothing unclear, nor is what is no failed call', () => {
    expect([new Error('x'), 'x', undefined, null].map(isOutcomeUnknown)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('the number of tries', () => {
  it.each([
    ['a read that fails for a while', unclear(502), 'read'],
    ['an endpoint that is away', unreachable('ECONNREFUSED'), 'change'],
    ['an internal error', cloud('InternalError'), 'read'],
  ] as const)('is bounded for %s', (_, error, effect) => {
    const tries = Array.from({ length: 50 }, (__, index) => isRetried(error, effect, index + 1));
    const given = tries.filter(Boolean).length;
    expect(given).toBeGreaterThanOrEqual(2);
    expect(given).toBeLessThan(10);
    expect(tries.slice(given)).not.toContain(true);
  });

  it.each([
    'RequestLimitExceeded',
    'RequestLimitExceeded.IPLimitExceeded',
    'InvalidParameter.OverLimit',
  ])('is not bounded by %s: a rate limit is waited out until the deadline', (code) => {
    expect(isRetried(cloud(code), 'change', 500)).toBe(true);
    expect(classify(cloud(code))).toBe('rate-limited');
  });

  it('is bounded where nothing was executed', () => {
    expect(classify(unreachable('ECONNREFUSED'))).toBe('not-executed');
  });
});

describe('the pause', () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const limited = cloud('RequestLimitExceeded');
  const pause = (tried: number, at: number) => getRetryDelay(limited, 'read', tried, at) ?? NaN;

  it('is a whole number of milliseconds, above 0 and ten seconds at the most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), random, (tried, at) => {
        const ms = pause(tried, at);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThan(0);
        expect(ms).toBeLessThanOrEqual(10_000);
      }),
    );
  });

  it('grows with the tries', () => {
    const pauses = [1, 2, 3, 4, 5, 6].map((tried) => pause(tried, 0.5));
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(pauses[1]).toBe(2 * (pauses[0] ?? NaN));
  });

  it('is spread widely, so that jobs do not come back together', () => {
    expect(pause(3, 0.999)).toBeGreaterThan(5 * pause(3, 0));
    const pauses = Array.from({ length: 100 }, (_, index) => pause(3, index / 100));
    expect(new Set(pauses).size).toBe(100);
  });
});

describe('a read that was out of time', () => {
  it.each<[string, unknown, number, boolean]>([
    ['no time was left', unclear(502), 0, true],
    ['less time was left than a pause may take', unclear(502), 9_999, true],
    ['there was time for the longest pause', unclear(502), 10_000, false],
    ['it would fail again', cloud('InvalidParameter'), 0, false],
    ['it was no call', new Error('odd'), 0, false],
  ])('where %s', (_, error, leftMs, expected) => {
    expect(isOutOfTime(error, leftMs)).toBe(expected);
  });
});

describe('hasCode', () => {
  it.each([
    ['ResourceInUse', 'ResourceInUse', true],
    ['ResourceInUse.ServiceDeploying', 'ResourceInUse', true],
    ['ResourceInUse.ServiceDeploying', 'ResourceInUse.ServiceDeploying', true],
    ['ResourceInUse', 'ResourceInUse.ServiceDeploying', false],
    ['ResourceInUseful', 'ResourceInUse', false],
  ])('%s is a %s: %j', (code, wanted, expected) => {
    expect(hasCode(cloud(code), wanted)).toBe(expected);
  });

  it('is false for what the cloud did not say', () => {
    expect(hasCode(unclear(), 'ResourceInUse')).toBe(false);
    expect(hasCode(Object.assign(new Error(), { code: 'ResourceInUse' }), 'ResourceInUse')).toBe(
      false,
    );
  });
});

describe('the code of a system error', () => {
  const chain = (depth: number): Error =>
    depth === 0
      ? Object.assign(new Error('deep'), { code: 'EDEEP' })
      : new Error('wrapped', { cause: chain(depth - 1) });
  const circle: { cause?: unknown } = {};
  circle.cause = circle;

  it.each([
    ['its own', Object.assign(new Error(), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ["its cause's", chain(1), 'EDEEP'],
    ["a deeper cause's", chain(3), 'EDEEP'],
    ['none, where the chain is too long', chain(20), ''],
    ['none, where the causes go round in a circle', circle, ''],
    ['no text', Object.assign(new Error(), { code: 5 }), ''],
    ['none of an error', new Error('x'), ''],
    ['none of a text', 'ECONNRESET', ''],
    ['none of null', null, ''],
  ])('is %s', (_, error, code) => {
    expect(systemCode(error)).toBe(code);
  });
});

describe('a failed call', () => {
  it('says what it was', () => {
    const error = cloud('InternalError');
    expect(error).toMatchObject({ ...NAME, name: 'ApiResponseError', code: 'InternalError' });
    expect(error).toMatchObject({ requestId: 'r-1', message: 'as the cloud says' });
    expect('cause' in error).toBe(false);
    expect(unreachable('ENOTFOUND')).toMatchObject({ name: 'UnreachableError', ...NAME });
    expect(systemCode(unreachable('ENOTFOUND').cause)).toBe('ENOTFOUND');
    expect(unclear(502)).toMatchObject({ name: 'AmbiguousResponseError', status: 502 });
    expect(unclear().status).toBeUndefined();
  });
});
