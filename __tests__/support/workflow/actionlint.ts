import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./actionlint-process.mjs', import.meta.url));

/**
 * What actionlint complains about, as `name:line:column text`, in workflows by their file names. It
 * takes half a second to start, so give it all that there is at once. Throws if it did not read them.
 */
export function actionlint(workflows: ReadonlyMap<string, string>): string[] {
  // To optimize its WebAssembly costs more than one run gains.
  const { stdout, stderr } = spawnSync(process.execPath, ['--liftoff-only', PROGRAM], {
    input: JSON.stringify([...workflows]),
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as string[];
}
