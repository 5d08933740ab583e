import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import {
  getDeclaration,
  INPUT_NAMES,
  INPUTS,
} from '../../../src/github/inputs/input-declarations.ts';
import { OUTPUTS } from '../../../src/github/outputs.ts';

interface Described {
  readonly description: string;
}

interface Input extends Described {
  readonly required?: boolean;
  readonly default?: string;
}

interface Metadata extends Described {
  readonly name: string;
  readonly branding: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: Readonly<Record<string, string>>;
}

const metadata = parse(
  readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8'),
) as Metadata;

describe('action.yml', () => {
  it('declares the inputs of the code, in their order', () => {
    expect(Object.keys(metadata.inputs)).toEqual(INPUT_NAMES);
    expect(INPUT_NAMES).toEqual(Object.keys(INPUTS));
  });

  it.each(INPUT_NAMES)('declares %s as the code does', (name) => {
    const declared = getDeclaration(name);
    expect(metadata.inputs[name]).toEqual({
      description: declared.description,
      ...(name === 'operation' ? { required: true } : {}),
      ...(declared.default === undefined ? {} : { default: declared.default }),
    });
  });

  it('declares the outputs of the code, in their order', () => {
    expect(Object.entries(metadata.outputs)).toEqual(
      Object.entries(OUTPUTS).map(([name, description]) => [name, { description }]),
    );
  });

  it('runs one bundle, in the step and after the job', () => {
    expect(metadata.runs).toEqual({
      using: 'node24',
      main: 'dist/index.js',
      post: 'dist/index.js',
    });
  });

  it('has what the marketplace shows, within its limits', () => {
    expect(metadata.name).toMatch(/^.{1,60}$/);
    expect(metadata.description).toMatch(/^.{1,125}$/);
    expect(Object.keys(metadata.branding)).toEqual(['icon', 'color']);
  });
});

describe('the inputs of the code', () => {
  const withDefault = INPUT_NAMES.flatMap((name) => {
    const { default: standard, parser: kind } = getDeclaration(name);
    return standard === undefined ? [] : [{ name, standard, kind }];
  });

  it.each(withDefault)('$name has a default of its kind', ({ kind, standard }) => {
    expect(kind.parse(standard)).toHaveProperty('value');
  });

  it.each(INPUT_NAMES)('%s is described and shown in one line each', (name) => {
    expect(getDeclaration(name).description).toMatch(/^[^\n]{1,200}$/);
    expect(getDeclaration(name).example).toMatch(/^[^\n]{1,80}$/);
  });
});
