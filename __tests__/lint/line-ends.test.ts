import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Lines such as `i/lf w/lf attr/text=auto eol=lf\tdist/index.js`: index, work tree, attributes. */
const { stdout } = spawnSync('git', ['ls-files', '--eol'], { cwd: ROOT, encoding: 'utf8' });

// A checkout on Windows often has `core.autocrlf`. dist/ and the snapshots are compared as bytes.
describe('the files of the repository', () => {
  it('have LF at the end of their lines, in every checkout', () => {
    const lines = stdout.trim().split('\n');
    const wrong = lines.filter(
      (line) => !/^i\/(lf|none|-text) +w\/(lf|none|-text) +attr\/text=auto eol=lf *\t/.test(line),
    );
    expect(lines.length).toBeGreaterThan(1_000);
    expect(wrong).toEqual([]);
  });
});
