import { afterEach, describe, expect, it } from '@jest/globals';
import { errorOf, expectOutputs } from './expectations.ts';
import type { World } from './world.ts';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

const UPDATE = {
  operation: 'tem-rolling-update',
  'deploy-version': 'v2.4.0',
  'deploy-strategy': 'AUTO',
  'total-batch-count': '2',
};
const CRASH_LOOP = { crash: { status: 'CrashLoopBackOff' } };
const TRIGGERED = 'RollingUpdateApplicationByVersion → ok';
const REVERTED = 'RevertDeployApplication → ok';

/** The instances that the crash struck. */
function sickPods({ application }: World): string[] {
  return application
    .pods()
    .filter(({ ready }) => !ready)
    .map(({ podId }) => podId);
}

describe('A rollout whose new instances fail', () => {
  it('is red for a crash loop, with the instances and their reasons, and is left as it is', async () => {
    const world = await openWorld({ behaviour: CRASH_LOOP });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expectOutputs(run, {
      status: 'failed',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    const error = errorOf(run);
    const pods = sickPods(world);
    expect(pods).toHaveLength(3);
    for (const podId of pods) {
      expect(error).toMatch(new RegExp(`${podId}: CrashLoopBackOff, \\d+ restarts`));
      expect(run.summary).toContain(podId);
    }
    expect(error).toContain('operation: tem-revert');
    expect(error).toContain('on-failure: revert');
    // The crash begins 5 s after the start, and 120 s of grace follow.
    expect(run.seconds).toBeGreaterThanOrEqual(125);
    expect(run.seconds).toBeLessThan(145);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('is red, with the reason, though the container runs for a moment when the grace ends', async () => {
    const world = await openWorld({ behaviour: CRASH_LOOP });
    const run = await world.run({ ...UPDATE, 'failure-grace': '22s' });
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('CrashLoopBackOff');
  });

  it('is reverted with on-failure: revert, and red', async () => {
    const world = await openWorld({ behaviour: CRASH_LOOP });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    const { revisionId } = world.application.rollouts[0] ?? {};
    expect(run.exitCode).toBe(1);
    expectOutputs(run, {
      status: 'reverted',
      'revision-id': revisionId ?? '',
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RevertDeployApplication'),
    });
    expect(errorOf(run)).toContain('CrashLoopBackOff');
    expect(world.application).toMatchObject({ deployVersion: 'v2.3.9', isDeploying: false });
    expect(world.application.rollouts).toMatchObject([{ state: 'reverted' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('ends as failed where the cloud refuses the revert', async () => {
    const world = await openWorld({ behaviour: { ...CRASH_LOOP, revertSucceeds: false } });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({
      status: 'failed',
      'revision-id': world.application.revisionId,
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('ends as failed where the revert does not finish in five more minutes', async () => {
    const world = await openWorld({ behaviour: { ...CRASH_LOOP, revertSeconds: 86_400 } });
    const run = await world.run({ ...UPDATE, timeout: '10m', 'on-failure': 'revert' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(run.seconds).toBeGreaterThan(10 * 60);
    expect(run.seconds).toBeLessThan(15 * 60 + 20);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('is a success where the instances recover within the grace period', async () => {
    const crash = { status: 'CrashLoopBackOff', forSeconds: 70 };
    const world = await openWorld({ behaviour: { crash } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expectOutputs(run, {
      status: 'succeeded',
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
      'request-id': world.requestIdOf('RollingUpdateApplicationByVersion'),
    });
    expect(world.application.rollouts).toMatchObject([{ state: 'finished' }]);
  });

  it('is red where they recover too late for failure-grace', async () => {
    const crash = { status: 'CrashLoopBackOff', forSeconds: 70 };
    const world = await openWorld({ behaviour: { crash } });
    const run = await world.run({ ...UPDATE, 'failure-grace': '30s' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(run.seconds).toBeLessThan(60);
  });

  it.each(['ImagePullBackOff', 'ErrImagePull', 'CreateContainerConfigError'])(
    'is red for %s',
    async (status) => {
      const world = await openWorld({ behaviour: { crash: { status } } });
      const run = await world.run(UPDATE);
      expect(run.exitCode).toBe(1);
      expect(run.outputs.status).toBe('failed');
      expect(errorOf(run)).toContain(status);
      expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    },
  );

  it('is red at once where the cloud says Error, as in its own example', async () => {
    const crash = { status: 'CrashLoopBackOff', detailStatus: 'Error' };
    const world = await openWorld({ behaviour: { crash } });
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('Error');
    expect(run.seconds).toBeLessThan(30);
  });

  it('is no success where all batches are done and then an instance falls over', async () => {
    const crash = { status: 'CrashLoopBackOff', afterSeconds: 26 };
    const world = await openWorld({ behaviour: { crash } });
    const run = await world.run({ ...UPDATE, 'total-batch-count': '1' });
    expect(run.exitCode).toBe(1);
    expect(run.outputs.status).toBe('failed');
    expect(errorOf(run)).toContain('CrashLoopBackOff');
  });
});
