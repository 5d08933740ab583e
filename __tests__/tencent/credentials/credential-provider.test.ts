import { describe, expect, it } from '@jest/globals';
import type { ExpiringCredentials } from '../../../src/tencent/credentials/credential-provider.ts';
import {
  staticProvider,
  cachedProvider,
} from '../../../src/tencent/credentials/credential-provider.ts';
import { instantClock } from '../../support/instant-clock.ts';

function leases(expiresAfterMs?: number) {
  const clock = instantClock();
  let asked = 0;
  const ask = (): Promise<ExpiringCredentials> => {
    asked += 1;
    const credentials = { secretId: `id-${asked}`, secretKey: 'key' };
    const expiresAt = expiresAfterMs === undefined ? undefined : clock.now() + expiresAfterMs;
    return Promise.resolve({ credentials, expiresAt });
  };
  return { clock, source: cachedProvider(ask, clock), asked: () => asked };
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

  it.each([
    [60_000, 40_000],
    [3_000, 2_000],
    [3_600_000, 3_540_000],
  ])('asks in good time for what lives %d ms: after %d ms', async (lifetime, renewAt) => {
    const { source, clock } = leases(lifetime);
    await source();
    await clock.sleep(renewAt);
    expect((await source()).secretId).toBe('id-1');
    await clock.sleep(1);
    const both = await Promise.all([source(), source()]);
    expect(both.map(({ secretId }) => secretId)).toEqual(['id-2', 'id-2']);
  });

  it('waits for a renewal under way, whatever it began with', async () => {
    const { source } = leases();
    const refused = await source();
    const [renewed, other] = await Promise.all([source(refused), source()]);
    expect(other).toBe(renewed);
  });

  it('asks again after asking failed', async () => {
    const answers = [
      () => Promise.reject<ExpiringCredentials>(new Error('no answer')),
      () => Promise.resolve({ credentials: { secretId: 'id', secretKey: 'key' } }),
    ];
    const source = cachedProvider(
      () => (answers.shift() ?? (() => Promise.reject(new Error())))(),
      instantClock(),
    );
    await expect(source()).rejects.toThrow('no answer');
    expect((await source()).secretId).toBe('id');
  });
});

describe('a renewal that fails', () => {
  const LIFETIME_MS = 180_000;

  /** The first question is answered, the others are not. */
  async function begin() {
    const clock = instantClock();
    const credentials = { secretId: 'id', secretKey: 'key' };
    const answers = [() => Promise.resolve({ credentials, expiresAt: clock.now() + LIFETIME_MS })];
    const refuse = () => Promise.reject<ExpiringCredentials>(new Error('no answer'));
    const source = cachedProvider(() => (answers.shift() ?? refuse)(), clock);
    await source();
    return { clock, credentials, source };
  }

  it('leaves what is still valid in use', async () => {
    const { clock, credentials, source } = await begin();
    await clock.sleep(LIFETIME_MS - 1);
    expect(await source()).toBe(credentials);
    expect(await source()).toBe(credentials);
  });

  it('is told once nothing is valid any more', async () => {
    const { clock, source } = await begin();
    await clock.sleep(LIFETIME_MS);
    await expect(source()).rejects.toThrow('no answer');
  });

  it('is told where what there is was refused', async () => {
    const { credentials, source } = await begin();
    await expect(source(credentials)).rejects.toThrow('no answer');
  });

  it('is told where what was refused has no known end', async () => {
    const credentials = { secretId: 'id', secretKey: 'key' };
    let asked = 0;
    const source = cachedProvider(
      () =>
        (asked += 1) === 1 ? Promise.resolve({ credentials }) : Promise.reject(new Error('no')),
      instantClock(),
    );
    await source();
    const [refused, other] = await Promise.allSettled([source(credentials), source()]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { message: 'no' } });
    // What was refused to another call may still serve this one, and the cloud will say.
    expect(other).toEqual({ status: 'fulfilled', value: credentials });
  });
});

describe('fixed', () => {
  it('gives the same again, refused or not', async () => {
    const credentials = { secretId: 'id', secretKey: 'key' };
    expect(await staticProvider(credentials)()).toBe(credentials);
    expect(await staticProvider(credentials)(credentials)).toBe(credentials);
  });
});
