import type { POLICY } from '../en/policy.ts';
import type { Template } from '../template.ts';

/** What TEM policies, reverts, conflicts and the post step say. */
export const POLICY_ZH: Readonly<Record<keyof typeof POLICY, Template>> = {
  'policy.rolled-back': '已回滚',
};
