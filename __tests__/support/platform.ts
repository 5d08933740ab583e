import { symlink } from 'node:fs/promises';

// What differs between systems. The demo imports this too, so it knows nothing of jest: what a
// system has to skip is in platform-tests.ts.

// eslint-disable-next-line no-restricted-properties -- this is the only place
const SYSTEM = process.platform;

export const isWindows = SYSTEM === 'win32';
export const isLinux = SYSTEM === 'linux';

/** Links to a folder; on Windows by a junction, which needs no rights. */
export async function linkFolder(folder: string, link: string): Promise<void> {
  await symlink(folder, link, 'junction');
}
