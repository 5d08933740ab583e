import type { Runtime } from '../../src/run/runtime.ts';

/** For steps that verify nothing: a request to the application is a mistake. */
export const NO_PROBES: Pick<Runtime, 'startProber' | 'probeOnce'> = {
  startProber: () => Promise.reject(new Error('the step must not probe')),
  probeOnce: () => Promise.reject(new Error('the step must not probe')),
};
