import { glob, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemCode } from '../tencent/retry.ts';
import { TransferError } from './transfer-errors.ts';

export interface PackageFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/** Jobs share no files. */
const BUILT_HERE =
  'build the package in a step before this one, or bring it with actions/download-artifact: each job begins with an empty workspace';

/** As many names as an error lists. */
const MAX_LISTED = 10;

/**
 * The one file that a `package-file` pattern matches; relative patterns begin at `folder`. A path
 * that exists as it stands is no pattern: `app[1].jar` may be a name. Folders do not count.
 * Rejects with a TransferError that says what to change for none, several, an empty or an unreadable one.
 */
export async function findPackageFile(pattern: string, folder: string): Promise<PackageFile> {
  const literal = resolve(folder, pattern);
  const found = (await isFile(literal)) ? [literal] : await matches(pattern, folder);
  const [path, ...others] = found;
  if (path === undefined) {
    throw new TransferError(
      `package-file "${pattern}" matches no file\nLooked in:       ${folder}\nWhat to change:  ${BUILT_HERE}`,
    );
  }
  if (others.length > 0) throw tooMany(pattern, found);
  return usable(path);
}

async function matches(pattern: string, folder: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const path of glob(pattern, { cwd: folder })) {
    const absolute = resolve(folder, path);
    if (await isFile(absolute)) found.add(absolute);
  }
  return [...found].sort();
}

async function isFile(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there?.isFile() ?? false;
}

function tooMany(pattern: string, found: readonly string[]): TransferError {
  const listed = found.slice(0, MAX_LISTED).map((path) => `\n  ${path}`);
  const more = found.length > MAX_LISTED ? `\n  and ${found.length - MAX_LISTED} more` : '';
  return new TransferError(
    `package-file "${pattern}" matches ${found.length} files${listed.join('')}${more}\nWhat to change:  use a pattern that matches one of them alone`,
  );
}

async function usable(path: string): Promise<PackageFile> {
  const handle = await open(path).catch((error: unknown) => {
    throw new TransferError(`package-file ${path} cannot be read (${systemCode(error)}).`);
  });
  const { size } = await handle.stat().finally(() => handle.close());
  if (size === 0)
    throw new TransferError(`package-file ${path} is empty\nWhat to change:  ${BUILT_HERE}`);
  return { path, bytes: size };
}
