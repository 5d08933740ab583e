import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { COMPILED } from '../support/process/compiled.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Shown {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** What the demo showed without an option, and after that with `--all`. */
let scenes: string;
let full: Shown;

beforeAll(async () => {
  const child = start(['--all']);
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  full = { exitCode, stdout, stderr };
  scenes = stdout.slice(0, stdout.search(/^.*Job deploy/m));
}, 120_000);

/** Starts the demo so fast that nobody has to wait. */
function start(args: readonly string[]) {
  return spawn(process.execPath, ['demo/demo.ts', '--speed', '6000', ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Without Mermaid's code, which is inside. */
function readPage(path: string): string {
  const page = readFileSync(join(ROOT, path), 'utf8');
  return page.slice(0, page.indexOf('<script>'));
}

describe('the demo', () => {
  it('shows three rollouts, all as they should be', () => {
    expect(scenes.match(/^✔/gm)).toHaveLength(3);
    expect(scenes).not.toContain('✘');
  });

  it('fits a screen: 60 lines of 80 columns', () => {
    // Without `--all` a blank line, the page and the other option follow.
    const lines = scenes.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(57);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('with --all has every service, and steps that can be copied', () => {
    expect({ exitCode: full.exitCode, stderr: full.stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(full.stdout).not.toContain('✘');
    const operations = ['tem-resume', 'car-create-version', 'scf-code-url', 'dlc-result-download'];
    for (const operation of operations) expect(full.stdout).toContain(`operation: ${operation}`);
  });

  it('names a page with the summaries, which loads nothing', () => {
    const [, path = ''] = /(\S+\.html)$/m.exec(full.stdout) ?? [];
    const page = readPage(path);
    expect(page.match(/<article/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/<(?:link|img|script|iframe)\b/);
  });

  it('shows neither the address of the simulator nor a signed URL', () => {
    for (const shown of [full.stdout, readPage('render/demo.html')]) {
      expect(shown).not.toMatch(/127\.0\.0\.1|localhost|q-sign|q-ak|x-cos-security-token/i);
    }
  });

  it('ends without a word if its reader leaves', async () => {
    const child = start([]);
    child.stdout.once('data', () => child.stdout.destroy());
    const [stderr, [exitCode]] = await Promise.all([
      text(child.stderr),
      once(child, 'close') as Promise<[number]>,
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });
});
