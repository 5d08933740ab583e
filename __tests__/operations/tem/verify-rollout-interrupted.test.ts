import { afterEach, describe, expect, it } from '@jest/globals';
import { ERROR, OK } from '../../support/fake-prober.ts';
import { changeResult, closeWorlds } from '../world.ts';
import { errorOf, startVerifiedWorld, verdictsOf, VERIFIED } from './verifying.ts';
import { RESUME, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { supersede } from './supersede.ts';

afterEach(closeWorlds);

describe('while a rollout is verified', () => {
  const LONG = { ...VERIFIED, 'verify-duration': '10m' };

  it('a cancel ends both', async () => {
    const world = await startVerifiedWorld(() => OK);
    world.clock.at(90, () => {
      world.cancel();
    });
    const run = await world.run(LONG);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
    expect(run.seconds).toBeLessThan(95);
    expect(world.prober.running()).toBe(0);
    expect(verdictsOf(run)).toEqual(['beta stopped']);
    expect(run.calls).not.toContain(RESUME);
  });

  it('the timeout ends both', async () => {
    const world = await startVerifiedWorld(() => OK);
    const run = await world.run({ ...LONG, timeout: '11m', 'verify-stages': 'paused' });
    expect(run.outputs.status).toBe('timed-out');
    expect(run.seconds).toBe(660);
    expect(verdictsOf(run).at(-1)).toMatch(/stopped$|passed$/);
    expect(world.prober.running()).toBe(0);
  });

  it('another rollout in its place ends it', async () => {
    const world = await startVerifiedWorld(() => OK);
    supersede(world, 90);
    const run = await world.run({ ...LONG, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(run)).toMatch(/^rollout-(superseded|reverted)$/);
    expect(run.calls).not.toContain(REVERT);
    expect(world.prober.running()).toBe(0);
  });

  it('somebody else may resume it: the stage ends, and the next one follows', async () => {
    const world = await startVerifiedWorld(() => OK);
    world.clock.at(90, () => {
      world.application.resume();
    });
    const run = await world.run({ ...LONG, timeout: '40m' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(verdictsOf(run)).toEqual(['beta stopped', 'final passed']);
    expect(run.calls).not.toContain(RESUME);
  });

  it('a crash fails it at once', async () => {
    const crash = { status: 'CrashLoopBackOff', afterSeconds: 100, versions: ['v2.4.0'] };
    const world = await startVerifiedWorld(() => OK, { crash });
    const run = await world.run(LONG);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(JSON.parse(run.outputs['failed-instances'] ?? '[]')).toHaveLength(1);
    expect(run.seconds).toBeLessThan(140);
    expect(world.prober.running()).toBe(0);
  });

  it('reads that fail for a while do not end it', async () => {
    const world = await startVerifiedWorld(() => OK);
    world.clock.at(80, () => {
      failEvery(world);
    });
    world.clock.at(130, () => {
      world.simulator.faults.clear();
    });
    const run = await world.run(VERIFIED);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('an instance that is not ready does not hide that it fails', async () => {
    const world = await startVerifiedWorld(() => ERROR);
    // As soon as requests come, the readiness probe of the new version fails.
    changeResult(world, 'DescribeApplicationPods', (result) => ({
      PodList: (result.PodList as { ApplicationVersion?: string; VersionId?: string }[]).map(
        (pod) =>
          world.prober.requests.length > 0 &&
          pod.VersionId === world.application.rollouts[0]?.revisionId
            ? { ...pod, Ready: false }
            : pod,
      ),
    }));
    const run = await world.run({ ...VERIFIED, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(verdictsOf(run)).toEqual(['beta failed']);
    expect(run.seconds).toBeLessThan(200);
  });
});
