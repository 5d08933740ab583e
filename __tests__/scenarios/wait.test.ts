import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

describe('wait: false, and tem-wait', () => {
  it('starts and leaves, and tem-wait in a second process gives the verdict', async () => {
    const world = await openWorld();
    const first = await world.run({ ...UPDATE, wait: 'false' });
    const { revisionId } = world.application;
    expect(first.exitCode).toBe(0);
    expectOutputs(first, {
      status: 'started',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);

    const second = await world.run({ operation: 'tem-wait', 'revision-id': revisionId });
    expect(second.exitCode).toBe(0);
    expect(second.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('attaches to the current rollout without revision-id', async () => {
    const world = await openWorld();
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(2);
    const run = await world.run({ operation: 'tem-wait' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'revision-id': revisionId });
    expect(world.changes()).toEqual([]);
  });

  it('gives the verdict of a rollout that is over at once', async () => {
    const world = await openWorld();
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(3600);
    const run = await world.run({ operation: 'tem-wait', 'revision-id': revisionId });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'revision-id': revisionId });
    expect(run.seconds).toBeLessThan(10);
  });

  it('stops where the rollout waits for confirmation', async () => {
    const world = await openWorld();
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...beta });
    world.time.pass(2);
    const run = await world.run({ operation: 'tem-wait' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('waiting');
    expect(world.changes()).toEqual([]);
  });

  it('is red where revision-id is not the current revision, and names the one that is', async () => {
    const world = await openWorld();
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(60);
    const run = await world.run({ operation: 'tem-wait', 'revision-id': 'revision-of-old' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('revision-of-old');
    expect(errorOf(run)).toContain(revisionId);
  });

  it('reverts what it is attached to where its policy says so', async () => {
    const world = await openWorld({ behaviour: { crash: { status: 'CrashLoopBackOff' } } });
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(2);
    const run = await world.run({ operation: 'tem-wait', 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ status: 'reverted', 'revision-id': revisionId });
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.changes()).toEqual(['RevertDeployApplication → ok']);
  });
});
