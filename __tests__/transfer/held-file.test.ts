import { describe, expect, it } from '@jest/globals';
import { retryWhileHeld, THIS_SYSTEM } from '../../src/transfer/held-file.ts';
import { isWindows } from '../support/platform.ts';

/** Fails with these codes, one after another, then works; gives the pauses and how it ended. */
async function act(codes: readonly string[], isWindows: boolean) {
  const left = [...codes];
  const pauses: number[] = [];
  let tries = 0;
  const ended = retryWhileHeld(
    () => {
      tries += 1;
      const code = left.shift();
      return code === undefined
        ? Promise.resolve()
        : Promise.reject(Object.assign(new Error(`try ${tries}`), { code }));
    },
    { isWindows, sleep: (ms) => Promise.resolve(pauses.push(ms)) },
  );
  const message = await ended.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
  return { message, tries, pause: pauses.reduce((sum, ms) => sum + ms, 0) };
}

describe('a file that somebody holds', () => {
  it('is one of Windows', () => {
    expect(THIS_SYSTEM.isWindows).toBe(isWindows);
  });

  it('is tried again on Windows until it is free', async () => {
    expect(await act(['EPERM', 'EBUSY', 'EACCES'], true)).toMatchObject({ message: '', tries: 4 });
  });

  it('is given up after some two seconds, with the first error', async () => {
    const { message, pause } = await act(['EPERM', ...Array<string>(20).fill('EBUSY')], true);
    expect(message).toBe('try 1');
    expect(pause).toBeGreaterThan(1_000);
    expect(pause).toBeLessThan(3_000);
  });

  it.each([
    ['on other systems', ['EPERM'], false],
    ['for another reason', ['ENOSPC'], true],
  ])('is not tried again %s', async (_, codes, isWindows) => {
    expect(await act(codes, isWindows)).toEqual({ message: 'try 1', tries: 1, pause: 0 });
  });
});
