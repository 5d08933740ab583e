import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '7.3.0';

/**
 * Downloads `@cypress/github-action`, the one well-known action whose dist/ is an npm package, into
 * `folder`. Returns the path of its script. It is no dependency of ours, because npm would install
 * a hundred packages that its dist/ already contains.
 */
export function downloadCypressAction(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const options = { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' } as const;
  const name = `@cypress/github-action@${VERSION}`;
  const archive = execFileSync('npm', ['pack', '--silent', name], options).trim();
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
  return join(folder, 'package', 'dist', 'index.js');
}

/** Makes the action send one GET to `url` and nothing else. */
export function cypressInputs(url: string): Record<string, string> {
  return { install: 'false', runTests: 'false', 'wait-on': url };
}
