import { expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

const code = globSync('src/**/*.ts', { cwd: ROOT }).map(text).join('\n');
const [, table = ''] = /\n## Troubleshooting\n([^]*?)\n## /.exec(text('README.md')) ?? [];
const quoted = table
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .flatMap((line) => line.split('|')[1]?.match(/(?<=`)[^`]+(?=`)/g) ?? [])
  // Between the ticks of two texts stands no text.
  .filter((found) => !/^[,、 ]+$/.test(found));

it('Troubleshooting quotes many errors', () => {
  expect(quoted.length).toBeGreaterThan(20);
});

it.each(quoted)('%s is what the code says, or has a hint for', (error) => {
  const parts = error.split(/…|\bN\b/).map((part) => part.trim());
  expect(parts.filter((part) => !code.includes(part))).toEqual([]);
});
