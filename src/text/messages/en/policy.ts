import type { Catalogue } from '../template.ts';

/** What TEM policies, reverts, conflicts and the post step say. */
export const POLICY = {
  'policy.rolled-back': 'rolled back',
} as const satisfies Catalogue;
