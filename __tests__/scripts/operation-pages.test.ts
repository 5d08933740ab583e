import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { OUTPUTS } from '../../src/github/outputs.ts';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { stepsOf } from '../examples/snippets.ts';
import { getOperation } from '../support/this-action.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

/** The rows of the table below a heading of an operation's page, by name. */
function rowsOf(operation: string, heading: string): Map<string, string[]> {
  const [, section = ''] = read(`docs/operations/${operation}.md`).split(`\n## ${heading}\n`);
  const lines = section.split('\n## ')[0]?.match(/^\| `.*$/gm) ?? [];
  return new Map(
    lines.map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [/`([^`]+)`/.exec(line)?.[1] ?? '', cells.slice(1, -1)];
    }),
  );
}

describe.each(Object.entries(OPERATIONS))('docs/operations/%s.md', (name, { required }) => {
  const inputs = rowsOf(name, 'Inputs');

  it('has the required inputs first, and marks no other', () => {
    const marked = [...inputs].filter(([, [cell]]) => cell?.includes('(required)'));
    expect(marked.map(([input]) => input).sort()).toEqual([...required].sort());
    expect([...inputs.keys()].slice(0, required.length).sort()).toEqual([...required].sort());
  });

  it('has a type, a description and an example of each input', () => {
    const incomplete = [...inputs.values()].filter(
      ([, type, , description, example]) => !type || !description || !example,
    );
    expect(incomplete).toEqual([]);
  });

  it('lists the outputs that the examples take from it', () => {
    const outputs = rowsOf(name, 'Outputs');
    const taken = readdirSync(new URL('examples', ROOT))
      .map((file) => read(`examples/${file}`))
      .flatMap((example) => outputsTaken(example, name));
    expect(taken.filter((output) => !outputs.has(output))).toEqual([]);
  });
});

it('Every output is on the page of an operation', () => {
  const shown = Object.keys(OPERATIONS).flatMap((name) => [...rowsOf(name, 'Outputs').keys()]);
  expect([...new Set(shown)].sort()).toEqual(Object.keys(OUTPUTS).sort());
});

it.each([
  ['tem-rolling-update', 'deploy-strategy', '`AUTO`, `BETA`, `MANUAL`'],
  ['tem-rolling-update', 'if-deploying', '`wait`, `fail`, `adopt`'],
  ['tem-rolling-update', 'on-failure', '`keep`, `revert`'],
  ['tem-rolling-update', 'total-batch-count', 'number'],
  ['tem-rolling-update', 'batch-interval', 'seconds or duration'],
  ['tem-rolling-update', 'failure-grace', 'duration'],
  ['tem-rolling-update', 'poll-interval', '`auto` or duration'],
  ['tem-rolling-update', 'force', 'boolean'],
  ['tem-rolling-update', 'package-file', 'text'],
  ['car-create-version', 'version-limit', '`fail`, `delete-oldest`'],
  ['car-create-version', 'application-version-regions', 'list'],
])('The page of %s has the type of %s', (operation, input, type) => {
  expect(rowsOf(operation, 'Inputs').get(input)?.[1]).toBe(type);
});

/** The outputs that a workflow takes from its steps of one operation. */
function outputsTaken(workflow: string, operation: string): string[] {
  const ids = stepsOf(parse(workflow))
    .filter(({ uses = '', with: given = {} }) => getOperation(uses, given) === operation)
    .map(({ id }) => id);
  return [...workflow.matchAll(/\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g)]
    .filter(([, id]) => ids.includes(id))
    .map(([, , output = '']) => output);
}
