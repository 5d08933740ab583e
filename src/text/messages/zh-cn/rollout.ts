import type { ROLLOUT } from '../en/rollout.ts';
import type { Template } from '../template.ts';

/** Rolling updates of TEM: what the log and the result say while one is followed. */
export const ROLLOUT_ZH: Readonly<Record<keyof typeof ROLLOUT, Template>> = {
  'rollout.stage': '发布',
};
