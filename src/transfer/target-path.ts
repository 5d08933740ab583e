import type { Stats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import type { PlatformPath } from 'node:path';
import nodePath, { win32 } from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { findShellStart, suggestOtherPath } from './path-hints.ts';
import type { TransferErrorCode } from './transfer-errors.ts';
import { TransferError } from './transfer-errors.ts';

export interface TargetOptions {
  /** As the user gave it: a file, or a folder (ends in `/` or exists). */
  readonly downloadPath: string;
  /** Name or key of what is downloaded; its last segment names the file in a folder. */
  readonly name: string;
  /** The folders that a download may go to; a relative path begins at the first one. */
  readonly roots: readonly [string, ...string[]];
  /** The rules of paths; those of this system if none are given. */
  readonly rules?: PlatformPath;
}

/**
 * The absolute path of the file to write, its links resolved. Nothing is made on the disk.
 * Rejects with a TransferError that says what to change where the path leads out of the roots.
 */
export async function resolveTargetPath({
  downloadPath,
  name,
  roots,
  rules = nodePath,
}: TargetOptions): Promise<string> {
  const given = { path: downloadPath };
  if (/\p{Cc}/u.test(downloadPath)) {
    throw createPathError(message('files.path-control-character', given));
  }
  const start = findShellStart(downloadPath);
  if (start !== undefined) {
    const hints = suggestOtherPath('download-path', downloadPath, roots[0]);
    const text = message('files.path-for-shell', { ...given, start });
    throw createPathError(text, 'path-invalid', hints);
  }
  const wrongName = rules.sep === '\\' ? findNameWindowsRefuses(downloadPath) : undefined;
  if (wrongName !== undefined) {
    throw createPathError(message('files.path-windows-name', { ...given, name: wrongName }));
  }
  const resolved = rules.resolve(roots[0], downloadPath);
  const endsInSeparator = downloadPath.endsWith('/') || downloadPath.endsWith(rules.sep);
  const isFolder = endsInSeparator || (await statIfPresent(resolved))?.isDirectory();
  const resolveGiven = (path: string) => resolveLinks(path, downloadPath, rules);
  const path = await resolveGiven(
    isFolder ? rules.join(resolved, sanitizeFileName(name)) : resolved,
  );
  const realRoots = await Promise.all(roots.map((root) => resolveGiven(rules.resolve(root))));
  if (!realRoots.some((root) => isInside(root, path, rules))) {
    const hints = suggestOtherPath('download-path', downloadPath, roots[0]);
    throw createPathError(message('files.path-outside', given), 'path-outside', hints);
  }
  const present = await statIfPresent(path);
  if (present?.isDirectory()) {
    const folder = rules.basename(path);
    throw createPathError(message('files.path-is-folder', { ...given, folder }));
  }
  if (present && !present.isFile()) throw createPathError(message('files.path-no-file', given));
  return path;
}

/** What is at the path, links followed; `undefined` for nothing. */
async function statIfPresent(path: string): Promise<Stats | undefined> {
  return stat(path).catch(ignoreAbsence);
}

/**
 * The links of the part that exists resolved; what does not exist yet has none. A drive or share
 * that is not there cannot be made.
 */
async function resolveLinks(path: string, given: string, rules: PlatformPath): Promise<string> {
  const real = await realpath(path).catch(ignoreAbsence);
  if (real !== undefined) return real;
  if (await lstat(path).catch(ignoreAbsence)) {
    throw createPathError(message('files.path-broken-link', { path: given, link: path }));
  }
  const parent = rules.dirname(path);
  // The folder of a root is the root itself.
  if (parent === path) {
    throw createPathError(message('files.path-no-root', { path: given, root: path }));
  }
  return rules.join(await resolveLinks(parent, given, rules), rules.basename(path));
}

function ignoreAbsence(error: unknown): undefined {
  const code = systemCode(error);
  // ENOTDIR: a file stands where the path has a folder; making the folder will say so.
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

function isInside(root: string, path: string, rules: PlatformPath): boolean {
  const inner = rules.relative(root, path);
  const isUp = inner === '..' || inner.startsWith(`..${rules.sep}`);
  return inner !== '' && !isUp && !rules.isAbsolute(inner);
}

const INSIDE: Detail = {
  label: message('words.fix'),
  text: message('files.use-workspace'),
};

function createPathError(
  text: Text,
  code: TransferErrorCode = 'path-invalid',
  hints: readonly Detail[] = [],
): TransferError {
  const details = hints.length > 0 ? hints : [INSIDE];
  return new TransferError(code, text, details);
}

/** Names of devices that Windows finds in every folder, whatever their extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(\.|:|$)/i;

/**
 * The first part of a path that Windows would take for something else: a device, a name whose last
 * dot or blank it drops, a stream of a file (`a.zip:b`). Where the path begins, `C:` is a drive.
 */
export function findNameWindowsRefuses(path: string): string | undefined {
  const names = path.slice(win32.parse(path).root.length).split(/[\\/]/);
  return names.find(
    (name) =>
      WINDOWS_DEVICE.test(name) ||
      /[<>:"|?*]/.test(name) ||
      (/[. ]$/.test(name) && name !== '.' && name !== '..'),
  );
}

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
