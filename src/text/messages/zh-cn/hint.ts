import type { HINT } from '../en/hint.ts';
import type { Template } from '../template.ts';

/** What to do about errors of the API, by their codes. */
export const HINT_ZH: Readonly<Record<keyof typeof HINT, Template>> = {
  'hint.later': '请稍后重试',
};
