import { basename } from 'node:path';
import type { Problem } from '../../action/problems.ts';
import type { DownloadInputs } from '../download/inputs.ts';
import { checkWait, wantsFile } from '../download/inputs.ts';
import { Refusal } from '../outcome.ts';
import type { StrategyInputs } from './check-strategy.ts';
import { checkStrategy } from './check-strategy.ts';

interface RollingUpdateInputs extends StrategyInputs, Partial<DownloadInputs> {
  readonly packageName?: string | undefined;
  readonly packageFile?: string | undefined;
  readonly wait?: boolean;
}

/** What TEM runs as a package; images have none. */
const FILE_TYPES = /\.(jar|war)$/i;

/** What inputs must be to each other for a rolling update. */
export function checkRollingUpdate(inputs: RollingUpdateInputs): Problem[] {
  return [
    ...checkStrategy(inputs),
    ...checkFile(inputs),
    ...checkDownload(inputs),
    ...checkWait(inputs),
  ];
}

/** Refuses a file that TEM does not take: a pattern tells its type only when it has matched. */
export function guardFileType(path: string): void {
  if (FILE_TYPES.test(path)) return;
  throw new Refusal(`${basename(path)} is no file that TEM takes`, {
    next: [{ sentence: 'use   a .jar or .war' }],
  });
}

function checkFile({ packageFile }: RollingUpdateInputs): Problem[] {
  const isFine = packageFile === undefined || /[*?\]}]$/.test(packageFile);
  if (isFine || FILE_TYPES.test(packageFile)) return [];
  return [
    {
      input: 'package-file',
      is: `is "${packageFile}", no file that TEM takes`,
      change: 'use   a .jar or .war',
    },
  ];
}

function checkDownload(inputs: RollingUpdateInputs): Problem[] {
  const { packageFile, packageName } = inputs;
  if (!wantsFile(inputs) || packageFile !== undefined || packageName !== undefined) return [];
  return [
    {
      input: 'package-name',
      is: 'is missing, and a download is asked for',
      change: 'add   package-name: shop.jar   (images cannot be downloaded)',
    },
  ];
}
