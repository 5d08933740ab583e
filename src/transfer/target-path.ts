import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import type { TransferErrorCode } from './transfer-errors.ts';
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
  const fail = (what: string, code?: TransferErrorCode) =>
    createPathError(downloadPath, what, code);
  if (/\p{Cc}/u.test(downloadPath)) throw fail('has a control character in it');
  const given = resolve(roots[0], downloadPath);
  const isFolder = endsInSeparator(downloadPath) || (await statIfPresent(given))?.isDirectory();
  const path = await resolveLinks(
    isFolder ? join(given, sanitizeFileName(name)) : given,
    downloadPath,
  );
  const realRoots = await Promise.all(
    roots.map((root) => resolveLinks(resolve(root), downloadPath)),
  );
  if (!realRoots.some((root) => isInside(root, path))) {
    throw fail('leads out of the workspace and RUNNER_TEMP', 'path-outside');
  }
  const present = await statIfPresent(path);
  if (present?.isDirectory()) throw fail(`would replace the folder ${basename(path)}`);
  if (present && !present.isFile()) throw fail('is something other than a file');
  return path;
}

function endsInSeparator(path: string): boolean {
  return path.endsWith('/') || path.endsWith(sep);
}

/** What is at the path, links followed; `undefined` for nothing. */
async function statIfPresent(path: string): Promise<Stats | undefined> {
  return stat(path).catch(ignoreAbsence);
}

/** The links of the part that exists resolved; what does not exist yet has none. */
async function resolveLinks(path: string, given: string): Promise<string> {
  const real = await realpath(path).catch(ignoreAbsence);
  if (real !== undefined) return real;
  if (await lstat(path).catch(ignoreAbsence)) {
    throw createPathError(given, `leads over a broken link, ${path}`);
  }
  return join(await resolveLinks(dirname(path), given), basename(path));
}

function ignoreAbsence(error: unknown): undefined {
  const code = systemCode(error);
  // ENOTDIR: a file stands where the path has a folder; making the folder will say so.
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

function isInside(root: string, path: string): boolean {
  const inner = relative(root, path);
  return inner !== '' && inner !== '..' && !inner.startsWith(`..${sep}`) && !isAbsolute(inner);
}

const INSIDE: Detail = {
  label: 'Fix',
  text: 'use a file or folder inside the workspace, such as   download-path: build/',
};

function createPathError(
  given: string,
  what: string,
  code: TransferErrorCode = 'path-invalid',
): TransferError {
  return new TransferError(code, `download-path "${given}" ${what}`, [INSIDE]);
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
  return shortenName(name) || 'download';
}

/** Cuts before the extension, between characters. */
function shortenName(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? '';
  let stem = '';
  for (const character of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + character + extension) > MAX_NAME_BYTES) break;
    stem += character;
  }
  return stem + extension;
}
