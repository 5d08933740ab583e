import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/release-notes.mjs', import.meta.url));
const CHANGELOG =
  '# Changelog\n\n## 1.2.0 (2026-11-21)\n\n- new: [page](docs/page.md), [site](https://example.com)\n\n## 1.1.10 (2026-11-01)\n\n- old\n';
const REPOSITORY = { url: 'git+https://github.com/octo-org/deploy.git' };

const folder = mkdtempSync(join(tmpdir(), 'release-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What the script prints in a repository whose package.json has version `ours`. */
function notes(version: string, ours: string) {
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ version: ours, repository: REPOSITORY }),
  );
  writeFileSync(join(folder, 'CHANGELOG.md'), CHANGELOG);
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, version], options);
  return { status, stdout, stderr: stderr.trim() };
}

describe('The notes of a release', () => {
  it.each([
    [
      '1.2.0',
      '- new: [page](https://github.com/octo-org/deploy/blob/v1.2.0/docs/page.md), [site](https://example.com)\n',
    ],
    ['1.1.10', '- old\n'],
  ])('are the section of %s', (version, stdout) => {
    expect(notes(version, version)).toEqual({ status: 0, stdout, stderr: '' });
  });

  it.each([
    ['v1.2.0', 'v1.2.0', 'v1.2.0'],
    ['1.2.0', '1.1.10', '1.1.10'],
    ['1.1.1', '1.1.1', 'CHANGELOG.md'],
  ])('are refused for %s if package.json has %s', (version, ours, named) => {
    const { status, stdout, stderr } = notes(version, ours);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain(named);
  });
});
