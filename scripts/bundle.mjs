// Bundles a program with ncc and minifies the result.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { listPackages } from './inventory.mjs';
import { listOperationActions, writeEntry } from './operation-actions.mjs';

const ncc = fileURLToPath(import.meta.resolve('@vercel/ncc/dist/ncc/cli.js'));

// tsc already checks the types of all folders.
const NCC_OPTIONS = ['--transpile-only', '--no-cache'];

// ncc's --minify handles only index.js, not the chunks.
const MINIFY = { minify: true, format: 'esm', target: 'node20' };

/**
 * Bundles the program `entry` into `folder`: index.js, and a chunk for each `import()`.
 * Returns the folders of the bundled packages, sorted. Throws with ncc's output if the build fails.
 *
 * @param {string} folder
 * @param {string} entry
 * @returns {string[]}
 */
export function bundle(folder, entry) {
  const stats = join(folder, 'stats.json');
  mkdirSync(folder, { recursive: true });
  const paths = [resolve(entry), '-o', resolve(folder), '--stats-out', resolve(stats)];
  const command = [ncc, 'build', ...paths, ...NCC_OPTIONS];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ncc failed:\n${stdout}\n${stderr}`);
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.js'))) {
    const file = join(folder, name);
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), MINIFY).code);
  }
  const packages = listPackages(JSON.parse(readFileSync(stats, 'utf8')));
  rmSync(stats);
  return packages;
}

/**
 * Bundles the two entries of the action: the main step into `folder`, the post step into its folder
 * `post`. Each single-operation action gets a small entry that imports the main step. Returns the
 * packages of both.
 *
 * @param {string} folder
 * @returns {string[]}
 */
export function bundleAction(folder) {
  const packages = [bundle(folder, 'src/main.ts'), bundle(join(folder, 'post'), 'src/post.ts')];
  for (const { operation, folder: path } of listOperationActions()) {
    const file = join(folder, `${path}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, writeEntry(operation));
  }
  return [...new Set(packages.flat())].sort();
}
