import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, startWorld, suggested, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';
import {
  cancelAfter,
  cancelAndLoseAnswer,
  cancelOnAnswer,
  cancelWhenOver,
  expectCancelled,
  expectReverted,
  runBoth,
  STEP,
} from './cancelled.ts';
import { INFO, RESUME, REVERT, TRIGGER } from './tem-actions.ts';

afterEach(closeWorlds);

describe('on-cancel: keep', () => {
  it('leaves the rollout as it is, and nothing to the end of the job', async () => {
    const { world, main, post } = await cancelAfter(30, {}, UPDATE);
    expectCancelled(main);
    expect(main.seconds).toBe(30);
    expect(suggested(main)).toEqual(['tem-wait', 'tem-revert']);
    expect(main.calls).not.toContain(REVERT);
    expect(post).toMatchObject({ exitCode: 0, calls: [], lines: [] });
    expect(world.application.isDeploying).toBe(true);
  });
});

describe('on-cancel: revert', () => {
  it('sends the revert at once, and the end of the job confirms it', async () => {
    const { world, main, post } = await cancelAfter(30, {});
    expectCancelled(main);
    expect(main.seconds).toBe(30);
    expect(count(main, REVERT)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(post.calls).not.toContain(REVERT);
    expectReverted(world);
  });

  it('names the request that TEM refuses, and leaves the revert to the end of the job', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.clock.at(30, () => {
      const fault = { kind: 'api-error', action: INFO, code: 'UnauthorizedOperation' } as const;
      world.simulator.faults.inject(fault);
      world.cancel();
    });
    const main = await world.run(STEP);
    const refused = world.simulator.calls.findLast(({ action }) => action === INFO);
    const post = await world.post(STEP, main);
    expectCancelled(main);
    expect(JSON.stringify(main.details)).toContain(`RequestId ${refused?.requestId}`);
    expect(count(post, REVERT)).toBe(1);
    expectReverted(world);
  });

  it('before anything was started leaves nothing to do', async () => {
    const world = await startWorld();
    world.beforeCall((action) => {
      if (action === 'DescribeApplicationPods') world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(main.calls).not.toContain(TRIGGER);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });

  it('while the trigger is answered reverts what it began', async () => {
    const world = await startWorld();
    cancelOnAnswer(world, TRIGGER);
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(count(main, REVERT) + count(post, REVERT)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expectReverted(world);
  });

  it.each([0, 10])(
    'while the answer to the trigger is lost leaves it to the end of the job (shows after %i s)',
    async (visibleAfterSeconds) => {
      const behaviour = { podStartSeconds: 60, visibleAfterSeconds };
      const world = await startWorld({ behaviour });
      cancelAndLoseAnswer(world, TRIGGER);
      const { main, post } = await runBoth(world, STEP);
      expectCancelled(main);
      expect(main.calls).not.toContain(REVERT);
      expect(post).toMatchObject({ exitCode: 0 });
      expect(count(post, REVERT)).toBe(1);
      expectReverted(world);
    },
  );

  it('while the trigger does not arrive leaves what runs alone', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'hang', action: TRIGGER });
    world.beforeCall((action) => {
      if (action === TRIGGER) world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
  });

  it('before an empty revision ID has been found leaves it to the end of the job', async () => {
    const behaviour = { emptyRevision: true, visibleAfterSeconds: 20 };
    const { world, main, post } = await cancelAfter(10, behaviour);
    expectCancelled(main);
    expect(main.calls).not.toContain(REVERT);
    expect(count(post, REVERT)).toBe(1);
    expectReverted(world);
  });

  it('while another rollout is waited for leaves that one alone', async () => {
    const startAnother = ({ application }: TestWorld) => {
      application.startRollout({ DeployVersion: 'v9' });
    };
    const { world, main, post } = await cancelAfter(20, {}, STEP, startAnother);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
    expect(world.application.isDeploying).toBe(true);
  });

  it('after somebody else was faster leaves that rollout alone', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    let isStarted = false;
    world.beforeCall((action) => {
      if (action !== TRIGGER || isStarted) return;
      isStarted = true;
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    world.clock.at(20, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v9');
    expect(world.application.isDeploying).toBe(true);
  });

  it('ends as cancelled during a revert by another policy, which the end of the job confirms', async () => {
    const behaviour = { neverReady: true, revertSeconds: 60 };
    const inputs = { ...STEP, timeout: '2m', 'on-timeout': 'revert' };
    const { world, main, post } = await cancelAfter(140, behaviour, inputs);
    expectCancelled(main);
    expect(count(main, REVERT)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expectReverted(world);
  });

  it('while a confirmation is unclear reverts the rollout that the step attached to', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 10 } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', DeployStrategyType: 'BETA' });
    world.clock.manual.advance(30);
    world.simulator.faults.inject({ kind: 'http-502-html', action: RESUME });
    world.clock.at(40, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, { operation: 'tem-resume', 'on-cancel': 'revert' });
    expectCancelled(main);
    expect(count(main, RESUME)).toBe(1);
    expect(post).toMatchObject({ exitCode: 0 });
    expectReverted(world);
  });

  it('sends no revert where the rollout is over by then', async () => {
    const world = await startWorld();
    cancelWhenOver(world, 1);
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(suggested(main)).toEqual(['tem-wait']);
    expect(count(main, TRIGGER)).toBe(2);
    expect(post).toMatchObject({ exitCode: 0 });
    expectReverted(world);
  });

  it('sends no revert where another revision is current', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    world.clock.at(30, () => {
      world.cancel();
    });
    changeResult(world, INFO, () =>
      world.clock.seconds() >= 30 ? { VersionId: 'revision-other' } : {},
    );
    const main = await world.run(STEP);
    expect(main.calls).not.toContain(REVERT);
    expect(suggested(main)).toEqual(['tem-wait']);
  });

  it('sends no revert where somebody reverts the rollout already', async () => {
    const world = await startWorld({ behaviour: { neverReady: true, revertSeconds: 60 } });
    world.clock.at(30, () => {
      world.application.revert();
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
  });

  it('after the verdict changes nothing, even where the download URL is asked for', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    world.beforeCall((action) => {
      if (action === 'GenerateApplicationPackageDownloadUrl') world.cancel();
    });
    const { main, post } = await runBoth(world, { ...STEP, 'package-name': 'shop.jar' });
    expect(main).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });

  it('after wait: false has left leaves nothing to do', async () => {
    const world = await startWorld();
    const { main, post } = await runBoth(world, { ...STEP, wait: 'false' });
    expect(main).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
  });
});
