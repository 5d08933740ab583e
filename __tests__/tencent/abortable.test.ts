import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { abortable } from '../../src/tencent/abortable.ts';

describe('abortable', () => {
  const never = () => new Promise<never>(() => undefined);

  it('is what the promise comes to', async () => {
    const { signal } = new AbortController();
    await expect(abortable(Promise.resolve(1), signal)).resolves.toBe(1);
    await expect(abortable(Promise.reject(new Error('x')), signal)).rejects.toThrow('x');
  });

  it('is the reason of a signal that aborts first', async () => {
    const controller = new AbortController();
    const result = abortable(never(), controller.signal);
    controller.abort(new Error('stop'));
    await expect(result).rejects.toThrow('stop');
    await expect(abortable(never(), controller.signal)).rejects.toThrow('stop');
  });

  it('leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    await abortable(Promise.resolve(1), signal);
    await abortable(Promise.reject(new Error('x')), signal).catch(() => undefined);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
