import { it } from '@jest/globals';
import { symlink } from 'node:fs/promises';

// Tests choose a stand-in for what a system lacks. What has none is skipped by the names below, and
// by no other file. On Windows and macOS, .github/workflows/ci.yml leaves out whole files as well.

// eslint-disable-next-line no-restricted-properties -- this is the only place
const SYSTEM = process.platform;

export const isWindows = SYSTEM === 'win32';

/** Windows has no mode bits that keep a user from reading a file or from writing to a folder. */
export const itWithModeBits = isWindows ? it.skip : it;

/** On Windows a process can only kill another: Ctrl+C goes to all that share its console. */
export const itWithSignals = isWindows ? it.skip : it;

/** On Windows a variable has at most 32,767 characters. */
export const itWithLongVariables = isWindows ? it.skip : it;

/** Only Linux has a file that is always on a full disk. */
export const itWithFullDisk = SYSTEM === 'linux' ? it : it.skip;
export const FULL_DISK = '/dev/full';

/** Links to a folder; on Windows by a junction, which needs no rights. */
export async function linkFolder(folder: string, link: string): Promise<void> {
  await symlink(folder, link, 'junction');
}
