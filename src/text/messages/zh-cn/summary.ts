import type { SUMMARY } from '../en/summary.ts';
import type { Template } from '../template.ts';

/** The job summary. */
export const SUMMARY_ZH: Readonly<Record<keyof typeof SUMMARY, Template>> = {
  'summary.next-steps': '后续操作',
};
