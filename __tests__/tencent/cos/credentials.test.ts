import { describe, expect, it } from '@jest/globals';
import type { Lease } from '../../../src/tencent/cos/credentials.ts';
import { renewable } from '../../../src/tencent/cos/credentials.ts';
import { instantClock } from '../../support/instant-clock.ts';

function leases(expiresAfterMs?: number) {
  const clock = instantClock();
  let asked = 0;
  const ask = (): Promise<Lease> => {
    asked += 1;
    const credentials = { secretId: `id-${asked}`, secretKey: 'key' };
    const expiresAt = expiresAfterMs === undefined ? undefined : clock.now() + expiresAfterMs;
    return Promise.resolve({ credentials, expiresAt });
  };
  return { clock, source: renewable(ask, clock), asked: () => asked };
}

describe('renewable', () => {
  it('asks once for all that ask at the same time and later', async () => {
    const { source, asked } = leases();
    const [first, second] = await Promise.all([source(), source()]);
    expect(first).toBe(second);
    expect(await source()).toBe(first);
    expect(asked()).toBe(1);
  });

  it('asks again, once, when credentials were refused', async () => {
    const { source, asked } = leases();
    const refused = await source();
    const others = await Promise.all([source(refused), source(refused)]);
    expect(others.map(({ secretId }) => secretId)).toEqual(['id-2', 'id-2']);
    expect(await source(refused)).toBe(others[0]);
    expect(asked()).toBe(2);
  });

  it('asks again a minute before they expire', async () => {
    const { source, clock } = leases(180_000);
    await source();
    await clock.sleep(120_000);
    expect((await source()).secretId).toBe('id-1');
    await clock.sleep(1);
    expect((await source()).secretId).toBe('id-2');
  });

  it('asks again after asking failed', async () => {
    const answers = [
      () => Promise.reject<Lease>(new Error('no answer')),
      () => Promise.resolve({ credentials: { secretId: 'id', secretKey: 'key' } }),
    ];
    const source = renewable(
      () => (answers.shift() ?? (() => Promise.reject(new Error())))(),
      instantClock(),
    );
    await expect(source()).rejects.toThrow('no answer');
    expect((await source()).secretId).toBe('id');
  });
});
