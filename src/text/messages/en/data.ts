import type { Catalogue } from '../template.ts';

/** Code of SCF functions, results of DLC queries. */
export const DATA = {
  'data.stage-download': 'Download',
} as const satisfies Catalogue;
