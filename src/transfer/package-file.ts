import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { joinTexts, message } from '../text/message.ts';
import type { FilePatterns } from './file-pattern.ts';
import {
  findFiles,
  findUnreadableFolder,
  leaveOut,
  readFilePatterns,
  splitPattern,
  UnreadablePathError,
} from './file-pattern.ts';
import { isInside } from './path-inside.ts';
import { suggestOtherPath } from './path-hints.ts';
import { TransferError } from './transfer-errors.ts';

const FIX = message('words.fix');

export interface PackageFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
}

/**
 * Finds the one file that `package-file` means. Relative patterns start at `folder`; lines that
 * begin with `!` exclude files. An existing path is not a pattern, because `app[1].jar` can be a
 * name. Folders are ignored. Rejects with a TransferError, including the fix, if there is no file,
 * several, or only an empty or unreadable one.
 */
export async function findPackageFile(text: string, folder: string): Promise<PackageFile> {
  const patterns = readFilePatterns(text);
  try {
    return await findOneFile(patterns, folder);
  } catch (error) {
    if (!(error instanceof UnreadablePathError)) throw error;
    const { code, path } = error;
    throw createUnreadableError(message('files.package-unreadable', { path, code }));
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
  const patterns = includes.join(', ');
  if (leftOut > 0) {
    return new TransferError('file-not-found', message('files.package-none-left', { patterns }), [
      {
        label: message('files.label-excluded'),
        text: message('files.count', { count: leftOut }),
      },
      { label: FIX, text: message('files.change-excludes') },
    ]);
  }
  const bases = await Promise.all(includes.map((pattern) => splitPattern(pattern, folder)));
  for (const { base } of bases) {
    // Outside of the workspace, unreadable folders are normal and unrelated to the package.
    const isWithin = base === folder || isInside(folder, base);
    const unreadable = await findUnreadableFolder(base, isWithin ? MAX_FOLDERS : 1);
    if (unreadable === undefined) continue;
    const values = { patterns, path: unreadable };
    return createUnreadableError(message('files.package-none-readable', values));
  }
  const places = includes.map((pattern, index) =>
    isAbsolute(pattern) ? (bases[index]?.base ?? folder) : folder,
  );
  const others = includes.flatMap((pattern) => suggestOtherPath('package-file', pattern, folder));
  return new TransferError('file-not-found', message('files.package-none', { patterns }), [
    { label: message('files.label-searched'), text: [...new Set(places)].join(', ') },
    others[0] ?? BUILD_FIRST,
  ]);
}

/** How many folders are searched for an unreadable one. */
const MAX_FOLDERS = 2_000;

/** How many paths an error lists. */
const MAX_LISTED = 10;

function createAmbiguousError({ includes }: FilePatterns, found: readonly string[]): TransferError {
  const paths = found.slice(0, MAX_LISTED);
  const count = found.length;
  const more = count > MAX_LISTED ? message('words.and-more', { count: count - MAX_LISTED }) : '';
  const excludes = suggestExcludes(found).map((code) => message('words.code', { code }));
  const values = { count, patterns: includes.join(', ') };
  return new TransferError('file-ambiguous', message('files.package-several', values), [
    ...paths.map((path) => ({ text: `  ${path}` })),
    ...(more === '' ? [] : [{ text: more }]),
    {
      label: FIX,
      text: message('files.choose-package', { patterns: joinTexts('space', ...excludes) }),
    },
  ]);
}

/** Files that build tools create next to a package, and the pattern that excludes them. */
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

/** Jobs do not share files. */
const BUILD_FIRST: Detail = {
  label: FIX,
  text: message('files.build-package'),
};

function createUnreadableError(text: Text): TransferError {
  return new TransferError('file-unreadable', text, [
    { label: FIX, text: message('files.allow-reading') },
  ]);
}

async function describeFile(path: string): Promise<PackageFile> {
  const handle = await open(path).catch((error: unknown) => {
    const code = systemCode(error);
    throw createUnreadableError(message('files.package-unreadable', { path, code }));
  });
  const { size } = await handle.stat().finally(() => handle.close());
  if (size === 0) {
    throw new TransferError('file-empty', message('files.package-empty', { path }), [BUILD_FIRST]);
  }
  return { path, bytes: size };
}
