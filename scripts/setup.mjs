// Installs the locked dependencies if they are missing or older than the lockfile, so that one
// command is enough in a new clone. Runs on the installed Node, before any dependency exists.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';

const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';
const TITLE = 'Installing the locked dependencies (npm ci)';

// If the reader closes the pipe, the installation continues.
process.stdout.on('error', () => {});

const isFresh = existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(LOCK).mtimeMs;
if (!isFresh) install();

function install() {
  const stop = showProgress();
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--no-progress'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  npm.on('error', (error) => {
    stop(`npm could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  npm.on('exit', (status) => {
    stop(status === 0 ? 'done' : 'failed');
    process.exitCode = status ?? 1;
  });
}

/**
 * Shows a line that counts the seconds in a terminal, or dots in a log. Returns a function that
 * ends it.
 */
function showProgress() {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const { isTTY } = process.stdout;
  const show = () => void process.stdout.write(isTTY ? `\r${TITLE} … ${seconds()} s` : '.');
  process.stdout.write(`${TITLE} …`);
  const timer = setInterval(show, isTTY ? 1000 : 5000);
  return (result) => {
    clearInterval(timer);
    process.stdout.write(`${isTTY ? `\r${TITLE} …` : ''} ${result} in ${seconds()} s\n\n`);
  };
}
