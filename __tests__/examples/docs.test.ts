import { describe, expect, it } from '@jest/globals';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listContracts } from '../../simulator/index.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { SUBJECT_PREFIXES } from '../support/oidc-service.ts';
import { parsedWorkflow } from '../support/workflow/read-workflow.ts';
import { actionsOnThePage, STATEMENTS, statementsOf } from './policies.ts';
import { asWorkflow, blocksOf, PAGES, unknownNames } from './snippets.ts';
import { EN } from '../../src/text/messages/en.ts';
import type { Template } from '../../src/text/messages/template.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const text = (path: string) => readFileSync(ROOT + path, 'utf8');

const PACKAGE = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

const withoutBlocks = (markdown: string) => markdown.replace(/```[^]*?\n```/g, '');
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

const TROUBLESHOOTING = ['docs/troubleshooting.md', 'docs/troubleshooting.zh-CN.md'];

it.each(TROUBLESHOOTING)('%s quotes errors of the code, or those that have a hint', (page) => {
  const templates = Object.values<Template>(EN).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : [entry.one, entry.other],
  );
  const codes = globSync('src/report/{hints/*,pod-remedies}.ts', { cwd: ROOT }).map(text);
  const code = [...templates.map((entry) => entry.replaceAll('`', '"')), ...codes].join('\n');
  const [, table = ''] = /\n## [^\n]*\n\n(\|[^]*?)\n## /.exec(text(page)) ?? [];
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
  expect(statementsOf(operation)).not.toEqual([]);
});

it('docs/permissions.md names resources only of services that can be narrowed to them', () => {
  const narrowed = STATEMENTS.filter(({ resource }) => !resource.includes('*'));
  const services = narrowed.flatMap(({ action }) => action.map((name) => name.split(':')[0]));
  expect([...new Set(services)].sort()).toEqual(['sts', 'tem']);
  narrowed.forEach(({ action, resource }) => {
    const form = action.includes('sts:AssumeRole')
      ? /^qcs::cam::uin\/\d{12}:roleName\/[\w-]+$/
      : /^qcs::tem::uin\/\d{12}:(application\/app|environment\/en)-\w+$/;
    resource.forEach((each) => {
      expect(each).toMatch(form);
    });
  });
});

it.each(['docs/credentials.md', 'docs/credentials.zh-CN.md'])(
  '%s shows both forms of the subjects that GitHub issues',
  (page) => {
    Object.values(SUBJECT_PREFIXES).forEach((prefix) => {
      expect(text(page)).toContain(`\`${prefix}\``);
    });
    const [trust = ''] = blocksOf(text(page), 'json');
    expect(trust).toContain(`"oidc:sub": "${SUBJECT_PREFIXES.immutable}:environment:`);
  },
);

it.each(['README.md', 'README.zh-CN.md'])('%s trusts a subject that GitHub issues', (page) => {
  const policies = blocksOf(text(page), 'json').filter((block) => block.includes('oidc:sub'));
  const prefixes = Object.values(SUBJECT_PREFIXES);
  expect(policies).toHaveLength(1);
  expect(
    prefixes.filter((prefix) => policies[0]?.includes(`"oidc:sub": "${prefix}:`)),
  ).toHaveLength(1);
  expect(prefixes.filter((prefix) => text(page).includes(prefix))).toEqual(prefixes);
});

it('docs/credentials.md shows the policy of tem-rolling-update', () => {
  const policies = blocksOf(text('docs/credentials.md'), 'json').map(
    (block) => JSON.parse(block) as { statement: unknown },
  );
  const statements = policies.map(({ statement }) => statement);
  expect(statements).toContainEqual(statementsOf('tem-rolling-update'));
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
    ['an output that is not there', 'outputs.previous-version', 'outputs.previous', /^output prev/],
    ['an input that is not there', 'role-arn:', 'role-arns:', /^input role-arns$/],
    ['an input that is missing', 'deploy-version:', 'from:', /^missing input deploy-version$/],
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

/** As GitHub makes them of headings, and those that the page names itself. */
function anchorsOf(markdown: string): string[] {
  const headings = [...withoutBlocks(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  const named = [...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return [...headings, ...named];
}
