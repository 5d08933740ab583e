import type { Assumption } from './assumptions/assumption.ts';
import { CAR } from './assumptions/car.ts';
import { DOWNLOADS } from './assumptions/downloads.ts';
import { PACKAGES } from './assumptions/packages.ts';
import { PLATFORM } from './assumptions/platform.ts';
import { TEM_APPLICATIONS } from './assumptions/tem-applications.ts';
import { TEM_ROLLOUTS } from './assumptions/tem-rollouts.ts';

export type { Assumption, CheckId, State } from './assumptions/assumption.ts';

/** Every assumption by the heading that docs/assumptions.md gives it. */
export const TOPICS: Readonly<Record<string, readonly Assumption[]>> = {
  'TEM: rollouts': TEM_ROLLOUTS,
  'TEM: applications and instances': TEM_APPLICATIONS,
  'Packages and COS': PACKAGES,
  CAR: CAR,
  'SCF and DLC': DOWNLOADS,
  'All services': PLATFORM,
};

/** What Tencent Cloud does not document, but the code relies on. */
export const ASSUMPTIONS: readonly Assumption[] = Object.values(TOPICS).flat();
