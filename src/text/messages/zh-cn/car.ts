import type { CAR } from '../en/car.ts';
import type { Template } from '../template.ts';

/** Versions of CAR. */
export const CAR_ZH: Readonly<Record<keyof typeof CAR, Template>> = {
  'car.stage-version': '版本',
};
