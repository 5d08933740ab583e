import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import type { TestWorld } from '../world.ts';
import { changeResult, closeWorlds, count, startWorld, suggested, UPDATE } from '../world.ts';
import { expectCancelled, runBoth } from './cancelled.ts';
import { DETAIL, INFO, REVERT, TRIGGER } from './tem-actions.ts';
import { CRASH, ON_FAILURE } from './crashing.ts';

const OLD_PACKAGE = 'tem/pkg/1300000000/app-shop0001/1/shop-2.3.9.jar';

afterEach(closeWorlds);

function serving({ application }: TestWorld): string[] {
  return [...new Set(application.pods().map(({ deployVersion }) => deployVersion))];
}

const crashing = (behaviour: Partial<Behaviour> = {}) =>
  startWorld({ behaviour: { crash: CRASH, ...behaviour } });

describe('a rollback by a policy, once TEM calls the rollout over', () => {
  it('deploys the previous image again', async () => {
    const world = await crashing();
    const run = await world.run(ON_FAILURE);
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: { status: 'reverted', 'previous-version': 'v2.3.9' },
    });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 2]);
    expect(world.application.rollouts).toMatchObject([{}, { deployVersion: 'v2.3.9' }]);
    expect(serving(world)).toEqual(['v2.3.9']);
    // The outputs name the rollout of this step, as after a revert.
    expect(run.outputs['revision-id']).toBe(world.application.rollouts[0]?.revisionId);
    expect(run.outputs['request-id']).toBe(
      world.simulator.calls.findLast(({ action }) => action === TRIGGER)?.requestId,
    );
    expect(run.state).toEqual({ state: '{}' });
  });

  it('deploys the previous package again', async () => {
    const seed = { deployMode: 'JAR', pkgName: OLD_PACKAGE } as const;
    const world = await startWorld({ ...seed, behaviour: { crash: CRASH } });
    const run = await world.run({ ...ON_FAILURE, 'package-name': 'shop-2.4.0.jar' });
    expect(run.outputs).toMatchObject({ status: 'reverted', 'package-name': 'shop-2.4.0.jar' });
    const { parameters } = world.simulator.calls.findLast(({ action }) => action === TRIGGER) ?? {};
    expect(parameters).toMatchObject({ DeployVersion: 'v2.3.9', PackageName: OLD_PACKAGE });
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('does so after the timeout, too', async () => {
    const world = await startWorld();
    const policy = { 'on-timeout': 'revert', timeout: '90s', 'stable-for': '10m' };
    const run = await world.run({ ...UPDATE, ...policy });
    expect(run.outputs).toMatchObject({ status: 'reverted' });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 2]);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('says so where the package of the previous version is not known', async () => {
    const seed = { deployMode: 'JAR', pkgName: OLD_PACKAGE } as const;
    const world = await startWorld({ ...seed, behaviour: { crash: CRASH } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    world.clock.manual.advance(10);
    const { 'deploy-version': version, ...policy } = ON_FAILURE;
    expect(version).toBe('v2.4.0');
    const run = await world.run({ ...policy, operation: 'tem-wait' });
    expect(run.outputs).toMatchObject({ status: 'failed' });
    expect(run.calls).not.toContain(TRIGGER);
    expect(suggested(run)).toEqual(['tem-rollback']);
  });

  it('ends by its cause where the previous version fails, too', async () => {
    const world = await crashing({ crash: { status: 'CrashLoopBackOff', afterSeconds: 30 } });
    const run = await world.run({ ...ON_FAILURE, 'failure-grace': '20s' });
    expect(run).toMatchObject({ code: 'instances-failing', outputs: { status: 'failed' } });
    expect(run.details.at(-1)).toMatchObject({ text: { key: 'policy.rollback-failed' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(world.application.rollouts).toHaveLength(2);
  });

  it('ends by its cause where the previous version does not start in time', async () => {
    const world = await crashing();
    world.beforeCall((action) => {
      const { rollouts, behaviour } = world.application;
      if (action === TRIGGER && rollouts.length === 1) behaviour.neverReady = true;
    });
    const run = await world.run(ON_FAILURE);
    expect(run).toMatchObject({ code: 'instances-failing', outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-wait']);
  });

  it('leaves a version alone that somebody deploys meanwhile', async () => {
    const world = await crashing();
    let isStarted = false;
    world.beforeCall(() => {
      if (isStarted || world.clock.seconds() < 60) return;
      isStarted = true;
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    const run = await world.run(ON_FAILURE);
    expect(run.exitCode).toBe(1);
    expect(world.application.rollouts.map(({ deployVersion }) => deployVersion)).toEqual([
      ...['v2.4.0', 'v9'],
    ]);
  });

  it('replaces a failed rollout that TEM refuses to revert', async () => {
    const world = await crashing();
    let triggers = 0;
    world.beforeCall((action) => {
      if (action === TRIGGER) triggers += 1;
    });
    // TEM keeps a failed rollout under deploying.
    const isFailed = () => triggers === 1 && world.clock.seconds() > 35;
    changeResult(world, INFO, () => (isFailed() ? { UnderDeploying: true } : {}));
    changeResult(world, DETAIL, () => (isFailed() ? { Status: 'Error' } : {}));
    const run = await world.run(ON_FAILURE);
    expect(run.outputs).toMatchObject({ status: 'reverted' });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 2]);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('names the request that TEM refuses', async () => {
    const world = await crashing();
    const code = 'UnauthorizedOperation';
    world.beforeCall((action) => {
      if (action !== TRIGGER || world.application.rollouts.length === 0) return;
      world.simulator.faults.inject({ kind: 'api-error', action: TRIGGER, code });
    });
    const run = await world.run(ON_FAILURE);
    expect(run).toMatchObject({ code: 'instances-failing', outputs: { status: 'failed' } });
    expect(run.next).toEqual([]);
    const refused = world.simulator.calls.findLast(({ action }) => action === TRIGGER);
    expect(JSON.stringify(run.details)).toContain(`RequestId ${refused?.requestId}`);
  });

  it('sends nothing twice where the answer to the rollback is lost', async () => {
    const world = await crashing();
    const fault = { kind: 'reset-after', action: TRIGGER, occurrence: 'second' } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run(ON_FAILURE);
    expect(run.outputs).toMatchObject({ status: 'reverted' });
    expect(world.application.rollouts).toHaveLength(2);
    expect(serving(world)).toEqual(['v2.3.9']);
  });
});

describe('on-cancel: revert, once TEM calls the rollout over', () => {
  const step = { ...UPDATE, 'on-cancel': 'revert', 'stable-for': '10m' };

  it('sends the rollback, and the end of the job confirms it', async () => {
    const world = await startWorld();
    world.clock.at(60, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, step);
    expectCancelled(main);
    expect([count(main, REVERT), count(main, TRIGGER)]).toEqual([0, 2]);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls.filter((action) => !action.startsWith('Describe'))).toEqual([]);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('leaves a rollback by another policy to be confirmed', async () => {
    const world = await crashing();
    world.beforeCall((action) => {
      if (action !== TRIGGER || world.application.rollouts.length !== 1) return;
      world.clock.at(world.clock.seconds() + 10, () => {
        world.cancel();
      });
    });
    const { main, post } = await runBoth(world, { ...ON_FAILURE, 'on-cancel': 'revert' });
    expectCancelled(main);
    expect(count(main, TRIGGER)).toBe(2);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls.filter((action) => !action.startsWith('Describe'))).toEqual([]);
    expect(world.application.rollouts).toHaveLength(2);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it.each([
    ['v2.3.10', 'v2.3.10'],
    [null, 'v2.3.9'],
  ])('returns to the version that its own details name: %s', async (named, expected) => {
    const world = await startWorld();
    // The application was read before it showed what somebody had just deployed.
    changeResult(world, DETAIL, () => ({ OldDeployVersion: named }));
    world.clock.at(60, () => {
      world.cancel();
    });
    const { main } = await runBoth(world, step);
    expect(world.application.rollouts).toMatchObject([{}, { deployVersion: expected }]);
    expect(main.outputs['previous-version']).toBe(expected);
  });

  it('pairs no version with the package of another', async () => {
    const seed = { deployMode: 'JAR', pkgName: OLD_PACKAGE } as const;
    const world = await startWorld(seed);
    changeResult(world, DETAIL, () => ({ OldDeployVersion: 'v2.3.10' }));
    world.clock.at(60, () => {
      world.cancel();
    });
    const { main } = await runBoth(world, { ...step, 'package-name': 'shop-2.4.0.jar' });
    expect(main.outputs).toMatchObject({ status: 'cancelled', 'previous-version': 'v2.3.10' });
    expect(main.outputs['previous-package-name']).toBeUndefined();
    expect(world.application.rollouts).toHaveLength(1);
  });
});
