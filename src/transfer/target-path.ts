import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { systemCode } from '../tencent/retry.ts';
import { TransferError } from './transfer-errors.ts';

export interface TargetOptions {
  /** As the user gave it: a file, or a folder (ends in `/` or exists). */
  readonly downloadPath: string;
  /** Name or key of what is downloaded; its last segment names the file in a folder. */
  readonly name: string;
  /** The folders that a download may go to; a relative path begins at the first one. */
  readonly roots: readonly [string, ...string[]];
}

/**
 * The absolute path of the file to write, its links resolved. Nothing is made on the disk.
 * Rejects with a TransferError that says what to change where the path leads out of the roots.
 */
export async function resolveTargetPath({
  downloadPath,
  name,
  roots,
}: TargetOptions): Promise<string> {
  if (/\p{Cc}/u.test(downloadPath)) throw wrong(downloadPath, 'has a control character in it');
  const given = resolve(roots[0], downloadPath);
  const isFolder = endsInSeparator(downloadPath) || (await kindOf(given))?.isDirectory();
  const path = await resolved(isFolder ? join(given, sanitizeFileName(name)) : given, downloadPath);
  await assertInside(path, roots, downloadPath);
  const there = await kindOf(path);
  if (there?.isDirectory()) throw wrong(downloadPath, `would replace the folder ${basename(path)}`);
  if (there && !there.isFile()) throw wrong(downloadPath, 'is something other than a file');
  return path;
}

function endsInSeparator(path: string): boolean {
  return path.endsWith('/') || path.endsWith(sep);
}

/** What is there, links followed; `undefined` for nothing. */
async function kindOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(ifAbsent);
}

/** The links of the part that exists resolved; what does not exist yet has none. */
async function resolved(path: string, given: string): Promise<string> {
  const real = await realpath(path).catch(ifAbsent);
  if (real !== undefined) return real;
  if (await lstat(path).catch(ifAbsent)) throw wrong(given, `leads over a broken link, ${path}`);
  return join(await resolved(dirname(path), given), basename(path));
}

function ifAbsent(error: unknown): undefined {
  const code = systemCode(error);
  // ENOTDIR: a file stands where the path has a folder; making the folder will say so.
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

async function assertInside(path: string, roots: readonly string[], given: string): Promise<void> {
  const real = await Promise.all(roots.map((root) => resolved(resolve(root), given)));
  if (real.some((root) => isInside(root, path))) return;
  throw wrong(given, 'leads out of the workspace and RUNNER_TEMP');
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function wrong(given: string, what: string): TransferError {
  return new TransferError(
    `download-path "${given}" ${what}\nWhat to change:  use a file or folder inside the workspace, such as   download-path: build/`,
  );
}

/** Names of devices that Windows finds in every folder, whatever their extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** File systems take 255 bytes; some leave a little less. */
const MAX_NAME_BYTES = 200;

/**
 * The last segment of a path or key as a file name that is harmless on every system: no separators,
 * no control or invisible characters, no device names, no hidden files, not too long.
 */
export function sanitizeFileName(key: string): string {
  const path = key.replace(/\/+$/, '');
  const plain = path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"\\|?*]/gu, '_')
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  const name = WINDOWS_DEVICE.test(plain) ? `_${plain}` : plain;
  return shortened(name) || 'download';
}

/** Cut before the extension, between characters. */
function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + character + extension) > MAX_NAME_BYTES) break;
    stem += character;
  }
  return stem + extension;
}
