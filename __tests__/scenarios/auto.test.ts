import { afterEach, describe, expect, it } from '@jest/globals';
import { expectOutputs, logOf } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const AUTO = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };

describe('AUTO', () => {
  it('rolls batch after batch out and succeeds', async () => {
    const world = await openWorld();
    const run = await world.run({ ...AUTO, 'deploy-strategy': 'AUTO', 'total-batch-count': '2' });
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: false });
    expect(world.application.rollouts).toMatchObject([
      { strategy: 'AUTO', batches: [3, 3], state: 'finished' },
    ]);
    expect(world.application.pods().filter(({ ready }) => ready)).toHaveLength(6);
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
    expect(run.stderr).toBe('');
  });

  it('waits between batches as long as batch-interval says', async () => {
    const world = await openWorld();
    const batches = { 'total-batch-count': '3', 'batch-interval': '2m' };
    const run = await world.run({ ...AUTO, 'deploy-strategy': 'AUTO', ...batches });
    expect(run.exitCode).toBe(0);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.callsOf('RollingUpdateApplicationByVersion')[0]?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      EnvironmentId: 'en-prod0001',
      DeployVersion: 'v2.4.0',
      DeployStrategyType: 'AUTO',
      TotalBatchCount: 3,
      BatchInterval: 120,
    });
    // Two intervals, and three batches of 20 s and a little more each.
    expect(run.seconds).toBeGreaterThan(2 * 120 + 3 * 20);
    expect(run.seconds).toBeLessThan(2 * 120 + 3 * 20 + 30);
    expect(logOf(run).filter((line) => line.includes('next batch in'))).not.toHaveLength(0);
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
  });

  it('says once a minute that it still waits while nothing changes', async () => {
    const world = await openWorld();
    const batches = { 'total-batch-count': '2', 'batch-interval': '600' };
    const run = await world.run({ ...AUTO, 'deploy-strategy': 'AUTO', ...batches });
    const inInterval = logOf(run).filter((line) => line.includes('next batch in'));
    expect(run.outputs.status).toBe('succeeded');
    // The line that says so first, and one for each of the nine full minutes after it.
    expect(inInterval.length).toBeGreaterThanOrEqual(9);
    expect(inInterval.length).toBeLessThanOrEqual(11);
  });

  it('leaves to the cloud what the inputs leave open', async () => {
    const world = await openWorld({ application: { instances: 1, deployVersion: 'v1' } });
    const run = await world.run({ ...AUTO });
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v1',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.callsOf('RollingUpdateApplicationByVersion')[0]?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      EnvironmentId: 'en-prod0001',
      DeployVersion: 'v2.4.0',
    });
  });

  it('sends everything that is asked for', async () => {
    const world = await openWorld();
    const run = await world.run({
      ...AUTO,
      'deploy-strategy': 'BETA',
      'total-batch-count': '2',
      'batch-interval': '90s',
      'beta-batch-num': '1',
      'min-available': '4',
      force: 'true',
      from: 'Coding',
      'source-channel': '7',
      language: 'zh-CN',
      wait: 'false',
    });
    const [trigger] = world.callsOf('RollingUpdateApplicationByVersion');
    expect(run.exitCode).toBe(0);
    expect(trigger).toMatchObject({ region: 'ap-guangzhou', language: 'zh-CN' });
    expect(trigger?.parameters).toEqual({
      ApplicationId: 'app-shop0001',
      EnvironmentId: 'en-prod0001',
      DeployVersion: 'v2.4.0',
      From: 'Coding',
      DeployStrategyType: 'BETA',
      TotalBatchCount: 2,
      BatchInterval: 90,
      BetaBatchNum: 1,
      MinAvailable: 4,
      Force: true,
    });
    for (const { parameters } of world.callsOf('DescribeApplicationInfo')) {
      expect(parameters.SourceChannel).toBe(7);
    }
  });

  it('looks as often as poll-interval says', async () => {
    const world = await openWorld();
    const run = await world.run({ ...AUTO, 'poll-interval': '7s' });
    const looks = world.callsOf('DescribeApplicationInfo').slice(1);
    const pauses = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0));
    expect(run.outputs.status).toBe('succeeded');
    expect(pauses.length).toBeGreaterThan(2);
    expect(new Set(pauses)).toEqual(new Set([7000]));
  });
});
