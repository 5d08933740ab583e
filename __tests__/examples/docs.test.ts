import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listContracts } from '../../simulator/index.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { parsedWorkflow } from '../support/workflow/read-workflow.ts';
import { actionsOf, actionsOnThePage } from './policies.ts';
import { asWorkflow, blocksOf, PAGES, unknownNames } from './snippets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

const PACKAGE = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

const withoutBlocks = (markdown: string) => markdown.replace(/```[^]*?\n```/g, '');
const rowsOf = (markdown: string) =>
  withoutBlocks(markdown)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1));
const linksOf = (markdown: string) =>
  [...withoutBlocks(markdown).matchAll(/(?:\]\(|<img src="|<)([^()<>"\s]+\.[^()<>"\s]+)/g)].map(
    ([, to = '']) => to,
  );
const translated = PAGES.filter((page) => page.endsWith('.zh-CN.md'));

describe.each(translated)('%s has the structure of the English page', (page) => {
  const [english, chinese] = [page.replace('.zh-CN', ''), page].map(text) as [string, string];

  it('in as many sections', () => {
    const levels = (markdown: string) => withoutBlocks(markdown).match(/^(?:#+(?= )|<summary>)/gm);
    expect(levels(chinese)).toEqual(levels(english));
  });

  it('in the same tables', () => {
    const rows = (markdown: string) =>
      rowsOf(markdown).map((cells) => [cells.length, (cells[0]?.match(/`[^`]+`/g) ?? []).sort()]);
    expect(rows(chinese)).toEqual(rows(english));
  });

  it('with links to the same pages', () => {
    const targets = (markdown: string) =>
      linksOf(markdown).map((link) => link.replace(/#.*/, '').replace('.zh-CN', ''));
    expect(targets(chinese).sort()).toEqual(targets(english).sort());
  });

  it('with the same blocks', () => {
    const blocks = (markdown: string) => markdown.match(/```\w*\n[^]*?\n```/g);
    expect(blocks(chinese)).toEqual(blocks(english));
  });
});

describe.each(PAGES)('%s', (path) => {
  it('links to what is there', () => {
    const links = [...withoutBlocks(text(path)).matchAll(/\]\(([^)]+)\)/g)].map(
      ([, to = '']) => to,
    );
    const missing = links.filter((link) => !isThere(path, link));
    expect(missing).toEqual([]);
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

/** The actions that the official definitions have, which a test holds the contracts against. */
const knownActions = listContracts().flatMap(({ service, actions }) =>
  Object.keys(actions).map((action) => `${service}:${action}`),
);

it('every action that docs/permissions.md names is one of the cloud', () => {
  const named = actionsOnThePage();
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !knownActions.includes(name))).toEqual([]);
});

it.each(Object.keys(OPERATIONS))('docs/permissions.md has the policy of %s', (operation) => {
  expect(actionsOf(operation)).not.toEqual([]);
});

describe('Snippets', () => {
  it('are workflows that GitHub reads, and have names that this action has', async () => {
    const all = PAGES.flatMap((page) => blocksOf(text(page), 'yaml'));
    expect(all.length).toBeGreaterThan(10);
    const found = await Promise.all(all.map(complaints));
    expect(found.flat()).toEqual([]);
  });

  it.each([
    ['a key that GitHub does not know', 'runs-on:', 'run-on:', /run-on/],
    ['a broken expression', 'github.run_number', 'github.', /Unexpected/],
    ['an output that is not there', 'outputs.revision-id', 'outputs.revision', /^output rev/],
    ['an input that is not there', 'role-arn:', 'role-arns:', /^input role-arns$/],
  ])('are found out: %s', async (_, right, wrong, complaint) => {
    const [snippet = ''] = blocksOf(text('README.md'), 'yaml');
    expect(snippet).toContain(right);
    const found = await complaints(snippet.replaceAll(right, wrong));
    expect(found).toContainEqual(expect.stringMatching(complaint));
  });
});

/** What GitHub or action.yml has to say against a snippet; what actionlint has is in lint.test.ts. */
async function complaints(snippet: string): Promise<string[]> {
  const workflow = asWorkflow(snippet);
  try {
    await parsedWorkflow('snippet.yml', workflow);
    return unknownNames(workflow);
  } catch (error) {
    return [String(error)];
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
