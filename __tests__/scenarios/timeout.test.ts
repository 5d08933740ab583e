import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorOf, expectOutputs } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', timeout: '5m' };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

describe('A rollout that is not done in time', () => {
  it('is red, and is left running', async () => {
    const world = await openWorld({ behaviour: { neverReady: true } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expectOutputs(run, {
      status: 'timed-out',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    const error = errorOf(run);
    expect(error).toContain('5 min');
    expect(error).toContain('ContainerCreating');
    expect(error).toContain('operation: tem-wait');
    expect(error).toContain('operation: tem-revert');
    expect(run.seconds).toBeGreaterThanOrEqual(300);
    expect(run.seconds).toBeLessThan(305);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('is reverted with on-timeout: revert, and red', async () => {
    const world = await openWorld({ behaviour: { neverReady: true, revertSeconds: 40 } });
    const run = await world.run({ ...UPDATE, 'on-timeout': 'revert' });
    const { revisionId } = world.application.rollouts[0] ?? {};
    expect(run.exitCode).toBe(1);
    expectOutputs(run, {
      status: 'reverted',
      'revision-id': revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, 'RevertDeployApplication → ok']);
  });

  it('ends as timed-out where the revert takes more than five minutes', async () => {
    const world = await openWorld({ behaviour: { neverReady: true, revertSeconds: 3600 } });
    const run = await world.run({ ...UPDATE, 'on-timeout': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('timed-out');
    expect(run.seconds).toBeGreaterThanOrEqual(600);
    expect(run.seconds).toBeLessThan(605);
    expect(world.changes()).toEqual([TRIGGERED, 'RevertDeployApplication → ok']);
  });

  it('can be followed further by tem-wait', async () => {
    const world = await openWorld({ behaviour: { podStartSeconds: 400 } });
    const first = await world.run(UPDATE);
    const second = await world.run({
      operation: 'tem-wait',
      'revision-id': first.outputs['revision-id'] ?? '',
    });
    expect([first.exitCode, second.exitCode]).toEqual([1, 0]);
    expect([first.outputs.status, second.outputs.status]).toEqual(['timed-out', 'succeeded']);
    expect(world.changes()).toEqual([TRIGGERED]);
  });
});

describe('The timeout covers the whole step', () => {
  it('a first call that is never answered ends with it', async () => {
    const world = await openWorld();
    world.simulator.faults.inject({
      kind: 'hang',
      action: 'DescribeApplicationInfo',
      occurrence: 'every',
    });
    const run = await world.run({ ...UPDATE, timeout: '40s' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
    expect(run.seconds).toBeLessThanOrEqual(60);
    expect(world.changes()).toEqual([]);
  });

  it('a trigger that is refused for its rate until then is timed out, and nothing was started', async () => {
    const world = await openWorld();
    const action = 'RollingUpdateApplicationByVersion';
    world.simulator.faults.inject({ kind: 'rate-limit', action, occurrence: 'every' });
    const run = await world.run({ ...UPDATE, timeout: '1m' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
    expect(errorOf(run)).toContain('RequestLimitExceeded');
    expect(run.seconds).toBeLessThanOrEqual(60);
    expect(world.application.rollouts).toEqual([]);
  });

  it('an upload that hangs is given up, and nothing is started', async () => {
    const workspace = await mkdtemp(join(tmpdir(), 'timeout-'));
    await writeFile(join(workspace, 'shop.jar'), 'the shop');
    const world = await openWorld({ application: { deployMode: 'JAR', pkgName: 'old.jar' } });
    world.simulator.cos.faults.inject({ kind: 'hang', occurrence: 'every' });
    const run = await world.run(
      {
        ...UPDATE,
        'deploy-version': '20261120101500',
        'package-file': 'shop.jar',
        'cos-endpoint': world.simulator.cosEndpoint,
        timeout: '50s',
      },
      { env: { GITHUB_WORKSPACE: workspace } },
    );
    await rm(workspace, { recursive: true });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
    expect(errorOf(run)).toContain('not done within 50 s (timeout)');
    expect(run.seconds).toBeGreaterThanOrEqual(50);
    expect(run.seconds).toBeLessThan(55);
    expect(world.changes()).toEqual([]);
  });
});
