// Bundles src/main.ts with ncc into a folder and minifies the chunks, which ncc leaves as they are.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

// Types are checked by tsc, over all folders: here they would only cost time.
const OPTIONS = ['--minify', '--transpile-only', '--no-cache', '--license', 'licenses.txt'];
const ncc = fileURLToPath(import.meta.resolve('@vercel/ncc/dist/ncc/cli.js'));

/** Bundles into `folder`. Throws with ncc's own words where the sources do not build. */
export function bundle(folder) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [ncc, 'build', 'src/main.ts', '-o', folder, ...OPTIONS],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`ncc failed:\n${stdout}\n${stderr}`);
  for (const name of readdirSync(folder)) {
    if (name === 'index.js' || !name.endsWith('.js')) continue;
    const file = join(folder, name);
    const { code } = transformSync(readFileSync(file, 'utf8'), { minify: true, format: 'esm' });
    writeFileSync(file, code);
  }
}
