import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const SCRIPT = fileURLToPath(new URL('../../scripts/name.mjs', import.meta.url));
const PLACEHOLDER = ['OWNER', 'REPO'].join('/');
const FILES = {
  'README.md': `- uses: ${PLACEHOLDER}@v1\n- uses: ${PLACEHOLDER}@v1\n`,
  'package.json': `{ "repository": { "url": "git+https://github.com/${PLACEHOLDER}.git" } }\n`,
  'dist/index.js': `const a="${PLACEHOLDER}@v1";`,
  '.github/workflows/ci.yml': 'name: CI\n',
  'docs/picture.png': `\0${PLACEHOLDER}`,
  'node_modules/other/README.md': PLACEHOLDER,
};

let folder = '';
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'name-'));
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function run(argument: string): number | null {
  return spawnSync(process.execPath, [SCRIPT, argument], { cwd: folder }).status;
}

describe('The script that names this repository', () => {
  it('replaces the placeholder in every text file', () => {
    expect(run('octo-org/tencent.deploy_1')).toBe(0);
    expect(read('README.md')).toBe('- uses: octo-org/tencent.deploy_1@v1\n'.repeat(2));
    expect(read('package.json')).toContain('github.com/octo-org/tencent.deploy_1.git');
    expect(read('dist/index.js')).toBe('const a="octo-org/tencent.deploy_1@v1";');
    expect(read('docs/picture.png')).toBe(FILES['docs/picture.png']);
    expect(read('node_modules/other/README.md')).toBe(PLACEHOLDER);
  });

  it('changes nothing the second time, and refuses another name', () => {
    run('octo-org/deploy');
    const readme = read('README.md');
    expect(run('octo-org/deploy')).toBe(0);
    expect(run('octo-org/other')).toBe(1);
    expect(read('README.md')).toBe(readme);
  });

  it.each([
    ['', 'deploy', 'a/b/c', 'octo org/deploy', '-octo/deploy', 'octo-/deploy'],
    ['octo/..', 'octo/deploy.git', 'octo/de ploy', 'octo/deploy@v1', PLACEHOLDER],
    ['https://github.com/octo-org/deploy', `${'a'.repeat(40)}/deploy`, `a/${'b'.repeat(101)}`],
  ])('refuses what is not a name of a repository: %s, %s, %s …', (...names) => {
    expect(names.map(run)).toEqual(names.map(() => 1));
    expect(read('README.md')).toBe(FILES['README.md']);
  });

  it('finds a placeholder that is left', () => {
    expect(run('--check')).toBe(1);
    run('octo-org/deploy');
    expect(run('--check')).toBe(0);
  });
});

// release.test.ts shows that this check includes the placeholder.
it('The release workflow refuses a placeholder before it publishes anything', () => {
  const path = new URL('../../.github/workflows/release.yml', import.meta.url);
  const { jobs } = parse(readFileSync(path, 'utf8')) as {
    jobs: { release: { steps: { run?: string; uses?: string }[] } };
  };
  const steps = jobs.release.steps.map(({ run: script = '', uses = '' }) => script + uses);
  const checked = steps.indexOf('node scripts/release.mjs "$VERSION" --dry-run');
  expect(checked).toBeGreaterThan(-1);
  expect(checked).toBeLessThan(steps.findIndex((step) => step.startsWith('actions/attest@')));
});
