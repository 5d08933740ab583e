import type { FILES } from '../en/files.ts';
import type { Template } from '../template.ts';

/** Uploads, downloads and the files of the runner. */
export const FILES_ZH: Readonly<Record<keyof typeof FILES, Template>> = {
  'files.crc64-differs': '{what} 的 CRC-64 在本地为 {ours}，在 COS 中为 {answered}',
  'files.stage-package': '程序包',
};
