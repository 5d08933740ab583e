import type { Catalogue } from '../template.ts';

/** The job summary. */
export const SUMMARY = {
  'summary.next-steps': 'Next steps',
} as const satisfies Catalogue;
