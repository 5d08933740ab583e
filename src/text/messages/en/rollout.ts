import type { Catalogue } from '../template.ts';

/** Rolling updates of TEM: what the log and the result say while one is followed. */
export const ROLLOUT = {
  'rollout.stage': 'Rollout',
} as const satisfies Catalogue;
