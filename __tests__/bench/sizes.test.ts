import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SIZE_TARGETS, sizesOf } from '../../bench/startup/sizes.ts';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

it('keeps dist/ small', () => {
  const { all, index } = sizesOf(`${DIST}index.js`);
  expect(all).toBeLessThan(SIZE_TARGETS.all);
  expect(index).toBeLessThan(SIZE_TARGETS.index);
});

// With any other character, Node keeps the whole file as UTF-16, in twice the time and memory.
it('has only Latin-1 characters in what we wrote', () => {
  const own = ['', 'post/'].flatMap((folder) =>
    readdirSync(`${DIST}${folder}`)
      .filter((name) => name.endsWith('.js'))
      .map((name) => `${folder}${name}`),
  );
  const wide = own.filter((name) => /[\u0100-\uffff]/.test(readFileSync(`${DIST}${name}`, 'utf8')));
  expect(own.length).toBeGreaterThan(4);
  expect(wide).toEqual([]);
});

it('bundles one undici', () => {
  const bundles = readdirSync(DIST).filter((name) => name.endsWith('.js'));
  const code = bundles.map((name) => readFileSync(`${DIST}${name}`, 'utf8')).join('\n');
  expect(code.match(/undici\.globalDispatcher\.1/g)).toHaveLength(1);
});
