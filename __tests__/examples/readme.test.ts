import { describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actionlint } from '../support/workflow/actionlint.ts';
import { parsedWorkflow } from '../support/workflow/read-workflow.ts';
import { asWorkflow, blocksOf, unknownNames } from './snippets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

const pages = ['README.md', 'README.zh-CN.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].concat(
  readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

const PACKAGE = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

const withoutBlocks = (markdown: string) => markdown.replace(/```[^]*?\n```/g, '');
const rowsOf = (markdown: string) =>
  withoutBlocks(markdown)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
const codesOf = (line: string) => (line.match(/`[^`]+`|\]\([^)#]+/g) ?? []).sort();

describe('README.zh-CN.md says the same as README.md', () => {
  const [english, chinese] = ['README.md', 'README.zh-CN.md'].map(text) as [string, string];

  it('in as many sections', () => {
    const levels = (markdown: string) => withoutBlocks(markdown).match(/^#+(?= )/gm);
    expect(levels(chinese)).toEqual(levels(english));
  });

  it('in the same tables', () => {
    const names = (markdown: string) =>
      rowsOf(markdown).map((cells) => [cells.length, ...codesOf(cells[0] ?? '')]);
    expect(names(chinese)).toEqual(names(english));
  });

  it.each(['', 'yaml', 'json', 'sh'])('with the same blocks (%s)', (language) => {
    expect(blocksOf(english, language).length).toBeGreaterThan(0);
    expect(blocksOf(chinese, language)).toEqual(blocksOf(english, language));
  });

  it('with the same names and links, paragraph by paragraph', () => {
    const shape = (markdown: string) =>
      withoutBlocks(markdown)
        .split(/<!-- \w+ -->/)[0]
        ?.split(/\n\n+/)
        .filter((paragraph) => !paragraph.startsWith('|') && !paragraph.includes('README'))
        .map(codesOf);
    expect(shape(chinese)).toEqual(shape(english));
  });
});

describe.each(pages)('%s', (path) => {
  it('links to what is there', () => {
    const links = [...withoutBlocks(text(path)).matchAll(/\]\(([^)]+)\)/g)].map(
      ([, to = '']) => to,
    );
    const missing = links.filter((link) => !isThere(path, link));
    expect(missing).toEqual([]);
  });

  it('shows workflows that GitHub reads, and names that this action has', async () => {
    await expect(complaints(path, blocksOf(text(path), 'yaml'))).resolves.toEqual([]);
  });

  it('shows commands that are there', () => {
    const commands = blocksOf(text(path), 'sh').flatMap((block) => block.split('\n'));
    const named = (pattern: RegExp) => commands.flatMap((line) => pattern.exec(line)?.[1] ?? []);
    const scripts = named(/^npm (?:run |(?=test\b))([\w:]+)/);
    expect(Object.keys(PACKAGE.scripts)).toEqual(expect.arrayContaining(scripts));
    const files = named(/^(?:node )?(\.?\w[\w./-]*\/\S+)/);
    expect(files.filter((file) => !existsSync(ROOT + file))).toEqual([]);
  });

  it('shows JSON that can be read', () => {
    blocksOf(text(path), 'json').forEach((block) => {
      expect(() => JSON.parse(block) as unknown).not.toThrow();
    });
  });
});

describe('A snippet is found out', () => {
  const [whole = '', , , steps = ''] = blocksOf(text('README.md'), 'yaml');
  const [, inputs = ''] = blocksOf(text('docs/credentials.md'), 'yaml');

  it.each<[string, string, string, string, RegExp]>([
    ['a key that GitHub does not know', whole, 'runs-on:', 'run-on:', /run-on/],
    ['a broken expression', whole, 'github.sha', 'github.', /Unexpected/],
    ['a property that is not there', whole, 'github.sha', 'github.sha1', /"sha1" is not defined/],
    [
      'an output that is not there',
      whole,
      'outputs.revision-id',
      'outputs.revision',
      /^output rev/,
    ],
    ['an input that is not there', steps, 'dry-run', 'dryrun', /^input dryrun$/],
    ['an input alone', inputs, 'role-arn', 'role-arns', /^input role-arns$/],
  ])('that has %s', async (_, snippet, right, wrong, complaint) => {
    expect(snippet).toContain(right);
    const broken = snippet.replaceAll(right, wrong);
    await expect(complaints('README.md', [broken])).resolves.toContainEqual(
      expect.stringMatching(complaint),
    );
  });
});

/** What GitHub, actionlint or action.yml has to say against snippets. */
async function complaints(path: string, snippets: string[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
  try {
    const workflows = snippets.map(asWorkflow);
    for (const [index, workflow] of workflows.entries()) {
      await parsedWorkflow(`${path}, ${index + 1}`, workflow);
      writeFileSync(join(folder, `${index}.yml`), workflow);
    }
    const said = workflows.length > 0 ? actionlint(folder, '*.yml') : '✓';
    return [...workflows.flatMap(unknownNames), ...(said.includes('✓') ? [] : [said])];
  } catch (error) {
    return [String(error)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isThere(from: string, link: string): boolean {
  if (link.startsWith('https:')) return true;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(from, '..', path);
  if (!existsSync(ROOT + target)) return false;
  return anchor === undefined || anchorsOf(text(target)).includes(anchor);
}

/** As GitHub makes them of headings. */
function anchorsOf(markdown: string): string[] {
  const headings = [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)];
  return headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
