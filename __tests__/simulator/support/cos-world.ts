import { afterEach, beforeEach } from '@jest/globals';
import { manualClock, startSimulator } from '../../../simulator/index.ts';
import type { ManualClock, Simulator } from '../../../simulator/index.ts';
import type { CosOptions } from './cos-requests.ts';
import { BUCKET, cosFetch, cosOutcome } from './cos-requests.ts';

export const REGION = 'ap-guangzhou';
/** When the clock of each test starts. */
export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
/** What the one object, `object`, holds. */
export const DIGITS = '0123456789';

/** A simulator for each test, with one bucket that holds one object. */
export interface CosWorld {
  readonly clock: ManualClock;
  readonly simulator: Simulator;
  readonly fetched: (options?: CosOptions) => Promise<Response>;
  readonly outcome: (options?: CosOptions) => Promise<string>;
}

/** Starts a simulator before each test of the file and closes it afterwards. */
export function useCosWorld(): CosWorld {
  let clock: ManualClock;
  let simulator: Simulator;
  beforeEach(async () => {
    clock = manualClock(NOW);
    const bucket = { name: BUCKET, region: REGION, objects: { object: DIGITS } };
    simulator = await startSimulator({ clock, cos: { buckets: [bucket] } });
  });
  afterEach(async () => {
    await simulator.close();
  });
  return {
    get clock() {
      return clock;
    },
    get simulator() {
      return simulator;
    },
    fetched: (options = {}) => cosFetch(simulator, options),
    outcome: (options = {}) => cosOutcome(simulator, options),
  };
}

/** A PUT of one byte. */
export const put = (options: CosOptions = {}): CosOptions => ({
  method: 'PUT',
  body: 'x',
  ...options,
});
