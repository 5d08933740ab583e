import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

describe('The international site, which has no details, no resume and no revert', () => {
  it('succeeds by what the application and its instances say', async () => {
    const world = await openWorld({ site: 'international' });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(run.seconds).toBeGreaterThan(2 * 20);
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('is red for a crash loop', async () => {
    const crash = { status: 'CrashLoopBackOff' };
    const world = await openWorld({ site: 'international', behaviour: { crash } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('CrashLoopBackOff');
  });

  it.each([
    ['on-waiting', 'resume'],
    ['on-failure', 'revert'],
    ['on-timeout', 'revert'],
    ['on-cancel', 'revert'],
  ])('refuses %s: %s before anything is changed, and names an endpoint', async (name, value) => {
    const world = await openWorld({ site: 'international' });
    const run = await world.run({ ...UPDATE, [name]: value });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain(`${name}: ${value}`);
    expect(errorOf(run)).toContain('endpoint: tencentcloudapi.com');
    expect(world.changes()).toEqual([]);
  });

  it.each(['tem-resume', 'tem-revert'])('refuses %s, and names an endpoint', async (operation) => {
    const world = await openWorld({ site: 'international' });
    const beta = { DeployStrategyType: 'BETA', BetaBatchNum: 1, TotalBatchCount: 2 };
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...beta });
    world.time.pass(60);
    const run = await world.run({ operation });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain(operation);
    expect(errorOf(run)).toContain('endpoint: tencentcloudapi.com');
    expect(world.changes()).toEqual([]);
  });

  it('stops green where a rollout waits for confirmation', async () => {
    const world = await openWorld({ site: 'international' });
    const beta = { 'deploy-strategy': 'BETA', 'beta-batch-num': '1' };
    const run = await world.run({ ...UPDATE, ...beta });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('waiting');
    expect(world.application.rollouts).toMatchObject([{ state: 'waiting' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });
});
