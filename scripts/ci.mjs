// Runs the stages of .ci/run one after another, whatever the ones before came to, says which failed,
// and ends with jest's own count. Runs on the machine's own Node, before any dependency exists.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';
import { readCounts } from './ci-counts.mjs';

const LIMIT_MS = 18 * 60_000;
const IS_WINDOWS = process.platform === 'win32';

const deadline = Date.now() + LIMIT_MS;
const folder = mkdtempSync(join(tmpdir(), 'ci-'));
const report = join(folder, 'jest.json');

const npm = (...args) => ['npm', ...args];
const script = (name, ...args) => npm('run', '--silent', name, ...args);
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
const checks = Object.keys(scripts).filter((name) => name.startsWith('check:'));
const STAGES = [
  ...checks.map((name) => [name.replace('check:', ''), script(name)]),
  ['demo', script('demo')],
  ['chromium', ['node', 'scripts/chromium.mjs']],
  ['render', script('test:render')],
  ['faults', script('test:faults')],
  ['tests', script('test:coverage', '--', '--json', `--outputFile=${report}`)],
];

const failed = [];
if (await passes('install', npm('ci', '--no-audit', '--no-fund'))) {
  for (const [name, command] of STAGES) await passes(name, command);
}
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nAll stages passed.');
const counts = readCounts(report);
rmSync(folder, { recursive: true, force: true });
process.exitCode = failed.length > 0 || counts.failed > 0 ? 1 : 0;
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`);

async function passes(name, command) {
  const startedAt = Date.now();
  console.log(`\n── ${name}: ${command.slice(0, 4).join(' ')}`);
  const problem = await run(command);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`── ${name} ${problem ? `FAILED (${problem})` : 'passed'} in ${seconds} s`);
  if (problem) failed.push(name);
  return !problem;
}

/** Resolves to what went wrong, '' where nothing did. What the time limit ends, ends with its children. */
function run([file, ...args]) {
  if (Date.now() >= deadline) return Promise.resolve('no time left');
  return new Promise((resolve) => {
    const options = { stdio: ['ignore', 'inherit', 'inherit'], detached: !IS_WINDOWS };
    const child = spawn(file, args, { ...options, shell: IS_WINDOWS });
    const kill = () => (IS_WINDOWS ? child.kill() : process.kill(-child.pid, 'SIGKILL'));
    const interrupt = () => {
      kill();
      process.exit(130);
    };
    let isOverdue = false;
    const timer = setTimeout(() => {
      isOverdue = true;
      kill();
    }, deadline - Date.now());
    const end = (problem) => {
      clearTimeout(timer);
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
      resolve(isOverdue ? 'no time left' : problem);
    };
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => end(code === 0 ? '' : `exit ${code ?? signal}`));
  });
}
