import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'release-'));
const tools = mkdtempSync(join(tmpdir(), 'tools-'));
const called = join(tools, 'called.txt');

afterAll(() => {
  for (const each of [folder, tools]) rmSync(each, { recursive: true });
});

/** A repository at version 1.2.0 whose dist/ needs no build. */
function layOut(changelog = '## 1.2.0 (2026-11-21)\n\n- new\n') {
  rmSync(folder, { recursive: true });
  mkdirSync(join(folder, 'scripts'), { recursive: true });
  for (const name of ['release.mjs', 'release-notes.mjs', 'name.mjs']) {
    copyFileSync(join(SCRIPTS, name), join(folder, 'scripts', name));
  }
  writeFileSync(join(folder, 'scripts/check-dist.mjs'), '');
  const repository = { url: 'git+https://github.com/octo-org/deploy.git' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '1.2.0', repository }));
  writeFileSync(join(folder, 'CHANGELOG.md'), `# Changelog\n\n${changelog}`);
  git('init', '--quiet');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message', 'first');
}

function git(...rest: string[]) {
  return spawnSync('git', rest, { cwd: folder, encoding: 'utf8' });
}

/** Runs the script; `gh` only writes down how it was called. */
function release(...rest: string[]) {
  writeFileSync(called, '');
  writeFileSync(join(tools, 'gh'), `#!/bin/sh\necho "$@" >> '${called}'\n`);
  chmodSync(join(tools, 'gh'), 0o755);
  const env = {
    ...process.env,
    PATH: [tools, process.env.PATH].join(delimiter),
    RUNNER_TEMP: tools,
  };
  const options = { cwd: folder, encoding: 'utf8', env: { ...env, GITHUB_SHA: '' } } as const;
  const { status, stdout } = spawnSync(process.execPath, ['scripts/release.mjs', ...rest], options);
  return { status, stdout, failed: stdout.match(/^✗/gm)?.length ?? 0, gh: readCalls() };
}

function readCalls(): string[] {
  const lines = readFileSync(called, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => line.split(' ').slice(0, 3).join(' '));
}

const describeWithShell = process.platform === 'win32' ? describe.skip : describe;

describeWithShell('npm run release', () => {
  it('shows all that it would do with --dry-run, and does none of it', () => {
    layOut();
    const { status, stdout, gh } = release('1.2.0', '--dry-run');
    expect(status).toBe(0);
    expect(gh).toEqual([]);
    for (const part of ['gh release create v1.2.0', '--draft', 'refs/tags/v1', '- new']) {
      expect(stdout).toContain(part);
    }
    expect(git('tag', '--list').stdout).toBe('');
  });

  it('uploads the assets to a draft, publishes it, and moves the tag of the major version', () => {
    layOut();
    const { gh } = release('1.2.0');
    expect(gh).toEqual(['release create v1.2.0', 'release edit v1.2.0']);
    expect(git('tag', '--list').stdout).toBe('v1\n');
  });

  it.each([
    ['another version', () => undefined, '1.3.0'],
    ['a tag that exists', () => git('tag', 'v1.2.0'), '1.2.0'],
    [
      'a change that is not committed',
      () => {
        writeFileSync(join(folder, 'a.txt'), '');
      },
      '1.2.0',
    ],
    [
      'a placeholder',
      () => {
        writeFileSync(
          join(folder, 'CHANGELOG.md'),
          `## 1.2.0 (2026-11-21)\n\n${['OWNER', 'REPO'].join('/')}\n`,
        );
        git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-am', 'second');
      },
      '1.2.0',
    ],
  ])('refuses %s, and changes nothing', (_, prepare, version) => {
    layOut();
    prepare();
    expect(release(version)).toMatchObject({ status: 1, failed: 1, gh: [] });
  });
});
