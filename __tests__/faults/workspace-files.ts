import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from './scenario.ts';

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether a file of the workspace is there, with all of its bytes. */
export function isWhole({ workspace }: Cloud, name: string, sha256: string): boolean {
  const path = join(workspace, name);
  return existsSync(path) && sha256Of(readFileSync(path)) === sha256;
}

/** The files below a folder, by their paths in it. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
