import type { OUTCOME } from '../en/outcome.ts';
import type { Template } from '../template.ts';

/** How a step ends, whatever it did. */
export const OUTCOME_ZH: Readonly<Record<keyof typeof OUTCOME, Template>> = {
  'outcome.result': '结果',
  'outcome.ended-in': '{status}，耗时 {duration}',
};
