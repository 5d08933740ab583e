import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const OTHER = { DeployVersion: 'v2.3.10', DeployStrategyType: 'AUTO', TotalBatchCount: 2 };
const SAME = { ...OTHER, DeployVersion: 'v2.4.0' };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

describe('Another rollout is under way', () => {
  it('is waited for by default, then the own one is started', async () => {
    const world = await openWorld();
    world.application.startRollout(OTHER);
    world.time.pass(5);
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.10',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts).toMatchObject([
      { deployVersion: 'v2.3.10', state: 'finished' },
      { deployVersion: 'v2.4.0', state: 'finished' },
    ]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('is waited for however it ends', async () => {
    const world = await openWorld();
    world.application.startRollout(OTHER);
    world.time.pass(5);
    world.time.after(12, () => world.application.revert());
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts.map(({ state }) => state)).toEqual(['reverted', 'finished']);
  });

  it('is waited for where it began after the look and before the trigger', async () => {
    const world = await openWorld();
    // Begun just now, it does not show yet: only the trigger finds out.
    world.application.startRollout(OTHER);
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'previous-version': 'v2.3.10' });
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ResourceInUse.ServiceDeploying',
      TRIGGERED,
    ]);
  });

  it('is red where it does not end in time, and nothing is changed', async () => {
    const world = await openWorld({ behaviour: { neverReady: true } });
    world.application.startRollout(OTHER);
    world.time.pass(5);
    const run = await world.run({ ...UPDATE, timeout: '3m' });
    expect(run.exitCode).toBe(1);
    // What the design calls a step that ran out of time.
    expect(run.outputs.status).toBe('timed-out');
    expect(run.seconds).toBeGreaterThanOrEqual(180);
    expect(run.seconds).toBeLessThan(185);
    expect(world.changes()).toEqual([]);
  });

  it('is red at once with if-deploying: fail, and nothing is changed', async () => {
    const world = await openWorld();
    const other = world.application.startRollout(OTHER);
    world.time.pass(5);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'fail' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain(other);
    expect(run.seconds).toBeLessThan(1);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([]);
  });

  it('is red with if-deploying: fail where only the trigger finds out', async () => {
    const world = await openWorld();
    world.application.startRollout(OTHER);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'fail' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(world.changes()).toEqual([
      'RollingUpdateApplicationByVersion → ResourceInUse.ServiceDeploying',
    ]);
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('is followed with if-deploying: adopt where it brings the same version', async () => {
    const world = await openWorld();
    const other = world.application.startRollout(SAME);
    world.time.pass(5);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': other,
      'previous-version': 'v2.3.9',
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([]);
  });

  it('is ours to revert once it is adopted', async () => {
    const world = await openWorld({ behaviour: { crash: { status: 'CrashLoopBackOff' } } });
    const other = world.application.startRollout(SAME);
    world.time.pass(5);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt', 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ status: 'reverted', 'revision-id': other });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual(['RevertDeployApplication → ok']);
  });

  it('is red with if-deploying: adopt where it brings another version', async () => {
    const world = await openWorld();
    world.application.startRollout(OTHER);
    world.time.pass(5);
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('v2.3.10');
    expect(errorOf(run)).toContain('v2.4.0');
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([]);
  });

  it('is red at once where it waits for confirmation, with the lines for what can be done', async () => {
    const world = await openWorld();
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    const other = world.application.startRollout({ ...OTHER, ...beta });
    world.time.pass(120);
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    const error = errorOf(run);
    for (const words of ['operation: tem-resume', 'operation: tem-revert', other]) {
      expect(error).toContain(words);
    }
    expect(run.seconds).toBeLessThan(1);
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
    expect(world.changes()).toEqual([]);
  });

  it('does not matter with if-deploying: adopt where there is none', async () => {
    const world = await openWorld();
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.changes()).toEqual([TRIGGERED]);
  });
});
