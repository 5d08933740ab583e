import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly branding: Readonly<Record<string, string>>;
  readonly runs: Readonly<Record<string, string>>;
}

// `npm run check:docs` holds its inputs and outputs against the declarations.
describe('action.yml', () => {
  const { branding, description, name, runs } = parse(
    readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'),
  ) as Metadata;

  it('runs one bundle, in the step and after the job', () => {
    expect(runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/post/index.js' });
  });

  it('has what the marketplace shows, within its limits', () => {
    expect(name).toMatch(/^.{1,60}$/);
    expect(description).toMatch(/^.{1,125}$/);
    expect(Object.keys(branding)).toEqual(['icon', 'color']);
  });
});
