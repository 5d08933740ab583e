import * as fs from 'node:fs/promises';
import type { PlatformPath } from 'node:path';
import nodePath from 'node:path';
import { systemCode } from '../tencent/api-errors.ts';
import type { Detail } from '../text/detail.ts';
import type { Text } from '../text/message.ts';
import { message } from '../text/message.ts';
import { findNameWindowsRefuses, sanitizeFileName } from './file-name.ts';
import { isInside } from './path-inside.ts';
import { findShellStart, suggestOtherPath } from './path-hints.ts';
import type { TransferErrorCode } from './transfer-errors.ts';
import { TransferError } from './transfer-errors.ts';

/** What a path is resolved with. */
export interface PathDisk {
  readonly lstat: (path: string) => Promise<unknown>;
  readonly realpath: (path: string) => Promise<string>;
  readonly stat: (path: string) => Promise<PathKind>;
}

interface PathKind {
  readonly isDirectory: () => boolean;
  readonly isFile: () => boolean;
}

export interface TargetOptions {
  /** As given by the user: a file, or a folder (ends in `/`, or exists). */
  readonly downloadPath: string;
  /** The name or key of the download. Its last segment is the file name in a folder. */
  readonly name: string;
  /** The folders that a download may be written to. Relative paths start at the first one. */
  readonly roots: readonly [string, ...string[]];
  /** Path rules; by default those of this system. */
  readonly rules?: PlatformPath;
  /** By default the disk of this system. */
  readonly disk?: PathDisk;
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
  disk = fs,
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
  const isFolder = endsInSeparator || (await statIfPresent(resolved, disk))?.isDirectory();
  const resolveGiven = (path: string) => resolveLinks(path, downloadPath, { rules, disk });
  const path = await resolveGiven(
    isFolder ? rules.join(resolved, sanitizeFileName(name)) : resolved,
  );
  const realRoots = await Promise.all(roots.map((root) => resolveGiven(rules.resolve(root))));
  if (!realRoots.some((root) => isInside(root, path, rules))) {
    const hints = suggestOtherPath('download-path', downloadPath, roots[0]);
    throw createPathError(message('files.path-outside', given), 'path-outside', hints);
  }
  const present = await statIfPresent(path, disk);
  if (present?.isDirectory()) {
    const folder = rules.basename(path);
    throw createPathError(message('files.path-is-folder', { ...given, folder }));
  }
  if (present && !present.isFile()) throw createPathError(message('files.path-no-file', given));
  return path;
}

/** Returns the status of the path, following links; `undefined` if nothing exists. */
async function statIfPresent(path: string, disk: PathDisk): Promise<PathKind | undefined> {
  return disk.stat(path).catch(ignoreAbsence);
}

type System = Required<Pick<TargetOptions, 'disk' | 'rules'>>;

/**
 * Resolves the links in the existing part of a path. Rejects if the drive or share does not exist,
 * because it cannot be created.
 */
async function resolveLinks(path: string, given: string, on: System): Promise<string> {
  const { disk, rules } = on;
  const real = await disk.realpath(path).catch(ignoreAbsence);
  if (real !== undefined) return real;
  if (await disk.lstat(path).catch(ignoreAbsence)) {
    throw createPathError(message('files.path-broken-link', { path: given, link: path }));
  }
  const parent = rules.dirname(path);
  // The parent of a root is the root itself.
  if (parent === path) {
    throw createPathError(message('files.path-no-root', { path: given, root: path }));
  }
  return rules.join(await resolveLinks(parent, given, on), rules.basename(path));
}

function ignoreAbsence(error: unknown): undefined {
  const code = systemCode(error);
  // ENOTDIR: a file has the name of a folder in the path. Creating the folder will report it.
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
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
