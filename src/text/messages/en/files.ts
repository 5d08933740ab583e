import type { Catalogue } from '../template.ts';

/** Uploads, downloads and the files of the runner. */
export const FILES = {
  'files.crc64-differs': '{what} has the CRC-64 {ours} here and {answered} in COS',
  'files.stage-package': 'Package',
} as const satisfies Catalogue;
