import { describe, expect, it } from '@jest/globals';
import { readCosError } from '../../src/tencent/cos/cos-errors.ts';
import { readRetryAfter } from '../../src/tencent/retry-after.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import type { Reply } from './calls.ts';
import { ok, raw, READ, refusal, stage } from './calls.ts';

const DATE = 'Fri, 20 Nov 2026 02:00:00 GMT';

describe('Retry-After', () => {
  it.each([
    ['30', 30_000],
    [' 0.5 ', 500],
    ['Fri, 20 Nov 2026 02:00:45 GMT', 45_000],
    ['Fri, 20 Nov 2026 01:00:00 GMT', undefined],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
  ])('%j asks for %s ms', (value, expected) => {
    expect(readRetryAfter(value, DATE)).toBe(expected);
  });

  it('with a date says nothing where the answer has none', () => {
    expect(readRetryAfter(DATE, '')).toBeUndefined();
  });

  it.each<[string, Reply]>([
    ['a rate limit', { ...refusal('RequestLimitExceeded'), retryAfter: '20' }],
    ['a gateway', { ...raw('<html>', 503), retryAfter: '20' }],
  ])('of %s is waited for by a call', async (_, reply) => {
    const { call, clock } = stage([reply, ok({})]);
    await call(READ);
    expect(clock.slept).toHaveLength(1);
    expect(clock.slept[0]).toBeGreaterThanOrEqual(20_000);
  });

  it.each([cosErrorXml('SlowDown'), '<html>'])('of storage is known: %s', (xml) => {
    const call = { service: 'cos', action: 'PutObject' };
    const headers = { date: DATE, 'retry-after': '20' };
    const error = readCosError(call, { status: 503, headers }, xml);
    expect(error).toMatchObject({ retryAfterMs: 20_000, failureClass: 'transient' });
  });
});
