import type { PlatformPath } from 'node:path';
import nodePath from 'node:path';

/**
 * Whether an absolute path is inside a folder, and not the folder itself. Windows' rules ignore
 * case. On a Mac, where most disks ignore it too, give both paths as the disk spells them
 * (`realpath`): a disk that does not ignore case would otherwise let a path out.
 */
export function isInside(folder: string, path: string, rules: PlatformPath = nodePath): boolean {
  const inner = rules.relative(folder, path);
  const isUp = inner === '..' || inner.startsWith(`..${rules.sep}`);
  return inner !== '' && !isUp && !rules.isAbsolute(inner);
}
