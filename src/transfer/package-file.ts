import { glob, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import { TransferError } from './transfer-errors.ts';

export interface PackageFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * The one file that a `package-file` pattern matches; relative patterns begin at `folder`. A path
 * that exists as it stands is no pattern: `app[1].jar` may be a name. Folders do not count.
 * Rejects with a TransferError that says what to change for none, several, an empty or an unreadable one.
 */
export async function findPackageFile(pattern: string, folder: string): Promise<PackageFile> {
  const literal = resolve(folder, pattern);
  const found = (await isFile(literal)) ? [literal] : await findMatches(pattern, folder);
  const [path, ...others] = found;
  if (path === undefined) {
    throw new TransferError('file-not-found', `package-file "${pattern}" matches no file`, [
      { label: 'Looked in', text: folder },
      BUILD_FIRST,
    ]);
  }
  if (others.length > 0) throw createAmbiguousError(pattern, found);
  return describeFile(path);
}

async function findMatches(pattern: string, folder: string): Promise<string[]> {
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

/** As many paths as an error lists. */
const MAX_LISTED = 10;

function createAmbiguousError(pattern: string, found: readonly string[]): TransferError {
  const paths = found.slice(0, MAX_LISTED);
  const more = found.length > MAX_LISTED ? [`and ${found.length - MAX_LISTED} more`] : [];
  const message = `package-file "${pattern}" matches ${found.length} files`;
  return new TransferError('file-ambiguous', message, [
    ...[...paths, ...more].map((text) => ({ text: `  ${text}` })),
    { label: 'Fix', text: 'use a pattern that matches one of them alone' },
  ]);
}

/** Jobs share no files. */
const BUILD_FIRST: Detail = {
  label: 'Fix',
  text: 'build the package in a step before this one, or bring it with actions/download-artifact: each job begins with an empty workspace',
};

async function describeFile(path: string): Promise<PackageFile> {
  const handle = await open(path).catch((error: unknown) => {
    const message = `package-file ${path} cannot be read (${systemCode(error)}).`;
    throw new TransferError('file-unreadable', message);
  });
  const { size } = await handle.stat().finally(() => handle.close());
  if (size === 0) {
    throw new TransferError('file-empty', `package-file ${path} is empty`, [BUILD_FIRST]);
  }
  return { path, bytes: size };
}
