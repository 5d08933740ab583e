import type { Catalogue } from '../template.ts';

/** Versions of CAR. */
export const CAR = {
  'car.stage-version': 'Version',
} as const satisfies Catalogue;
