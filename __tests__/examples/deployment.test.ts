import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExampleWorld } from './example.ts';
import { ends, openExampleWorld } from './example.ts';

const PUSH = { name: 'push' } as const;
const SHA = 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678';
const smokeTest = (exitCode: number) => ({
  'smoke-test.sh': `#!/bin/sh\necho "tested $1"\nexit ${exitCode}\n`,
});

const statesOf = ({ github }: ExampleWorld) =>
  github.deployments.map(({ statuses }) => statuses.map(({ state }) => state));
const versionsOf = ({ simulator }: ExampleWorld) => [
  ...new Set(
    simulator.tem
      .application('app-shop0001')
      .pods()
      .map((pod) => pod.deployVersion),
  ),
];

describe('tem-deployment.yml', () => {
  it('keeps one Deployment of both jobs', async () => {
    const world = await openExampleWorld();
    const ended = await world.run('tem-deployment.yml', PUSH, { repository: smokeTest(0) });
    expect(ends(ended)).toEqual(['beta: success', 'rest: success', 'take-back: skipped']);
    expect(ended.job('beta').steps[2]?.log).toBe('tested https://shop.example.com\n');
    expect(versionsOf(world)).toEqual([SHA]);
    expect(statesOf(world)).toEqual([['in_progress', 'in_progress', 'success']]);
    const [deployment] = world.github.deployments;
    expect(deployment?.request).toMatchObject({ ref: SHA, environment: 'production' });
    expect(deployment?.statuses.at(-1)?.environment_url).toBe('https://shop.example.com');
    expect(ended.job('beta').outputs.deployment).toBe(String(deployment?.id));
  });

  it('says there that it was taken back, where the test fails', async () => {
    const world = await openExampleWorld();
    const ended = await world.run('tem-deployment.yml', PUSH, { repository: smokeTest(1) });
    expect(ends(ended)).toEqual(['beta: failure', 'rest: skipped', 'take-back: success']);
    expect(versionsOf(world)).toEqual(['v2.3.9']);
    expect(statesOf(world)).toEqual([['in_progress', 'in_progress', 'failure']]);
  });

  it('goes on without the permission, and says which', async () => {
    const text = readFileSync(
      new URL('../../examples/tem-deployment.yml', import.meta.url),
      'utf8',
    );
    const folder = mkdtempSync(join(tmpdir(), 'deployment-'));
    const path = join(folder, 'it.yml');
    writeFileSync(path, text.replace('  deployments: write\n', ''));
    const world = await openExampleWorld();
    const ended = await world.run(path, PUSH, { repository: smokeTest(0) });
    rmSync(folder, { recursive: true });
    expect(ended.result).toBe('success');
    expect(versionsOf(world)).toEqual([SHA]);
    expect(world.github.deployments).toEqual([]);
    expect(ended.job('beta').steps[1]?.log).toMatch(/::warning .*deployments: write/);
  });
});
