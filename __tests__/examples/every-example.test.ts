import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { OPERATIONS } from '../../src/operations/registry.ts';
import type { WorkflowEvent } from '../support/workflow/model.ts';
import { at, entriesOf, readWorkflow, wordOf } from '../support/workflow/read-workflow.ts';
import { dispatch, openExampleWorld, PUSH } from './example-world.ts';
import { expectAllowed } from './policies.ts';

const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));
const OWN_TESTS = [
  'recipes.test.ts',
  'verified-examples.test.ts',
  'tem-examples.test.ts',
  'service-examples.test.ts',
];

/** Examples that want more than the cloud of the demo: a test that names them gives it to them. */
const SPECIAL: ReadonlySet<string> = new Set([
  'car-game.yml',
  'dlc-large-report.yml',
  'dlc-report.yml',
  'keyless.yml',
  'scf-backup.yml',
  'tem-background.yml',
  'tem-beta-approval.yml',
  'tem-deploy.yml',
  'tem-deployment.yml',
  'tem-if-changed.yml',
  'tem-jar.yml',
  'tem-many-environments.yml',
  'tem-notify.yml',
  'tem-package.yml',
  'tem-plan-comment.yml',
  'tem-preview.yml',
  'tem-rollback.yml',
  'tem-smoke-test.yml',
  'tem-verified-beta.yml',
  'tem-verified-instances.yml',
  'tem-verified-release.yml',
  'tem-wait-later.yml',
]);

const found = readdirSync(EXAMPLES);

/** What starts an example; every input of its form that is required gets a version. */
async function eventOf(file: string): Promise<WorkflowEvent> {
  const on = at(await readWorkflow(EXAMPLES + file), 'on');
  if (at(on, 'push') !== undefined) return PUSH;
  if (at(on, 'schedule') !== undefined) return { name: 'schedule' };
  const required = entriesOf(at(on, 'workflow_dispatch', 'inputs')).filter(
    ([, input]) => wordOf(at(input, 'required')) === 'true',
  );
  return dispatch(Object.fromEntries(required.map(([name]) => [name, 'v2.4.0'])));
}

describe('an example', () => {
  it.each(found.filter((file) => !SPECIAL.has(file)))(
    'runs, and calls what the policies of its operations allow: %s',
    async (file) => {
      const world = await openExampleWorld();
      const { jobs } = await world.run(file, await eventOf(file));
      expect(jobs.map(({ name, result }) => [name, result])).toEqual(
        jobs.map(({ name }) => [name, 'success']),
      );
      const asked = jobs.flatMap(({ steps }) => steps.map(({ operation }) => operation));
      const operations = asked.filter((name) => name in OPERATIONS);
      expect(operations).not.toEqual([]);
      expectAllowed(world, ...operations);
    },
  );

  it.each([...SPECIAL])('that is special is there, and has a test: %s', (file) => {
    const tests = OWN_TESTS.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
    expect(found).toContain(file);
    expect(tests.join('\n')).toContain(file);
  });
});
