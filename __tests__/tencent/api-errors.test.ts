import { describe, expect, it } from '@jest/globals';
import {
  AmbiguousResponseError,
  ApiResponseError,
  formatFailure,
  hasCode,
  UnreachableError,
  systemCode,
} from '../../src/tencent/api-errors.ts';
import type { FailureClass } from '../../src/tencent/code-meaning.ts';
import { formatText } from '../../src/text/format-text.ts';
import { isOutcomeUnknown } from '../../src/tencent/retry.ts';

const NAME = { service: 'tem', action: 'DescribeApplicationInfo' };

const responseError = (code: string) =>
  new ApiResponseError({ ...NAME, code, requestId: 'r-1', message: 'as the cloud says' });
const ambiguous = (status?: number) =>
  new AmbiguousResponseError({
    ...NAME,
    message: 'cut',
    ...(status === undefined ? {} : { status }),
  });
const unreachable = (code: string) =>
  new UnreachableError({ ...NAME, message: 'away', cause: Object.assign(new Error(), { code }) });

describe('an error of the API', () => {
  // The codes that are documented stand in retry-table.test.ts.
  it.each<[string, FailureClass]>([
    ['RequestLimitExceeded.UinLimitExceeded', 'rate-limited'],
    ['InvalidParameter.OverLimit', 'rate-limited'],
    // A service may put it below a code of its own.
    ['FailedOperation.RequestLimitExceeded', 'rate-limited'],
    // Of TEM's own list: what says "timed out" or "busy, retry later".
    ['InternalError.ActionReadTimeout', 'transient'],
    ['InternalError.DeployVersionError', 'final'],
    ['InternalError.DeployVersionErrors', 'transient'],
    ['FailedOperation.DefaultInternalError', 'transient'],
    ['FailedOperation.ProcessTimeout', 'transient'],
    ['FailedOperation.LockTimeout', 'transient'],
    ['FailedOperation.SlowDown', 'transient'],
    ['FailedOperation.ApplicationLockFail', 'transient'],
    ['FailedOperation.VersionLockFail', 'transient'],
    ['FailedOperation.SlowDownload', 'final'],
    ['FailedOperation.UpdateIngressError', 'final'],
    ['ResourceInUse.ServiceDeploying', 'final'],
    ['AuthFailure.SignatureExpire', 'final'],
    ['AuthFailure.TokenFailure', 'final'],
    // No code that is known, though it begins like one.
    ['RequestLimitExceededForGood', 'final'],
    ['InternalErrors', 'final'],
    ['ServiceUnavailableHere', 'final'],
    ['InvalidParameter.OverLimits', 'final'],
    ['FailedOperation.ActionReadTimeouts', 'final'],
    // Nor though it ends like one.
    ['FailedOperation.InternalError', 'final'],
    ['FailedOperation.ServiceUnavailable', 'final'],
    ['ResourceInUse.InvalidParameter.OverLimit', 'final'],
    ['ResourceInUse.FailedOperation.ActionReadTimeout', 'final'],
    ['ResourceInUse.FailedOperation.SlowDown', 'final'],
    ['ResourceInUse.FailedOperation.VersionLockFail', 'final'],
  ])('%s is %s', (code, failureClass) => {
    expect(responseError(code).failureClass).toBe(failureClass);
    expect(isOutcomeUnknown(responseError(code))).toBe(failureClass === 'transient');
  });

  it('says what it was', () => {
    const error = responseError('InternalError');
    expect(error).toMatchObject({ ...NAME, name: 'ApiResponseError', code: 'InternalError' });
    expect(error).toMatchObject({ requestId: 'r-1', message: 'as the cloud says' });
    expect(error.serverTime).toBeUndefined();
    expect('cause' in error).toBe(false);
  });
});

describe('a failure in one line', () => {
  it.each([
    [responseError('InternalError'), ['InternalError', 'as the cloud says', 'r-1']],
    [ambiguous(502), ['cut']],
    [unreachable('ECONNREFUSED'), ['away']],
  ])('holds all that is known: %#', (error, parts) => {
    const text = formatText(formatFailure(error), 'en-US');
    for (const part of parts) expect(text).toContain(part);
  });

  it('leaves out what is not known', () => {
    const mute = new ApiResponseError({ ...NAME, code: 'Odd', requestId: '', message: '' });
    expect(formatFailure(mute)).toBe('Odd');
    expect(formatFailure(ambiguous(502))).toBe('cut');
  });
});

describe('an ambiguous response', () => {
  it.each([undefined, 200, 408, 425, 429, 500, 502, 503, 504])(
    'with status %j is transient',
    (status) => {
      expect(ambiguous(status)).toMatchObject({ failureClass: 'transient', status });
      expect(isOutcomeUnknown(ambiguous(status))).toBe(true);
    },
  );

  it.each([301, 400, 401, 403, 404, 413, 501])('with status %d is final', (status) => {
    expect(ambiguous(status)).toMatchObject({ failureClass: 'final', status });
    expect(isOutcomeUnknown(ambiguous(status))).toBe(true);
  });

  it('has a name and a code of its own', () => {
    const named = { ...NAME, name: 'AmbiguousResponseError', code: 'ambiguous-response' };
    expect(ambiguous()).toMatchObject(named);
  });
});

describe('an endpoint that cannot be reached', () => {
  it.each<[string, FailureClass]>([
    ['ECONNREFUSED', 'not-executed'],
    ['ENOTFOUND', 'not-executed'],
    ['EAI_AGAIN', 'not-executed'],
    ['UND_ERR_CONNECT_TIMEOUT', 'not-executed'],
    ['', 'not-executed'],
    ['EPROTO', 'final'],
    // The protocol of a socket, not of TLS.
    ['EPROTOTYPE', 'not-executed'],
    ['CERT_HAS_EXPIRED', 'final'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'final'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'final'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'final'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'final'],
  ])('by %s is %s', (code, failureClass) => {
    const error = unreachable(code);
    expect(error).toMatchObject({ ...NAME, name: 'UnreachableError', code: 'unreachable' });
    expect(error.failureClass).toBe(failureClass);
    expect(isOutcomeUnknown(error)).toBe(false);
  });

  it('leaves nothing unknown, nor does what is no failed call', () => {
    const others = [new Error('x'), 'x', undefined, null];
    expect(others.map(isOutcomeUnknown)).toEqual([false, false, false, false]);
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
    expect(hasCode(responseError(code), wanted)).toBe(expected);
  });

  it('is false for what the cloud did not say', () => {
    expect(hasCode(ambiguous(), 'ResourceInUse')).toBe(false);
    expect(hasCode(Object.assign(new Error(), { code: 'ResourceInUse' }), 'ResourceInUse')).toBe(
      false,
    );
  });
});

describe('systemCode', () => {
  const chain = (depth: number): Error =>
    depth === 0
      ? Object.assign(new Error('deep'), { code: 'EDEEP' })
      : new Error('wrapped', { cause: chain(depth - 1) });
  const circle: { cause?: unknown } = {};
  circle.cause = circle;

  it.each([
    ['its own', Object.assign(new Error(), { code: 'ECONNRESET' }), 'ECONNRESET'],
    ['one of zstd', { code: 'ZSTD_error_checksum_wrong' }, 'ZSTD_error_checksum_wrong'],
    ["its cause's", chain(1), 'EDEEP'],
    ["a deeper cause's", chain(3), 'EDEEP'],
    ["its cause's, behind a code of ours", { code: 'unreachable', cause: chain(0) }, 'EDEEP'],
    ["its cause's, behind a code of the cloud", { code: 'A.B', cause: chain(0) }, 'EDEEP'],
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
