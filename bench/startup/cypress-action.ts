import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '7.3.0';

/**
 * Downloads `@cypress/github-action` into `folder` and returns the path of its script. It is the
 * one well-known action whose dist/ is an npm package. It is not a dependency, because npm would
 * install a hundred packages that its dist/ already contains.
 */
export function downloadCypressAction(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const name = `@cypress/github-action@${VERSION}`;
  const archive = execFileSync('npm', ['pack', '--silent', name], options).trim();
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  return join(folder, 'package', 'dist', 'index.js');
}

/** Returns inputs that make the action send only one GET to `url`. */
export function cypressInputs(url: string): Record<string, string> {
  return { install: 'false', runTests: 'false', 'wait-on': url };
}
