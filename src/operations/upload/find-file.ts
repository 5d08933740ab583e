import type { OneFile } from '../../transfer/one-file.ts';
import { oneFile } from '../../transfer/one-file.ts';
import type { Step } from '../operation.ts';
import { orRefuse } from '../refuse.ts';

/** The one file that `package-file` matches; throws a Refusal that lists what it matches otherwise. */
export async function findFile({ folders }: Step, pattern: string): Promise<OneFile> {
  return orRefuse(() => oneFile(pattern, folders.workspace));
}
