import type { DATA } from '../en/data.ts';
import type { Template } from '../template.ts';

/** Code of SCF functions, results of DLC queries. */
export const DATA_ZH: Readonly<Record<keyof typeof DATA, Template>> = {
  'data.stage-download': '下载',
};
