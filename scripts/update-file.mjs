// Writes a generated file. With --check it only compares, and fails if the file is out of date.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { format, resolveConfig } from 'prettier';

/** Updates one file. `fill` receives its current text, or '' if there is none. */
export async function updateFile(file, fill, { isFormatted = true } = {}) {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const filled = fill(before);
  const options = { ...(await resolveConfig(file)), filepath: file };
  const after = isFormatted ? await format(filled, options) : filled;
  if (after === before) return;
  if (process.argv.includes('--check')) {
    console.error(`${file} is out of date. Run: npm run docs`);
    process.exitCode = 1;
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, after);
}
