import { afterEach, describe, expect, it } from '@jest/globals';
import type { FaultKind } from '../../simulator/index.ts';
import { errorOf } from './expectations.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';

const PASSING: FaultKind[] = [
  'refuse',
  'reset-before',
  'reset-after',
  'hang',
  'slow',
  'http-500',
  'http-502-html',
  'http-429',
  'api-error',
  'rate-limit',
  'truncated-json',
  'wrong-json',
  'empty-body',
];
const READS = [
  'DescribeApplicationInfo',
  'DescribeDeployApplicationDetail',
  'DescribeApplicationPods',
];

describe('Reads that fail for a while', () => {
  it.each(PASSING)('do not disturb the rollout, at any time (%s)', async (kind) => {
    const world = await openWorld();
    for (const action of READS) {
      world.simulator.faults.inject({ kind, action, occurrence: 'first' });
      world.simulator.faults.inject({ kind, action, occurrence: 6, times: 2 });
      world.simulator.faults.inject({ kind, action, occurrence: 'last' });
    }
    const run = await world.run(UPDATE);
    const struck = world.simulator.calls.filter(({ outcome }) => outcome === kind);
    expect(struck).toHaveLength(4 * READS.length);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it.each<FaultKind>(['http-500', 'rate-limit', 'reset-before'])(
    'are no verdict where they fail for minutes (%s)',
    async (kind) => {
      const world = await openWorld({ behaviour: { podStartSeconds: 200 } });
      world.time.after(30, () => {
        world.simulator.faults.inject({ kind, occurrence: 'every' });
      });
      world.time.after(270, () => {
        world.simulator.faults.clear();
      });
      const run = await world.run(UPDATE);
      expect(run.exitCode).toBe(0);
      expect(run.outputs.status).toBe('succeeded');
      expect(world.changes()).toEqual([TRIGGERED]);
    },
  );

  it('end with the time limit where they never come back', async () => {
    const world = await openWorld();
    world.time.after(10, () => {
      world.simulator.faults.inject({ kind: 'http-500', occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, timeout: '4m' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'timed-out',
      'revision-id': world.application.revisionId,
    });
    expect(run.seconds).toBeGreaterThanOrEqual(240 - 15);
    expect(run.seconds).toBeLessThanOrEqual(240 + 15);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('end at once where another try would bring the same answer', async () => {
    const world = await openWorld();
    world.time.after(10, () => {
      world.simulator.faults.inject({ kind: 'expired-credentials', occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'revision-id': world.application.revisionId,
    });
    expect(errorOf(run)).toContain('AuthFailure.TokenFailure');
    expect(run.seconds).toBeLessThan(20);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });
});

describe('An endpoint that cannot be reached', () => {
  it('is red, and names the host and what to check', async () => {
    const world = await openWorld();
    // Nothing listens on the discard port.
    const run = await world.run({ ...UPDATE, endpoint: 'http://127.0.0.1:9' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('127.0.0.1:9 cannot be reached (ECONNREFUSED)');
    expect(errorOf(run)).toContain('check endpoint');
    expect(run.seconds).toBeLessThan(60);
  });
});
