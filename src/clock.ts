import { setTimeout as delay } from 'node:timers/promises';

/**
 * The action's source of time. It is injected everywhere, so tests never wait on the real clock.
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Resolves after `ms` milliseconds. If the signal aborts, rejects immediately with its reason.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Returns a signal that aborts after `ms` milliseconds with a TimeoutError. Does not keep the
   * process alive.
   */
  timeout(ms: number): AbortSignal;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  timeout: (ms) => AbortSignal.timeout(ms),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
