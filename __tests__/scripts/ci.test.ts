import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

interface Workflow {
  readonly jobs: { readonly check: { readonly steps: readonly { readonly run?: string }[] } };
}

it('runs the same npm scripts by .ci/run and on GitHub', () => {
  const stages = [...read('.ci/run').matchAll(/^(?:must|stage) \S+ npm run --silent (\S+)/gm)];
  const { steps } = (parse(read('.github/workflows/ci.yml')) as Workflow).jobs.check;
  const onGitHub = steps.map(({ run = '' }) => /^npm run (\S+)$/.exec(run)?.[1] ?? '');
  expect(onGitHub.filter(Boolean)).toEqual(stages.map(([, script]) => script));
  expect(stages.length).toBeGreaterThan(5);
});
