// Bundles programs with ncc, and makes what ncc leaves smaller and faster to load.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { packagesIn } from './bundled.mjs';

// Types are checked by tsc, over all folders: here they would only cost time.
const OPTIONS = ['--minify', '--transpile-only', '--no-cache'];
const ncc = fileURLToPath(import.meta.resolve('@vercel/ncc/dist/ncc/cli.js'));

/**
 * Bundles the action into `folder`; gives the folders of the packages in it. What a step seldom needs
 * is left for chunks, as bundle/tsconfig.json says. Throws with ncc's own words where the sources do
 * not build.
 */
export function bundleAction(folder) {
  return bundle(folder, 'src/main.ts', fileURLToPath(new URL('bundle', import.meta.url)));
}

/** The same for any program, nothing of it left for later. `cwd` has the tsconfig.json to go by. */
export function bundle(folder, entry, cwd = '.') {
  const stats = join(folder, 'stats.json');
  mkdirSync(folder, { recursive: true });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ncc,
      'build',
      resolve(entry),
      '-o',
      resolve(folder),
      '--stats-out',
      resolve(stats),
      ...OPTIONS,
    ],
    { encoding: 'utf8', cwd },
  );
  if (status !== 0) throw new Error(`ncc failed:\n${stdout}\n${stderr}`);
  for (const name of readdirSync(folder)) {
    if (!name.endsWith('.js')) continue;
    const file = join(folder, name);
    const options = { minify: true, format: 'esm', target: 'node20' };
    writeFileSync(file, transformSync(requireOnce(readFileSync(file, 'utf8')), options).code);
  }
  const packages = packagesIn(JSON.parse(readFileSync(stats, 'utf8')));
  rmSync(stats);
  return packages;
}

/** ncc makes a `require` anew for each module of Node that is loaded; one is enough. */
function requireOnce(code) {
  const name = /import\s*\{\s*createRequire as (\w+)\s*\}\s*from\s*"module";?/.exec(code);
  if (!name) return code;
  const once = code.replaceAll(`${name[1]}(import.meta.url)(`, 'requireOfNode(');
  return once.replace(name[0], `${name[0]}const requireOfNode=${name[1]}(import.meta.url);`);
}
