import { afterEach, beforeEach } from '@jest/globals';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that each test of the file gets fresh: gives a function that tells its path. */
export function temporaryFolder(): (...segments: string[]) => string {
  let folder = '';
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'transfer-')));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return (...segments) => join(folder, ...segments);
}
