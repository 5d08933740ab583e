import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../src/clock.ts';

describe('the clock of the system', () => {
  it('tells milliseconds since 1970', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('sleeps, with and without a signal', async () => {
    await expect(systemClock.sleep(1)).resolves.toBeUndefined();
    await expect(systemClock.sleep(1, new AbortController().signal)).resolves.toBeUndefined();
  });

  it('rejects at once with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const sleeping = systemClock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    await expect(systemClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
  });

  it('refuses what is no number of milliseconds', async () => {
    const wrong = 'soon' as unknown as number;
    await expect(systemClock.sleep(wrong)).rejects.toThrow(/delay/);
  });
});
