import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

it('The errors that Troubleshooting quotes are those of the code, or have a hint in it', () => {
  const code = globSync('src/**/*.ts', { cwd: ROOT }).map(text).join('\n');
  const [, table = ''] = /\n## Troubleshooting\n([^]*?)\n## /.exec(text('README.md')) ?? [];
  const quoted = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => line.split('|')[1]?.match(/(?<=`)[^`]+(?=`)/g) ?? [])
    // Between the ticks of two texts stands no text.
    .filter((found) => !/^[,、 ]+$/.test(found));
  expect(quoted.length).toBeGreaterThan(20);
  const unknown = quoted.filter((error) => {
    const parts = error.split(/…|\bN\b/).map((part) => part.trim());
    return parts.some((part) => !code.includes(part));
  });
  expect(unknown).toEqual([]);
});
