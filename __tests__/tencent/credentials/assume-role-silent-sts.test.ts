import { describe, expect, it } from '@jest/globals';
import { createServerClock } from '../../../src/tencent/auth-recovery.ts';
import type { IdentityOptions } from '../../../src/tencent/credentials/assume-role.ts';
import { fromKeys, fromWebIdentity } from '../../../src/tencent/credentials/assume-role.ts';
import { settle, steppedClock } from '../calls.ts';
import { KEYS, openSts, provider, session } from './sts.ts';

describe('an STS that does not answer', () => {
  const chain = { roleArns: ['one'], session };
  const KINDS = [
    ['keys', (options: IdentityOptions) => fromKeys(KEYS, chain, options)],
    ['an ID token', (options: IdentityOptions) => fromWebIdentity(provider(), chain, options)],
  ] as const;

  function begin(kind: (typeof KINDS)[number][1], hanging: number) {
    const { options, sent } = openSts();
    const clock = steppedClock();
    let hangs = hanging;
    const post: IdentityOptions['post'] = (call, signal) =>
      (hangs -= 1) < 0
        ? options.post(call)
        : new Promise((_, reject) => {
            signal?.addEventListener('abort', () => {
              reject(signal.reason as Error);
            });
          });
    const source = kind({ ...options, clock, time: createServerClock(clock), post });
    return { clock, source: source().then(({ secretId }) => secretId, String), sent };
  }

  it.each(KINDS)('in time gets another try: by %s', async (_, kind) => {
    const { clock, source, sent } = begin(kind, 1);
    await settle();
    await clock.advance(14_000);
    expect(sent).toHaveLength(0);
    await clock.advance(1_000);
    await clock.advance(10_000);
    expect(await source).toBe('role-1');
  });

  it.each(KINDS)('at all is given up before the keys at hand expire: by %s', async (_, kind) => {
    const { clock, source } = begin(kind, 99);
    await settle();
    for (let second = 0; second < 50; second += 1) await clock.advance(1_000);
    expect(await source).toMatch(/^AmbiguousResponseError/);
  });
});
