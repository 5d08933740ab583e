import { expect, it } from '@jest/globals';
import { shortenSha } from '../../../src/report/summary/short-sha.ts';

const HEAD = 'a'.repeat(40);
const MERGE = 'b'.repeat(40);
const OTHER = 'c'.repeat(40);

it.each([
  [{ sha: HEAD }, `${'a'.repeat(7)} ${MERGE} ${OTHER}`],
  [{ sha: HEAD, mergeSha: MERGE }, `${'a'.repeat(7)} ${'b'.repeat(7)} ${OTHER}`],
  [{ sha: HEAD, mergeSha: HEAD }, `${'a'.repeat(7)} ${MERGE} ${OTHER}`],
  [{ sha: '' }, `${HEAD} ${MERGE} ${OTHER}`],
])('the commits of a run are cut as GitHub does, others are not: %j', (run, shown) => {
  expect(shortenSha(`${HEAD} ${MERGE} ${OTHER}`, run)).toBe(shown);
});
