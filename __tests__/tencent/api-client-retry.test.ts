import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ApiResponseError,
  AmbiguousResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';
import type { Reply } from './calls.ts';
import { CHANGE, ok, raw, READ, refusal, rejection, stage, START, systemError } from './calls.ts';

const OK = ok({ Result: true, RequestId: 'r-1' });

const CUT = systemError('UND_ERR_SOCKET');
const NO_CONNECTION = systemError('ECONNREFUSED');

describe('a read', () => {
  it.each<[string, Reply]>([
    ['a cut', CUT],
    ['no connection', NO_CONNECTION],
    ['HTML of a gateway', raw('<html>', 502)],
    ['truncated JSON', raw('{"Resp')],
    ['an internal error', refusal('InternalError')],
    ['an unavailable service', refusal('ServiceUnavailable')],
    ['a rate limit', refusal('RequestLimitExceeded')],
  ])('is sent again after %s', async (_, reply) => {
    const { call, sent, clock, reports } = stage([reply, reply, OK]);
    await expect(call(READ)).resolves.toMatchObject({ requestId: 'r-1' });
    expect(sent).toHaveLength(3);
    expect(clock.slept).toHaveLength(2);
    expect(reports.map(({ pauseMs }) => pauseMs)).toEqual(clock.slept);
  });

  it.each([
    refusal('InvalidParameter'),
    refusal('AuthFailure.SignatureFailure'),
    refusal('ResourceNotFound.ServiceNotFound'),
    raw('', 403),
  ])('is not sent again after %j', async (reply) => {
    const { call, sent, reports } = stage([reply, OK]);
    await rejection(call(READ));
    expect(sent).toHaveLength(1);
    expect(reports).toEqual([]);
  });

  it('gives up after some tries, with the last error', async () => {
    const { call, sent } = stage([CUT, CUT, CUT, raw('', 502)]);
    const error = await rejection(call(READ));
    expect(error).toMatchObject({ name: 'AmbiguousResponseError', status: 502 });
    expect(sent.length).toBeLessThan(10);
  });
});

describe('a change', () => {
  it.each<[string, Reply]>([
    ['a rate limit', refusal('RequestLimitExceeded')],
    ['a rate limit of the account', refusal('RequestLimitExceeded.UinLimitExceeded')],
    ['a port that nobody listens on', NO_CONNECTION],
    ['a name that does not resolve', systemError('ENOTFOUND')],
  ])('is sent again after %s: it was not done', async (_, reply) => {
    const { call, sent } = stage([reply, reply, OK]);
    await expect(call(CHANGE)).resolves.toMatchObject({ requestId: 'r-1' });
    expect(sent).toHaveLength(3);
  });

  it.each<[string, Reply]>([
    ['a cut', CUT],
    ['a reset', systemError('ECONNRESET')],
    ['an answer that never comes', systemError('UND_ERR_HEADERS_TIMEOUT')],
    ['an unknown error of the transport', new Error('odd')],
    ['HTML of a gateway', raw('<html>', 502)],
    ['an empty body', raw('')],
    ['truncated JSON', raw('{"Resp')],
    ['an internal error', refusal('InternalError')],
    ['an unavailable service', refusal('ServiceUnavailable')],
    ['a time-out inside the cloud', refusal('FailedOperation.ActionReadTimeout')],
  ])('is never sent again after %s: it may have been done', async (_, reply) => {
    const { call, sent, clock } = stage([reply, OK]);
    await rejection(call(CHANGE));
    expect(sent).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('reaches the cloud at most once, whatever happens', async () => {
    const harmless = fc.constantFrom<Reply>(
      refusal('RequestLimitExceeded'),
      refusal('RequestLimitExceeded.IPLimitExceeded'),
      NO_CONNECTION,
    );
    const others = fc.constantFrom<Reply>(
      CUT,
      OK,
      raw('', 502),
      raw('{'),
      refusal('InternalError'),
      refusal('ResourceInUse.ServiceDeploying'),
      ok({ Error: {} }),
    );
    const isHarmless = (reply: Reply | undefined) =>
      reply === NO_CONNECTION || JSON.stringify(reply).includes('RequestLimitExceeded');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(harmless, others), { minLength: 1 }), async (replies) => {
        const { call, sent } = stage([...replies, OK]);
        await Promise.allSettled([call(CHANGE)]);
        const got = [...replies, OK].slice(0, sent.length);
        expect(got.filter((reply) => !isHarmless(reply)).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the error after a failed transport', () => {
  it.each([
    ['ECONNREFUSED', UnreachableError],
    ['UND_ERR_SOCKET', AmbiguousResponseError],
  ])('%s names the host and the reason', async (code, kind) => {
    const cause = systemError(code);
    const { call } = stage([cause], { deadline: START });
    const error = await rejection(call(CHANGE));
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ service: 'tem', action: CHANGE.action, cause });
    expect(String(error)).toContain('tem.tencentcloudapi.com');
    expect(String(error)).toContain(code);
  });
});

describe('the deadline', () => {
  it('ends what would otherwise go on for ever', async () => {
    const { call, clock, sent } = stage([refusal('RequestLimitExceeded')]);
    const error = await rejection(call(CHANGE));
    expect(error).toBeInstanceOf(ApiResponseError);
    expect(error).toMatchObject({ code: 'RequestLimitExceeded' });
    expect(clock.now()).toBeLessThanOrEqual(START + 60_000);
    expect(sent.length).toBeGreaterThan(5);
  });

  it('is not slept through: where the pause would pass it, there is none', async () => {
    const { call, clock, reports } = stage([CUT], { deadline: START + 10 });
    await rejection(call(READ));
    expect(clock.slept).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('may be the end of a pause', async () => {
    const { reports, call: first } = stage([CUT, OK]);
    await first(READ);
    const pauseMs = reports[0]?.pauseMs ?? NaN;
    const { call, sent } = stage([CUT, OK], { deadline: START + pauseMs });
    await call(READ);
    expect(sent).toHaveLength(2);
  });

  it('may be past: a call is made once', async () => {
    const { call, sent } = stage([OK], { deadline: 0 });
    await call(READ);
    expect(sent).toHaveLength(1);
  });
});

describe('a report of a retry', () => {
  it('tells the error and the pause', async () => {
    const { call, reports } = stage([refusal('RequestLimitExceeded'), CUT, OK]);
    await call(READ);
    expect(reports).toMatchObject([
      { error: { code: 'RequestLimitExceeded' }, pauseMs: expect.any(Number) },
      { error: { name: 'AmbiguousResponseError' }, pauseMs: expect.any(Number) },
    ]);
  });

  it('is not needed', async () => {
    const { call } = stage([CUT, OK], { onRetry: () => undefined });
    await expect(call(READ)).resolves.toMatchObject({ requestId: 'r-1' });
  });
});
