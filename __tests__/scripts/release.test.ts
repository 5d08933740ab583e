import { afterAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isWindows } from '../support/platform.ts';

const SCRIPTS = fileURLToPath(new URL('../../scripts/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'release-'));
const tools = mkdtempSync(join(tmpdir(), 'tools-'));
const called = join(tools, 'called.txt');

afterAll(() => {
  for (const each of [folder, tools]) rmSync(each, { recursive: true, force: true });
});

/** A repository at version 1.2.0 whose dist/ needs no build. */
function layOut(changelog = '## 1.2.0 (2026-11-21)\n\n- new\n') {
  rmSync(folder, { recursive: true, force: true });
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

/** What every Node loads: under the name `gh` it only writes down how it was called. */
const RECORDER = `
const { basename } = require('node:path');
if (basename(process.execPath, '.exe') === 'gh') {
  const [, command, ...rest] = process.argv;
  const line = [basename(command), ...rest.slice(0, 2)].join(' ');
  require('node:fs').appendFileSync(process.env.CALLED, line + '\\n');
  process.exit(0);
}`;

/** Windows starts only programs by their name alone, no scripts. So `gh` is a Node. */
function addStandIn() {
  const gh = join(tools, isWindows ? 'gh.exe' : 'gh');
  if (!existsSync(gh)) copyFileSync(process.execPath, gh, constants.COPYFILE_FICLONE);
  writeFileSync(join(tools, 'recorder.cjs'), RECORDER);
}

/** Runs the script with a stand-in for `gh`. */
function release(...rest: string[]) {
  writeFileSync(called, '');
  addStandIn();
  const env = {
    ...process.env,
    CALLED: called,
    NODE_OPTIONS: `--require=${JSON.stringify(join(tools, 'recorder.cjs'))}`,
    PATH: [tools, process.env.PATH].join(delimiter),
    RUNNER_TEMP: tools,
  };
  const options = { cwd: folder, encoding: 'utf8', env: { ...env, GITHUB_SHA: '' } } as const;
  const { status, stdout } = spawnSync(process.execPath, ['scripts/release.mjs', ...rest], options);
  return { status, stdout, failed: stdout.match(/^✗/gm)?.length ?? 0, gh: readCalls() };
}

function readCalls(): string[] {
  const lines = readFileSync(called, 'utf8').split('\n');
  return lines.filter((line) => line !== '');
}

describe('npm run release', () => {
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

  it('shows the checks that fail of a version without an entry, with --dry-run', () => {
    layOut();
    const { status, stdout, gh } = release('1.3.0', '--dry-run');
    expect({ status, gh }).toEqual({ status: 1, gh: [] });
    expect(stdout).toContain('gh release create v1.3.0');
    expect(stdout).toContain('refs/tags/v1');
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
