import { describe, expect, it } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { stepsOf } from '../examples/snippets.ts';
import { getFolder, getOperation, readManifest } from '../support/this-action.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const find = (pattern: string) =>
  globSync(pattern, { cwd: ROOT }).map((path) => path.replaceAll('\\', '/'));

/** A step of this action in an example. */
interface Use {
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
}

// every-example.test.ts sees to it that each of them runs in a test.
const uses = find('examples/*.yml').flatMap((path): Use[] => {
  const workflow = readFileSync(ROOT + path, 'utf8');
  return stepsOf(parse(workflow)).flatMap(({ uses: name = '', with: inputs = {} }) => {
    const folder = getFolder(name);
    if (folder === undefined) return [];
    return [{ folder, inputs }];
  });
});

const folders = new Set(find('*/*/action.yml').map(dirname));
const givenInputs = new Set(uses.flatMap(({ inputs }) => Object.keys(inputs)));

/**
 * Inputs of connections and of rare cases, which need no workflow of their own. A new input gets an
 * example instead.
 */
const WITHOUT_EXAMPLE = new Set([
  ...['application-file-name', 'application-version-regions', 'application-version-update-mode'],
  ...['cos-endpoint', 'digest-mismatch', 'endpoint', 'force', 'from', 'namespace', 'oidc-audience'],
  ...['operation', 'poll-interval', 'qualifier', 'role-duration-seconds'],
  ...['role-external-id', 'role-session-name', 'set-online', 'source-channel', 'summary', 'token'],
]);

describe('The examples', () => {
  it('use the action of each operation by its own path', () => {
    const operations = Object.keys(OPERATIONS);
    expect(
      [...folders].map((folder) => getOperation(`OWNER/REPO/${folder}@v1`, {})).sort(),
    ).toEqual(operations.sort());
    expect(new Set(uses.map(({ folder }) => folder))).toEqual(folders);
  });

  it('give every input, but those that need no example', () => {
    const missing = Object.keys(readManifest('').inputs).filter((name) => !givenInputs.has(name));
    expect(missing.sort()).toEqual([...WITHOUT_EXAMPLE].sort());
  });

  it.each([
    ['application-id', /^app-/],
    ['environment-id', /^en-/],
  ])('give %s as an ID and as a name', (input, form) => {
    const values = uses
      .filter(({ folder }) => folder.startsWith('tem/'))
      .flatMap(({ inputs }) => inputs[input] ?? [])
      .filter((value) => !value.includes('${{'));
    expect(new Set(values.map((value) => form.test(value)))).toEqual(new Set([true, false]));
  });
});
