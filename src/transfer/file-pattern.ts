import type { Stats } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { dirname, join, parse, resolve, sep } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import { message } from '../text/message.ts';
import { TextError } from '../text/text-error.ts';

/** Which files are meant: a pattern a line, and behind `!` what is left out. */
export interface FilePatterns {
  readonly includes: readonly string[];
  readonly excludes: readonly string[];
}

/** Reads the lines of an input; `!(a|b).jar` is a pattern of its own and leaves nothing out. */
export function readFilePatterns(text: string): FilePatterns {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const isExclude = (line: string) => /^!(?!\()/.test(line);
  return {
    includes: lines.filter((line) => line !== '' && !isExclude(line)),
    excludes: lines.filter(isExclude).map((line) => line.slice(1).trim()),
  };
}

/**
 * Whether a file whose name ends as `types` says may be meant. Where a pattern leaves its end open
 * (`*`, `*.@(jar|war)`, `*.[jw]ar`), only what it matches can tell.
 */
export function mayMatchType(pattern: string, types: RegExp): boolean {
  if (types.test(pattern)) return true;
  return isPattern(pattern) && !/\.\w+$/.test(pattern);
}

function isPattern(path: string): boolean {
  return /[*?[\]{}]|[!@+]\(/.test(path);
}

/** A folder or file that this user may not look into. */
export class UnreadablePathError extends TextError {
  override readonly name = 'UnreadablePathError';
  /** The system's code: `EACCES`. */
  readonly code: string;
  readonly path: string;

  constructor(path: string, cause: unknown) {
    const code = systemCode(cause);
    super(message('files.unreadable', { path, code }), { cause });
    this.code = code;
    this.path = path;
  }
}

/** Where a pattern is looked for, and what is left of it there. */
export interface SplitPattern {
  /** Absolute: as much of the path as exists as it stands, brackets included. */
  readonly base: string;
  readonly rest: string;
}

/** In a pattern of POSIX systems, a backslash makes the next character literal. */
const SEPARATORS = sep === '\\' ? /[\\/]+/ : /\/+/;

/** Rejects with an UnreadablePathError. */
export async function splitPattern(pattern: string, folder: string): Promise<SplitPattern> {
  const { root } = parse(pattern);
  let base = root === '' ? folder : resolve(folder, root);
  let [segment = '', ...others] = pattern.slice(root.length).split(SEPARATORS);
  while (others.length > 0 && (await look(join(base, segment)))?.isDirectory()) {
    base = join(base, segment);
    [segment = '', ...others] = others;
  }
  return { base, rest: [segment, ...others].join('/') };
}

/** The files that a pattern matches, as absolute paths. A path that exists as it stands is no pattern. */
export async function findFiles(pattern: string, folder: string): Promise<string[]> {
  const literal = resolve(folder, pattern);
  if (await isFile(literal)) return [literal];
  const matches = await expand(await splitPattern(pattern, folder));
  const areFiles = await Promise.all(matches.map(isFile));
  return matches.filter((_, index) => areFiles[index]);
}

/** Files without those that a pattern matches, or that are in a folder which one matches. */
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

/** What is at a path; `undefined` for nothing. */
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
 * This folder, or one in it, that may not be looked into: a pattern passes it over in silence. Looks
 * at so many folders at most.
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
