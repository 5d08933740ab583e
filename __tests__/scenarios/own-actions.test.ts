import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const PUBLISHED = { GITHUB_ACTION_REPOSITORY: 'octo-org/deploy', GITHUB_ACTION_REF: 'v1' };
const UPDATE = { 'deploy-version': 'v2.4.0' };
const BETA = { ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };

describe('The action of one operation', () => {
  it('runs that operation, and its post step', async () => {
    const world = await openWorld({ behaviour: { podStartSeconds: 1 } });
    const first = await world.run(BETA, { folder: 'tem/rolling-update' });
    expect(first).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    const post = await world.run(BETA, { folder: 'tem/rolling-update', state: first.state });
    expect(post).toMatchObject({ exitCode: 0, outputs: {}, stdout: '' });

    const guard = { 'revision-id': world.application.revisionId };
    const second = await world.run(guard, { folder: 'tem/resume', inProcess: true });
    expect(second).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: false });
  });

  it('runs no other operation, whatever the workflow asks for', async () => {
    const world = await openWorld();
    const run = await world.run({ operation: 'tem-revert' }, { folder: 'tem/wait' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.changes()).toEqual([]);
  });

  it.each([
    ['tem/rolling-update', 'octo-org/deploy/tem/revert@v1', false],
    ['', 'octo-org/deploy@v1', true],
  ])('shows the step to copy as this one was written: %j', async (folder, uses, hasOperation) => {
    const world = await openWorld({ behaviour: { neverReady: true }, inProcess: true });
    const operation = folder === '' ? { operation: 'tem-rolling-update' } : {};
    const inputs = { ...UPDATE, ...operation, timeout: '90s' };
    const run = await world.run(inputs, { folder, env: PUBLISHED });
    expect(run.outputs.status).toBe('timed-out');
    expect(errorOf(run)).toContain(`- uses: ${uses}`);
    expect(run.summary).toContain(`- uses: ${uses}`);
    expect(/^ +operation: /m.test(errorOf(run))).toBe(hasOperation);
  });

  it('says what is missing', async () => {
    const world = await openWorld({ inProcess: true });
    const run = await world.run({}, { folder: 'tem/rolling-update' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toContain('deploy-version');
  });
});
