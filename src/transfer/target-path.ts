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
  /** As given by the user: a file, or a folder (ends in `/`, or exists). */
  readonly downloadPath: string;
  /** The name or key of the download. Its last segment is the file name in a folder. */
  readonly name: string;
  /** The folders that a download may be written to. Relative paths start at the first one. */
  readonly roots: readonly [string, ...string[]];
  /** Path rules; by default those of this system. */
  readonly rules?: PlatformPath;
}

/**
 * Returns the absolute path of the file to write, with links resolved. Creates nothing on the disk.
 * Rejects with a TransferError, including the fix, if the path leads out of the roots.
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

/** Returns the status of the path, following links; `undefined` if nothing exists. */
async function statIfPresent(path: string): Promise<Stats | undefined> {
  return stat(path).catch(ignoreAbsence);
}

/**
 * Resolves the links in the existing part of a path. Rejects if the drive or share does not exist,
 * because it cannot be created.
 */
async function resolveLinks(path: string, given: string, rules: PlatformPath): Promise<string> {
  const real = await realpath(path).catch(ignoreAbsence);
  if (real !== undefined) return real;
  if (await lstat(path).catch(ignoreAbsence)) {
    throw createPathError(message('files.path-broken-link', { path: given, link: path }));
  }
  const parent = rules.dirname(path);
  // The parent of a root is the root itself.
  if (parent === path) {
    throw createPathError(message('files.path-no-root', { path: given, root: path }));
  }
  return rules.join(await resolveLinks(parent, given, rules), rules.basename(path));
}

function ignoreAbsence(error: unknown): undefined {
  const code = systemCode(error);
  // ENOTDIR: a file has the name of a folder in the path. Creating the folder will report it.
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

/** Device names that Windows reserves in every folder, with any extension. */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³])\s*(\.|:|$)/i;

/**
 * Returns the first segment of a path that Windows would interpret differently: a device, a name
 * with a trailing dot or blank, which Windows drops, or a stream of a file (`a.zip:b`). At the
 * start of the path, `C:` is a drive.
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

/** File systems allow 255 bytes; some allow a little less. */
const MAX_NAME_BYTES = 200;

/**
 * Converts the last segment of a path or key to a file name that is safe on every system: no
 * separators, control or invisible characters, device names or hidden files, and not too long.
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

/** Shortens the name before its extension, without splitting a character. */
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
