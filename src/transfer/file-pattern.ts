import type { Stats } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import type { PlatformPath } from 'node:path';
import nodePath, { dirname, join, resolve } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import { message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';

/** Patterns of files to include and exclude. */
export interface FilePatterns {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

/**
 * Parses the lines of an input. A leading `!` excludes, except in an extglob such as `!(a|b).jar`.
 */
export function readFilePatterns(text: string): FilePatterns {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const isExclude = (line: string) => /^!(?!\()/.test(line);
  return {
    includes: lines.filter((line) => line !== '' && !isExclude(line)),
    excludes: lines.filter(isExclude).map((line) => line.slice(1).trim()),
  };
}

/**
 * Whether a pattern may match a file whose name ends as `types` requires. Assumed if the end of the
 * pattern is open (`*`, `*.@(jar|war)`, `*.[jw]ar`).
 */
export function mayMatchType(pattern: string, types: RegExp): boolean {
  if (types.test(pattern)) return true;
  return isPattern(pattern) && !/\.\w+$/.test(pattern);
}

function isPattern(path: string): boolean {
  return /[*?[\]{}]|[!@+]\(/.test(path);
}

/** A file or folder that this user may not read. */
export class UnreadablePathError extends TextError {
  override readonly name = 'UnreadablePathError';
  /** The system's code, such as `EACCES`. */
  readonly code: string;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const code = systemCode(cause);
    super(message('files.unreadable', { path, code }), { cause });
    this.code = code;
    this.path = path;
  }
}

/** A pattern, split into an existing path and the rest. */
export interface SplitPattern {
  /** Absolute: the longest part of the path that exists literally, even if it contains brackets. */
  readonly base: string;
  readonly rest: string;
}

/** The rules for paths, and how to find out whether a folder exists. */
export interface PatternSystem {
  readonly rules: PlatformPath;
  readonly isFolder: (path: string) => Promise<boolean>;
}

const SYSTEM: PatternSystem = {
  rules: nodePath,
  isFolder: async (path) => (await look(path))?.isDirectory() ?? false,
};

/** Splits a pattern. Rejects with an UnreadablePathError. */
export async function splitPattern(
  pattern: string,
  folder: string,
  { isFolder, rules }: PatternSystem = SYSTEM,
): Promise<SplitPattern> {
  const { root } = rules.parse(pattern);
  // On POSIX systems a backslash escapes the next character in a pattern, so it is no separator.
  const separators = rules.sep === '\\' ? /[\\/]+/ : /\/+/;
  let base = root === '' ? folder : rules.resolve(folder, root);
  let [segment = '', ...others] = pattern.slice(root.length).split(separators);
  while (others.length > 0 && (await isFolder(rules.join(base, segment)))) {
    base = rules.join(base, segment);
    [segment = '', ...others] = others;
  }
  return { base, rest: [segment, ...others].join('/') };
}

/**
 * Returns the absolute paths of the files that a pattern matches. An existing path is not a
 * pattern.
 */
export async function findFiles(pattern: string, folder: string): Promise<string[]> {
  const literal = resolve(folder, pattern);
  if (await isFile(literal)) return [literal];
  const matches = await expand(await splitPattern(pattern, folder));
  const areFiles = await Promise.all(matches.map(isFile));
  return matches.filter((_, index) => areFiles[index]);
}

/** Returns the files without those that a pattern matches, or whose folder it matches. */
export async function leaveOut(
  files: readonly string[],
  excludes: readonly string[],
  folder: string,
): Promise<string[]> {
  const splits = await Promise.all(excludes.map((pattern) => splitPattern(pattern, folder)));
  const left = new Set((await Promise.all(splits.map(expand))).flat());
  excludes.forEach((pattern) => left.add(resolve(folder, pattern)));
  return files.filter((file) => !listWithFolders(file).some((path) => left.has(path)));
}

function listWithFolders(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...listWithFolders(parent)];
}

async function expand({ base, rest }: SplitPattern): Promise<string[]> {
  const found: string[] = [];
  for await (const path of glob(rest, { cwd: base })) found.push(resolve(base, path));
  return found;
}

async function isFile(path: string): Promise<boolean> {
  return (await look(path))?.isFile() ?? false;
}

/** Returns the status of a path; `undefined` if nothing exists. */
async function look(path: string): Promise<Stats | undefined> {
  return stat(path).catch((error: unknown) => {
    if (isForbidden(error)) throw new UnreadablePathError(path, error);
    return undefined;
  });
}

function isForbidden(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(systemCode(error));
}

/**
 * Returns an unreadable folder at or below this one, because patterns silently skip such folders.
 * Searches at most `maxFolders` folders.
 */
export async function findUnreadableFolder(
  folder: string,
  maxFolders: number,
): Promise<string | undefined> {
  const queue = [folder];
  for (let seen = 0; seen < maxFolders; seen += 1) {
    const next = queue.shift();
    if (next === undefined) return undefined;
    try {
      const entries = await readdir(next, { withFileTypes: true });
      const inner = entries.filter((entry) => entry.isDirectory());
      queue.push(...inner.map(({ name }) => join(next, name)));
    } catch (error) {
      if (isForbidden(error)) return next;
    }
  }
  return undefined;
}
