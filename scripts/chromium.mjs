// Installs Debian's chromium for `npm run test:render` where it is missing and can be installed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PACKAGES = ['chromium', 'fonts-noto-color-emoji'];

if (!existsSync('/usr/bin/chromium') && existsSync('/usr/bin/apt-get')) {
  const apt = (...args) => {
    const command = process.getuid() === 0 ? ['apt-get'] : ['sudo', '--non-interactive', 'apt-get'];
    const [file, ...before] = [...command, '-qq', ...args];
    return spawnSync(file, before, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
  };
  if (!apt('update') || !apt('install', '-y', '--no-install-recommends', ...PACKAGES)) {
    console.error('Chromium could not be installed.');
    process.exitCode = 1;
  }
}
