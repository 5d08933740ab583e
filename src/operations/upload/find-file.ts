import type { OneFile } from '../../transfer/one-file.ts';
import { oneFile } from '../../transfer/one-file.ts';
import type { Step } from '../operation.ts';

/** The one file that `package-file` matches; rejects with a TransferError that lists what it matches otherwise. */
export async function findFile({ folders }: Step, pattern: string): Promise<OneFile> {
  return oneFile(pattern, folders.workspace);
}
