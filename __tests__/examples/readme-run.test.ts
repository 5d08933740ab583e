import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_APPLICATION } from '../../simulator/index.ts';
import type { WorkflowEvent } from '../support/workflow/model.ts';
import { ends, openExampleWorld, trusting } from './example.ts';
import { asWorkflow, blocksOf } from './snippets.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'readme-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const PUSH: WorkflowEvent = { name: 'push' };
const BY_HAND: WorkflowEvent = { name: 'workflow_dispatch' };
const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';

const KEYS = [
  'env:',
  '  TENCENTCLOUD_SECRET_ID: ${{ secrets.TENCENTCLOUD_SECRET_ID }}',
  '  TENCENTCLOUD_SECRET_KEY: ${{ secrets.TENCENTCLOUD_SECRET_KEY }}',
];

/** A block of the README as a file; steps get the files that they work on, and keys where none are given. */
function written(block: string): string {
  const path = join(folder, 'it.yml');
  const withFiles = block.startsWith('-') ? `- uses: actions/checkout@v7\n${block}` : block;
  const keys = /secret-id|role-arn/.test(block) ? '' : `${KEYS.join('\n')}\n`;
  writeFileSync(path, keys + asWorkflow(withFiles));
  return path;
}

const blocks = blocksOf(readme, 'yaml');
const [keyless = '', withKeys = '', recorded = '', aPlan = '', aPackage = ''] = blocks;
const [waiting = '', car = '', downloads = ''] = blocks.slice(5);

describe('What a newcomer copies from the README', () => {
  it('deploys without keys', async () => {
    const world = await openExampleWorld(trusting('repo:octo-org/shop:ref:refs/heads/main'));
    const ended = await world.run(written(keyless), PUSH, { secrets: {} });
    expect(ends(ended)).toEqual(['deploy: success']);
    const { revisionId, deployVersion } = world.simulator.tem.application('app-shop0001');
    expect(deployVersion).toBe(SHA);
    expect(ended.job('deploy').steps[1]?.log).toMatch(`revision ${revisionId} took `);
  });

  it('deploys with keys', async () => {
    const world = await openExampleWorld();
    const ended = await world.run(written(withKeys), PUSH);
    expect(ends(ended)).toEqual(['deploy: success']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe(SHA);
  });

  it('records a Deployment', async () => {
    const world = await openExampleWorld();
    const ended = await world.run(written(recorded), PUSH);
    expect(ends(ended)).toEqual(['deploy: success']);
    const [deployment] = world.github.deployments;
    expect(deployment?.request).toMatchObject({ ref: SHA, environment: 'production' });
    expect(deployment?.statuses.map(({ state }) => state)).toEqual(['in_progress', 'success']);
  });

  it('plans', async () => {
    const world = await openExampleWorld();
    const ended = await world.run(written(aPlan), BY_HAND);
    expect(ended.job('it').steps[1]?.outputs.status).toBe('planned');
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe('v2.3.9');
  });

  it('deploys a package', async () => {
    const world = await openExampleWorld(() => ({
      tem: { applications: [{ ...DEMO_APPLICATION, deployMode: 'JAR' }] },
    }));
    const repository = { 'target/shop.jar': 'the shop' };
    const ended = await world.run(written(aPackage), BY_HAND, { repository });
    expect(ends(ended)).toEqual(['it: success']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe('20261120101500');
  });

  it('starts now, and waits later', async () => {
    const world = await openExampleWorld();
    const ended = await world.run(written(waiting), BY_HAND);
    const outputs = ended.job('it').steps.map((step) => step.outputs.status);
    expect(outputs).toEqual([undefined, 'started', undefined, 'succeeded']);
    expect(world.simulator.tem.application('app-shop0001').deployVersion).toBe(SHA);
  });

  it('creates and publishes a version of a game', async () => {
    const world = await openExampleWorld();
    const repository = { 'build/game.zip': 'the game' };
    const ended = await world.run(written(car), BY_HAND, { repository });
    expect(ends(ended)).toEqual(['it: success']);
    const inUse = world.simulator.car
      .application('app-game0001')
      .versions.filter(({ status }) => status === 'Inuse');
    expect(inUse.map(({ applicationVersionId }) => applicationVersionId)).toEqual([
      ended.job('it').steps[1]?.outputs['application-version-id'],
    ]);
  });

  it('downloads', async () => {
    const world = await openExampleWorld(() => ({
      tem: { applications: [{ ...DEMO_APPLICATION, deployMode: 'JAR' }] },
    }));
    const before = aPackage
      .replace('target/*.jar', 'shop-2.4.0.jar')
      .replace("'20261120101500'", '2.4.0');
    // Keeping artifacts takes real time: examples/scf-backup.yml is run so.
    const after = downloads.replace(/ +artifact-name: .*\n/, '');
    const look = '- run: ls backup results packages';
    const ended = await world.run(written([before, after, look].join('\n')), BY_HAND, {
      repository: { 'shop-2.4.0.jar': 'the shop' },
    });
    expect(ends(ended)).toEqual(['it: success']);
    const files = ended.job('it').steps.at(-1)?.log;
    expect(files).toMatch(
      /^backup:\nthumbnails\.zip\n\npackages:\nshop-2\.4\.0\.jar\n\nresults:\n.+\.csv\n$/,
    );
  });
});
