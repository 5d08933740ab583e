import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const BETA = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';
const REVERTED = 'RevertDeployApplication → ok';

describe('tem-revert', () => {
  it('takes a rollout back that waits for confirmation, and is green', async () => {
    const world = await openWorld();
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    const run = await world.run({ operation: 'tem-revert', 'revision-id': revisionId });
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'reverted',
      'revision-id': revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.application.pods()).toHaveLength(6);
    expect(world.changes()).toEqual([REVERTED]);
  });

  it('takes a rollout back that is deploying', async () => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0', TotalBatchCount: 2 });
    world.time.pass(30);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('reverted');
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([REVERTED]);
  });

  it('starts the revert and leaves with wait: false', async () => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    const run = await world.run({ operation: 'tem-revert', wait: 'false' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('started');
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
  });

  it('is red where nothing deploys, and gives the lines that bring the version before back', async () => {
    const world = await openWorld();
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.time.pass(600);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    const error = errorOf(run);
    for (const line of [
      'operation: tem-rolling-update',
      'application-id: app-shop0001',
      'environment-id: en-prod0001',
      'deploy-version: v2.3.9',
    ]) {
      expect(error).toContain(line);
    }
    expect(world.application.deployVersion).toBe('v2.4.0');
    expect(world.changes()).toEqual([]);
  });

  it('is red where the cloud refuses', async () => {
    const world = await openWorld({ behaviour: { revertSucceeds: false } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
  });

  it('is red where the revert does not finish in time', async () => {
    const world = await openWorld({ behaviour: { revertSeconds: 3600 } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
    world.time.pass(60);
    const run = await world.run({ operation: 'tem-revert', timeout: '2m' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('timed-out');
    expect(world.changes()).toEqual([REVERTED]);
  });
});

describe('revision-id is a guard', () => {
  it.each(['tem-resume', 'tem-revert'])(
    '%s changes nothing where it is not the current revision',
    async (operation) => {
      const world = await openWorld();
      const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0', ...BETA });
      world.time.pass(60);
      const run = await world.run({ operation, 'revision-id': 'revision-of-old' });
      expect(run.exitCode).toBe(1);
      expect(run.outputs.status).toBe('failed');
      expect(errorOf(run)).toContain('revision-of-old');
      expect(errorOf(run)).toContain(revisionId);
      expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
      expect(world.changes()).toEqual([]);
    },
  );
});

describe('Somebody else', () => {
  it('takes the rollout back: red, and nothing more is reverted', async () => {
    const world = await openWorld();
    world.time.after(25, () => world.application.revert());
    const batches = { 'deploy-strategy': 'AUTO', 'total-batch-count': '3' };
    const run = await world.run({ ...UPDATE, ...batches, 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'revision-id': world.application.rollouts[0]?.revisionId,
      'previous-version': 'v2.3.9',
    });
    expect(errorOf(run)).toContain('somebody');
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it.each([
    ['after the own one has shown', '5s'],
    ['before the own one was ever seen', '20s'],
  ])(
    'starts another rollout in its place: red, and theirs is left alone (%s)',
    async (_, pollInterval) => {
      const world = await openWorld({ behaviour: { revertSeconds: 1 } });
      world.time.after(11, () => world.application.revert());
      let theirs = '';
      world.time.after(13, () => {
        theirs = world.application.startRollout({ DeployVersion: 'v3.0.0' });
      });
      const run = await world.run({
        ...UPDATE,
        'poll-interval': pollInterval,
        'on-failure': 'revert',
      });
      expect(run.exitCode).toBe(1);
      expect(run.outputs).toMatchObject({
        status: 'failed',
        'revision-id': world.application.rollouts[0]?.revisionId,
      });
      expect(errorOf(run)).toContain(theirs);
      expect(world.changes()).toEqual([TRIGGERED]);
      expect(world.application).toMatchObject({ deployVersion: 'v3.0.0', revisionId: theirs });
    },
  );
});
