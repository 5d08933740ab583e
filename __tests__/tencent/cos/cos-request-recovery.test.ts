import { describe, expect, it } from '@jest/globals';
import { createServerClock } from '../../../src/tencent/clock-skew.ts';
import { ClockSkewError } from '../../../src/tencent/cos/cos-response.ts';
import type { CosOptions } from '../../../src/tencent/cos/cos-request.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { CREDENTIALS, KEY, OBJECT } from '../../support/cos-world.ts';
import { bodyOf, cosRequests, rejection } from './requests.ts';

const { world, client, faults } = cosRequests();

describe('a clock that is off', () => {
  const skewed = { status: 403, body: cosErrorXml('RequestTimeTooSkewed') };
  const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
  const signedAt = () =>
    world().server.calls.map(({ headers: { authorization = '' } }) =>
      Number(/q-sign-time=(\d+)/.exec(authorization)?.[1]),
    );

  it('is set by the answer, once, and the request made again', async () => {
    faults({ ...skewed, headers: { date } });
    const time = createServerClock(world().options.clock);
    await client({ time }).putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    expect(signedAt()[1]).toBe(Date.UTC(2026, 10, 20, 12) / 1000 - 60);
    expect(world().sleeps).toEqual([]);
  });

  it.each([
    ['it stays off', date, 2],
    ['the answer does not tell the time', 'never', 1],
  ])('is an error where %s', async (_, told, requests) => {
    faults(...Array.from({ length: 3 }, () => ({ ...skewed, headers: { date: told } })));
    const time = createServerClock(world().options.clock);
    const error = await rejection(client({ time }).putObject(OBJECT, bodyOf('a')));
    expect(error).toBeInstanceOf(ClockSkewError);
    expect(world().server.calls).toHaveLength(requests);
  });
});

describe('credentials that have expired', () => {
  const old = { ...CREDENTIALS, token: 'old' };
  const fresh = { ...CREDENTIALS, token: 'fresh' };

  it('are asked for again', async () => {
    world().server.tokens = ['fresh'];
    const credentials: CosOptions['credentials'] = (rejected) =>
      Promise.resolve(rejected === old ? fresh : old);
    await client({ credentials }).putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.has(KEY)).toBe(true);
    expect(world().sleeps).toEqual([]);
  });

  it.each<[string, CosOptions['credentials']]>([
    ['there are no others', () => Promise.resolve(old)],
    ['asking fails', (rejected) => (rejected ? Promise.reject(new Error()) : Promise.resolve(old))],
    [
      'the others are refused too',
      (rejected) => Promise.resolve(rejected ? { ...old, token: 'x' } : old),
    ],
  ])('are an error where %s', async (_, credentials) => {
    const error = await rejection(client({ credentials }).putObject(OBJECT, bodyOf('a')));
    expect(error).toMatchObject({ code: 'ExpiredToken', status: 403 });
  });

  it('are not what a wrong clock is about', async () => {
    faults({ status: 403, body: cosErrorXml('RequestTimeTooSkewed') });
    const rejected: unknown[] = [];
    const credentials: CosOptions['credentials'] = (others) => {
      if (others) rejected.push(others);
      return Promise.resolve(CREDENTIALS);
    };
    await rejection(client({ credentials }).putObject(OBJECT, bodyOf('a')));
    expect(rejected).toEqual([]);
  });
});
