import { afterEach, describe, expect, it } from '@jest/globals';
import { expectCancelled, runBoth, STEP } from './cancelled.ts';
import { annotated, closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';
const REVERT = 'RevertDeployApplication';
const INFO = 'DescribeApplicationInfo';

afterEach(closeWorlds);

/** Our trigger is lost on its way, and somebody else's rollout begins instead of it. */
async function startOverrun(version: string): Promise<TestWorld> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
  world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
  let isStarted = false;
  world.beforeCall((action) => {
    if (action !== TRIGGER || isStarted) return;
    isStarted = true;
    world.application.startRollout({ DeployVersion: version });
  });
  return world;
}

/** Ours fails, and at `second` somebody else's rollout has taken its place. */
async function startSuperseded(second: number): Promise<TestWorld> {
  const crash = { status: 'CrashLoopBackOff', versions: ['v2.4.0'] };
  const world = await startWorld({ behaviour: { crash, podStartSeconds: 60 } });
  world.clock.at(second, () => {
    world.application.revert();
    world.clock.manual.advance(20);
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(2);
  });
  return world;
}

/** No look comes through any more from the first call of `action` on. */
function blindFrom(world: TestWorld, action: string): void {
  let isBlind = false;
  world.beforeCall((called) => {
    if (called !== action || isBlind) return;
    isBlind = true;
    world.simulator.faults.inject({ kind: 'http-502-html', action: INFO, occurrence: 'every' });
  });
}

describe("somebody else's rollout", () => {
  it('is not ours where the answer to the trigger was lost', async () => {
    const world = await startOverrun('v9');
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('it is not known whether the rolling update was started');
    expect(annotated(run)).toMatch(/the application shows revision-\w+ · v9/);
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(run.calls).not.toContain(REVERT);
  });

  it('is not taken back by the end of the job, either', async () => {
    const world = await startOverrun('v9');
    world.clock.at(10, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(main, REVERT) + count(post, REVERT)).toBe(0);
    expect(world.application.isDeploying).toBe(true);
  });

  it('that has taken the place of ours is not taken back by on-failure', async () => {
    const world = await startSuperseded(40);
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('that takes the place of ours just before the timeout is not taken back by on-timeout', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    world.clock.at(119, () => {
      world.application.revert();
      world.clock.manual.advance(20);
      world.application.startRollout({ DeployVersion: 'v9' });
      world.clock.manual.advance(2);
    });
    const run = await world.run({ ...UPDATE, timeout: '2m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1 });
    expect(run.calls).not.toContain(REVERT);
    expect(world.application.isDeploying).toBe(true);
  });
});

describe('a rollout that cannot be read', () => {
  it('is not taken back blindly by on-timeout', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    world.clock.at(60, () => {
      world.simulator.faults.inject({ kind: 'http-502-html', action: INFO, occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, timeout: '2m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(run.calls).not.toContain(REVERT);
    expect(annotated(run)).toContain('Nothing was taken back: the application could not be read.');
  });

  it('is not called reverted by the end of the job', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    world.clock.at(30, () => {
      world.cancel();
      world.simulator.faults.inject({ kind: 'http-502-html', action: INFO, occurrence: 'every' });
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(annotated(post)).toContain('it is not known whether the rollout has to be taken back');
    expect(annotated(post)).toContain('operation: tem-revert');
    expect(count(main, REVERT) + count(post, REVERT)).toBe(0);
  });

  it('after an unclear trigger leaves the doubt, and says that nothing was seen', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    blindFrom(world, TRIGGER);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('it is not known whether the rolling update was started');
    expect(annotated(run)).toMatch(/Seen: +nothing: no look came through within \d+ s/);
  });

  it('for good after an unclear trigger does not hide the doubt', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    world.intercept((action) => {
      if (action !== TRIGGER) return undefined;
      const code = 'UnauthorizedOperation';
      const fault = { kind: 'api-error', action: INFO, occurrence: 'every', code } as const;
      world.simulator.faults.inject(fault);
      return undefined;
    });
    world.beforeCall((action) => {
      if (action !== TRIGGER) return;
      const code = 'UnauthorizedOperation';
      const fault = { kind: 'api-error', action: INFO, occurrence: 'every', code } as const;
      world.simulator.faults.inject(fault);
    });
    const run = await world.run(UPDATE);
    expect(annotated(run)).toContain('it is not known whether the rolling update was started');
    expect(annotated(run)).toMatch(/Seen: +nothing:/);
  });

  it('for good in a wait is red, and says that it goes on', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 120 } });
    world.clock.at(30, () => {
      const code = 'UnauthorizedOperation';
      const fault = { kind: 'api-error', action: INFO, occurrence: 'every', code } as const;
      world.simulator.faults.inject(fault);
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('TEM refused DescribeApplicationInfo: UnauthorizedOperation');
    expect(annotated(run)).toContain('The rollout goes on without this step.');
    expect(annotated(run)).toContain('operation: tem-wait');
    expect(run.calls).not.toContain(REVERT);
  });

  it('because of a page that is no API answer is read again, and given up after three', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 120 } });
    world.clock.at(30, () => {
      world.simulator.faults.inject({ kind: 'http-403-html', action: INFO, times: 2 });
    });
    await expect(world.run(UPDATE)).resolves.toMatchObject({ exitCode: 0 });
    world.clock.at(world.clock.seconds() + 30, () => {
      world.simulator.faults.inject({ kind: 'http-403-html', action: INFO, occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.5.0' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('The rollout goes on without this step.');
  });
});
