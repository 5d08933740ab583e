import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { OPERATIONS } from '../../src/operations/registry.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, ROOT), 'utf8');

/** The pages that a user needs: each has a Chinese twin. */
const PAIRS = [
  'README',
  ...['credentials', 'network', 'permissions', 'troubleshooting', 'verification'].map(
    (name) => `docs/${name}`,
  ),
  ...Object.keys(OPERATIONS).map((name) => `docs/operations/${name}`),
];

const FENCE = /^```(\w*)\n([^]*?)^```$/gm;
/** Blocks of code; a block without a language is a log, in the language of its page. */
const blocksIn = (page: string) =>
  [...page.matchAll(FENCE)].map(([block, kind]) => (kind === '' ? '' : block));
const proseOf = (page: string) => page.replace(FENCE, '');
const levelsIn = (page: string) => proseOf(page).match(/^(?:#+(?= )|<summary>)/gm) ?? [];
const linksIn = (page: string) =>
  [...proseOf(page).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => kindOf(link)).sort();

/** Rows of tables: how many cells, and the code in the first one. */
const rowsIn = (page: string) =>
  proseOf(page)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1))
    .map((cells) => [cells.length, ...(cells[0]?.match(/`[^`]+`/g) ?? [])]);

/** A link without its language: Tencent Cloud's pages have other addresses on each site. */
function kindOf(link: string): string {
  if (!link.startsWith('https:')) {
    const [path = '', anchor] = link.replace('.zh-CN.md', '.md').split('#');
    return anchor === undefined ? path : `${path}#`;
  }
  const { host, pathname } = new URL(link);
  const isTencent = /(^|\.)(tencentcloud\.com|cloud\.tencent\.com)$/.test(host);
  if (isTencent) return host.startsWith('console.') ? `console${pathname}` : 'Tencent Cloud';
  return host + pathname.replace(/^\/(en|zh)\//, '/');
}

describe.each(PAIRS)('%s.md and its Chinese twin', (name) => {
  const [english, chinese] = [read(`${name}.md`), read(`${name}.zh-CN.md`)];

  it('link to each other', () => {
    expect(english).toContain(`](${basename(name)}.zh-CN.md)`);
    expect(chinese).toContain(`](${basename(name)}.md)`);
  });

  it('have the same headings', () => {
    expect(levelsIn(english).length).toBeGreaterThan(1);
    expect(levelsIn(chinese)).toEqual(levelsIn(english));
  });

  it('have the same blocks of code', () => {
    expect(blocksIn(chinese)).toEqual(blocksIn(english));
  });

  it('have the same tables', () => {
    expect(rowsIn(chinese)).toEqual(rowsIn(english));
  });

  it('link to the same places', () => {
    expect(linksIn(chinese)).toEqual(linksIn(english));
  });

  it('are in their language', () => {
    const headings = (page: string) => proseOf(page).match(/^#+ .*/gm) ?? [];
    expect(headings(chinese).join()).toMatch(/\p{Script=Han}/u);
    expect(proseOf(english).replace('简体中文', '')).not.toMatch(/\p{Script=Han}/u);
  });
});
