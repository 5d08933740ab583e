import { afterEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { closeWorlds, openWorld } from '../scenarios/world.ts';
import { blocksOf } from './snippets.ts';

afterEach(closeWorlds);

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** The lines that a reader of the log sees, without the names that the cloud makes up. */
function readable(log: string): string[] {
  const lines = log.split('\n').filter((line) => line !== '' && !line.startsWith('::'));
  return lines.map((line) => line.replace(/\b(revision|shop-api)-[a-z0-9]{5,8}\b/g, '$1-…'));
}

it('The log in the README is what a step prints', async () => {
  const world = await openWorld();
  const run = await world.run({
    operation: 'tem-rolling-update',
    'deploy-version': 'v2.4.0',
    'deploy-strategy': 'BETA',
    'beta-batch-num': '1',
    'total-batch-count': '2',
    'batch-interval': '60s',
    'on-waiting': 'resume',
  });
  expect(run.exitCode).toBe(0);
  const [shown = ''] = blocksOf(readme, '');
  expect(readable(shown)).toEqual(readable(run.stdout));
});
