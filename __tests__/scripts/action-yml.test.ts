import { describe, expect, it } from '@jest/globals';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OPERATIONS } from '../../src/operations/registry.ts';
import { getProgram, readManifest } from '../support/this-action.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FOLDERS = globSync('*/*/action.yml', { cwd: ROOT, exclude: ['node_modules'] }).map((path) =>
  dirname(path).replaceAll('\\', '/'),
);

// `npm run check:docs` holds inputs and outputs against the declarations.
describe('action.yml', () => {
  const { branding, description, name, runs } = readManifest('');

  it('runs one bundle, in the step and after the job', () => {
    expect(runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/post/index.js' });
  });

  it('has what the marketplace shows, within its limits', () => {
    expect(name).toMatch(/^.{1,60}$/);
    expect(description).toMatch(/^.{1,125}$/);
    expect(Object.keys(branding ?? {})).toEqual(['icon', 'color']);
  });
});

it('every operation has an action of its own', () => {
  const folders = Object.keys(OPERATIONS).map((operation) => operation.replace('-', '/'));
  expect(FOLDERS.toSorted()).toEqual(folders.toSorted());
});

describe.each(['', ...FOLDERS])('%s/action.yml', (folder) => {
  it("is read by GitHub's parser", () => {
    const content = readFileSync(`${ROOT}${folder}/action.yml`, 'utf8');
    const { context } = parseAction({ name: 'action.yml', content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors()).toEqual([]);
  });
});

describe.each(FOLDERS)('%s/action.yml', (folder) => {
  const manifest = readManifest(folder);
  const root = readManifest('');

  it('has an entry in dist/, and the post step of the root', () => {
    expect(manifest.runs.using).toBe(root.runs.using);
    expect(getProgram(folder, 'main')).toBe(
      fileURLToPath(new URL(`../../dist/${folder}.js`, import.meta.url)),
    );
    expect(getProgram(folder, 'post')).toBe(getProgram('', 'post'));
  });

  it('has inputs and outputs of the root, as they are there, without operation', () => {
    const { operation, ...inputs } = root.inputs;
    expect(operation).toBeDefined();
    for (const [name, input] of Object.entries(manifest.inputs)) {
      expect({ ...input, required: undefined }).toEqual({ ...inputs[name], required: undefined });
    }
    expect(root.outputs).toMatchObject(manifest.outputs);
  });
});

it('requires what an operation cannot do without, unless the environment may have it', () => {
  const required = (folder: string) =>
    Object.entries(readManifest(folder).inputs).flatMap(([name, input]) =>
      input.required ? [name] : [],
    );
  expect(required('tem/rolling-update')).toEqual([
    'application-id',
    'environment-id',
    'deploy-version',
  ]);
  expect(required('car/create-version')).toEqual(['application-id']);
  expect(required('dlc/result-download')).toEqual([]);
});
