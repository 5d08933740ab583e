import type { PLAN } from '../en/plan.ts';
import type { Template } from '../template.ts';

/** Dry runs, preconditions and checks before the first call. */
export const PLAN_ZH: Readonly<Record<keyof typeof PLAN, Template>> = {
  'plan.stage': '计划',
};
