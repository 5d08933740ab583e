import type { Sample } from '../verification/criteria.ts';
import type { ProberOptions } from './prober.ts';
import { startProber } from './prober.ts';

/** Sends one request to a URL. Rejects only with the reason of the signal. */
export async function probeOnce(
  url: string,
  options: Omit<ProberOptions, 'interval' | 'onSample'>,
): Promise<Sample> {
  const { signal, timeout } = options;
  signal.throwIfAborted();
  const settled = new AbortController();
  try {
    return await new Promise<Sample>((resolve, reject) => {
      const onAbort = () => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', onAbort, { signal: settled.signal });
      const prober = startProber({
        ...options,
        // No second request before the first one has timed out.
        interval: 2 * timeout,
        onSample: (_, sample) => {
          const done = () => {
            resolve(sample);
          };
          void prober.stop().then(done, done);
        },
      });
      prober.setTargets([{ id: '', url }]);
    });
  } finally {
    settled.abort();
  }
}
