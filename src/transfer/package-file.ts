import { open } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import type { FilePatterns } from './file-pattern.ts';
import {
  findFiles,
  findUnreadableFolder,
  leaveOut,
  readFilePatterns,
  splitPattern,
  UnreadablePathError,
} from './file-pattern.ts';
import { suggestOtherPath } from './path-hints.ts';
import { TransferError } from './transfer-errors.ts';

export interface PackageFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * The one file that `package-file` means; relative patterns begin at `folder`, lines that begin with
 * `!` leave files out. A path that exists as it stands is no pattern: `app[1].jar` may be a name.
 * Folders do not count. Rejects with a TransferError that says what to change for none, several, an
 * empty or an unreadable one.
 */
export async function findPackageFile(text: string, folder: string): Promise<PackageFile> {
  const patterns = readFilePatterns(text);
  try {
    return await findOneFile(patterns, folder);
  } catch (error) {
    if (!(error instanceof UnreadablePathError)) throw error;
    throw createUnreadableError(`package-file: ${error.message}`);
  }
}

async function findOneFile(patterns: FilePatterns, folder: string): Promise<PackageFile> {
  const { includes, excludes } = patterns;
  const matched = await Promise.all(includes.map((pattern) => findFiles(pattern, folder)));
  const all = [...new Set(matched.flat())].sort();
  const found = await leaveOut(all, excludes, folder);
  const [path, ...others] = found;
  if (path === undefined) throw await createNotFoundError(patterns, folder, all.length);
  if (others.length > 0) throw createAmbiguousError(patterns, found);
  return describeFile(path);
}

async function createNotFoundError(
  { includes }: FilePatterns,
  folder: string,
  leftOut: number,
): Promise<TransferError> {
  const what = `package-file "${includes.join(', ')}"`;
  if (leftOut > 0) {
    const fix = 'change the lines that begin with !';
    return new TransferError('file-not-found', `${what} matches no file that is not left out`, [
      { label: 'Left out', text: leftOut === 1 ? '1 file' : `${leftOut} files` },
      { label: 'Fix', text: fix },
    ]);
  }
  const bases = await Promise.all(includes.map((pattern) => splitPattern(pattern, folder)));
  for (const { base } of bases) {
    // Elsewhere, what others keep to themselves is none of the package's matter.
    const isWithin =
      !relative(folder, base).startsWith('..') && !isAbsolute(relative(folder, base));
    const unreadable = await findUnreadableFolder(base, isWithin ? MAX_FOLDERS : 1);
    if (unreadable === undefined) continue;
    return createUnreadableError(`${what} matches no file, and ${unreadable} cannot be read`);
  }
  const places = includes.map((pattern, index) =>
    isAbsolute(pattern) ? (bases[index]?.base ?? folder) : folder,
  );
  const others = includes.flatMap((pattern) => suggestOtherPath('package-file', pattern, folder));
  return new TransferError('file-not-found', `${what} matches no file`, [
    { label: 'Looked in', text: [...new Set(places)].join(', ') },
    others[0] ?? BUILD_FIRST,
  ]);
}

/** So many folders of the workspace are looked through for one that cannot be read. */
const MAX_FOLDERS = 2_000;

/** As many paths as an error lists. */
const MAX_LISTED = 10;

function createAmbiguousError({ includes }: FilePatterns, found: readonly string[]): TransferError {
  const paths = found.slice(0, MAX_LISTED);
  const more = found.length > MAX_LISTED ? [`and ${found.length - MAX_LISTED} more`] : [];
  const message = `package-file "${includes.join(', ')}" matches ${found.length} files`;
  return new TransferError('file-ambiguous', message, [
    ...[...paths, ...more].map((text) => ({ text: `  ${text}` })),
    {
      label: 'Fix',
      text: `use a pattern that matches one of them alone, or leave the others out, a line each:   ${suggestExcludes(found).join('   ')}`,
    },
  ]);
}

/** What build tools put beside a package, and the pattern that leaves it out. */
const BY_PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/-sources\.jar$/, '!**/*-sources.jar'],
  [/-javadoc\.jar$/, '!**/*-javadoc.jar'],
  [/-tests\.jar$/, '!**/*-tests.jar'],
  [/-plain\.(jar|war)$/, '!**/*-plain.*'],
  [/[\\/]original-[^\\/]*\.jar$/, '!**/original-*'],
];

function suggestExcludes(found: readonly string[]): string[] {
  const known = BY_PRODUCTS.filter(([type]) => found.some((path) => type.test(path)));
  return known.length === 0 ? ['!**/*-sources.jar'] : known.map(([, pattern]) => pattern);
}

/** Jobs share no files. */
const BUILD_FIRST: Detail = {
  label: 'Fix',
  text: 'build the package in a step before this one, or bring it with actions/download-artifact: each job begins with an empty workspace',
};

function createUnreadableError(message: string): TransferError {
  return new TransferError('file-unreadable', message, [
    {
      label: 'Fix',
      text: 'let the user of the job read it: files that a container made as root belong to root (sudo chown, or the same user in both)',
    },
  ]);
}

async function describeFile(path: string): Promise<PackageFile> {
  const handle = await open(path).catch((error: unknown) => {
    throw createUnreadableError(`package-file ${path} cannot be read (${systemCode(error)})`);
  });
  const { size } = await handle.stat().finally(() => handle.close());
  if (size === 0) {
    throw new TransferError('file-empty', `package-file ${path} is empty`, [BUILD_FIRST]);
  }
  return { path, bytes: size };
}
