// Starts jest with a cache for each Node version; by default they share one.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const jest = fileURLToPath(import.meta.resolve('jest/bin/jest'));
const cache = `node_modules/.cache/jest-${process.version}`;
const { status } = spawnSync(
  process.execPath,
  [jest, `--cacheDirectory=${cache}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
