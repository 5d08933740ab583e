import { afterEach, describe, expect, it } from '@jest/globals';
import {
  AUTO,
  BETA,
  closeServedWorlds,
  MANUAL,
  NEW,
  openServed,
  RESUMED,
  REVERTED,
  TRIGGERED,
  verdictsOf,
} from './served-world.ts';

afterEach(closeServedWorlds);

/** How long the step may go on after a cancel. */
const WITHIN_SECONDS = 5;

describe('A rollout that is verified', () => {
  it('goes on if an instance is replaced meanwhile', async () => {
    const { run, served, world } = await openServed();
    world.time.after(90, () => {
      const pod = world.application.pods().find(({ deployVersion }) => deployVersion === NEW);
      if (pod) world.application.replace(pod.podId);
    });
    const verified = await run({
      ...BETA,
      'verify-url': `${served.instanceUrl}/health`,
      'verify-duration': '2m',
    });
    expect(verified.outputs.status).toBe('succeeded');
  });

  it('fails at once if a new instance crashes under the load', async () => {
    const { run, world } = await openServed({ crashAfter: 5 });
    const verified = await run({ ...BETA, 'on-failure': 'revert', 'verify-success-rate': '50' });
    expect(verified.outputs.status).toBe('reverted');
    expect(JSON.parse(verified.outputs['failed-instances'] ?? '[]')).not.toEqual([]);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('ends within five seconds of a cancel', async () => {
    const { run, world } = await openServed();
    const verified = await run(
      { ...BETA, 'verify-duration': '30m' },
      { signals: [{ signal: 'SIGTERM', after: 200 }] },
    );
    expect(verified.outputs.status).toBe('cancelled');
    expect(verified.seconds).toBeLessThan(205);
    expect(verified.stages).toMatchObject([{ stage: 'beta', verdict: 'stopped' }]);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('ends with the timeout', async () => {
    const { run, world } = await openServed();
    const verified = await run({ ...BETA, 'verify-duration': '4m', timeout: '8m' });
    expect(verified.outputs.status).toBe('timed-out');
    expect(verified.stages).toMatchObject([{ verdict: 'passed' }, { verdict: 'stopped' }]);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED]);
  });

  it('is rolled back by a cancel with on-cancel: revert', async () => {
    const { run, world } = await openServed();
    const verified = await run(
      { ...BETA, 'verify-duration': '30m', 'on-cancel': 'revert' },
      { signals: [{ signal: 'SIGINT', after: 200 }] },
    );
    expect(verified.outputs.status).toBe('cancelled');
    expect(verified.seconds).toBeLessThan(200 + WITHIN_SECONDS);
    expect(verdictsOf(verified)).toEqual(['beta stopped']);
    expect(world.changes()).toEqual([TRIGGERED, REVERTED]);
  });

  it('ends within five seconds of a cancel though no answer comes', async () => {
    const { run } = await openServed({ hostile: 'hang' });
    const verified = await run(
      { ...BETA, 'verify-duration': '30m', 'verify-timeout': '60s' },
      { signals: [{ signal: 'SIGTERM', after: 60 }] },
    );
    expect(verified.outputs.status).toBe('cancelled');
    expect(verified.seconds).toBeLessThan(60 + WITHIN_SECONDS);
    expect(verdictsOf(verified)).toEqual(['beta stopped']);
  });

  it.each([
    ['a rollback by somebody else', false],
    ['another rollout in its place', true],
  ])('ends with %s', async (_, isReplaced) => {
    const { run, world } = await openServed();
    const { application, time } = world;
    time.after(90, () => application.revert());
    if (isReplaced) time.after(110, () => application.startRollout({ DeployVersion: 'v9' }));
    const verified = await run({ ...BETA, 'verify-duration': '30m', 'on-failure': 'revert' });
    expect(verified.exitCode).toBe(1);
    expect(verified.seconds).toBeLessThan(200);
    expect(verdictsOf(verified)).toEqual(['beta stopped']);
    expect(world.changes()).toEqual([TRIGGERED]);
  });

  it('is resumed after each batch of a MANUAL rollout that has passed', async () => {
    const { run, world } = await openServed();
    const verified = await run(MANUAL);
    expect(verdictsOf(verified)).toEqual(['batch 1 passed', 'batch 2 passed', 'final passed']);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED, RESUMED]);
  });

  it('is rolled back if only its second batch fails', async () => {
    const { run, served, world } = await openServed();
    world.time.after(150, () => {
      served.manners[NEW] = { rhythm: [['bad', 1]] };
    });
    const verified = await run({ ...MANUAL, 'on-failure': 'revert' });
    expect(verified.outputs.status).toBe('reverted');
    expect(verdictsOf(verified)).toEqual(['batch 1 passed', 'batch 2 failed']);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED, REVERTED]);
  });

  it('passes no more than the stages that are wanted', async () => {
    const { run, served, world } = await openServed();
    const paused = await run({ ...BETA, 'verify-stages': 'paused' });
    expect(verdictsOf(paused)).toEqual(['beta passed']);
    expect(paused.outputs.status).toBe('succeeded');
    const { length } = served.requests;
    const plain = await run({ ...AUTO, 'deploy-version': 'v2.5.0', 'verify-url': '' });
    expect(plain.outputs.status).toBe('succeeded');
    expect(plain.stages).toEqual([]);
    expect(served.requests).toHaveLength(length);
    expect(world.changes()).toEqual([TRIGGERED, RESUMED, TRIGGERED]);
  });
});
