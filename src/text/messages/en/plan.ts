import type { Catalogue } from '../template.ts';

/** Dry runs, preconditions and checks before the first call. */
export const PLAN = {
  'plan.stage': 'Plan',
} as const satisfies Catalogue;
