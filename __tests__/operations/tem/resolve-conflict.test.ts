import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import { annotated, closeWorlds, count, events, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

const TRIGGER = 'RollingUpdateApplicationByVersion';

afterEach(closeWorlds);

/** A world in which another rollout has been under way for five seconds. */
async function startBusy(
  version: string,
  behaviour: Partial<Behaviour> = {},
  strategy: 'AUTO' | 'MANUAL' = 'AUTO',
): Promise<TestWorld> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60, ...behaviour } });
  world.application.startRollout({
    DeployVersion: version,
    DeployStrategyType: strategy,
    TotalBatchCount: 2,
  });
  world.clock.manual.advance(5);
  return world;
}

/** Somebody else starts a rollout just before our trigger arrives. */
function raceWith(world: TestWorld, version: string): void {
  let isStarted = false;
  world.beforeCall((action) => {
    if (action !== TRIGGER || isStarted) return;
    isStarted = true;
    world.application.startRollout({ DeployVersion: version });
  });
}

describe('if-deploying: wait', () => {
  it('waits for the end of the other rollout, shows it, and starts its own after it', async () => {
    const world = await startBusy('v9');
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'previous-version': 'v9' },
    });
    expect(count(run, TRIGGER)).toBe(1);
    expect(world.application.rollouts.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(run.lines.join('\n')).toMatch(/revision-\w+ is under way: waits for its end/);
    expect(events(run)[0]).toMatch(/^00:00 {2}batch 1\/2 {3}deploying {3}0\/1/);
  });

  it('starts its own after a rollout that was taken back', async () => {
    const world = await startBusy('v9', { podStartSeconds: 300 });
    world.clock.at(60, () => world.application.revert());
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v2.3.9' } });
    expect(world.application.deployVersion).toBe('v2.4.0');
  });

  it('goes on waiting where a look fails', async () => {
    const world = await startBusy('v9');
    const action = 'DescribeApplicationInfo';
    world.simulator.faults.inject({ kind: 'http-502-html', action, occurrence: 3, times: 6 });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.lines.join('\n')).toContain('no answer');
  });

  it('ends as timed-out where the other rollout does not end', async () => {
    const world = await startBusy('v9', { neverReady: true });
    const run = await world.run({ ...UPDATE, timeout: '5m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' }, seconds: 300 });
    expect(annotated(run)).toContain('another rollout was still under way');
    expect(annotated(run)).toContain('operation: tem-wait');
    expect(run.calls).not.toContain(TRIGGER);
    expect(run.calls).not.toContain('RevertDeployApplication');
  });

  it('names the rollout that it waited for even where the last looks fail', async () => {
    const world = await startBusy('v9', { neverReady: true });
    world.clock.at(60, () => {
      world.simulator.faults.inject({ kind: 'http-502-html', occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, timeout: '2m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(annotated(run)).toContain(`It is ${world.application.revisionId}, version v9.`);
  });

  it('says once a minute that it still waits', async () => {
    const world = await startBusy('v9', { neverReady: true });
    const run = await world.run({ ...UPDATE, timeout: '5m' });
    const minutes = events(run).map((line) => line.slice(0, 2));
    expect(minutes).toEqual(expect.arrayContaining(['01', '02', '03', '04']));
    expect(events(run).length).toBeLessThan(10);
  });

  it('is an error at once where the other one waits for confirmation', async () => {
    const world = await startBusy('v9', {}, 'MANUAL');
    world.clock.manual.advance(120);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' }, seconds: 0 });
    expect(annotated(run)).toContain('another rollout waits for confirmation');
    expect(annotated(run)).toContain('operation: tem-resume');
    expect(annotated(run)).toContain('operation: tem-revert');
    expect(annotated(run)).toContain(`revision-id: ${world.application.revisionId}`);
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('waits where somebody was faster at the trigger', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v9' } });
    expect(count(run, TRIGGER)).toBeGreaterThan(1);
    expect(world.application.rollouts.map(({ deployVersion }) => deployVersion)).toEqual([
      'v9',
      'v2.4.0',
    ]);
  });

  it('ends as timed-out where TEM calls the application busy to the end', async () => {
    const world = await startWorld();
    const code = 'ResourceInUse.ServiceDeploying';
    const fault = { kind: 'api-error', action: TRIGGER, occurrence: 'every', code } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ ...UPDATE, timeout: '1m', 'on-cancel': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(run.seconds).toBeGreaterThanOrEqual(60);
    expect(run.seconds).toBeLessThanOrEqual(65);
    expect(annotated(run)).toContain('was not started.');
  });
});

describe('if-deploying: fail', () => {
  const inputs = { ...UPDATE, 'if-deploying': 'fail' };

  it('is an error at once, with the lines to copy', async () => {
    const world = await startBusy('v9');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' }, seconds: 0 });
    expect(annotated(run)).toContain('another rollout is under way');
    expect(annotated(run)).toContain('version v9');
    expect(annotated(run)).toContain('operation: tem-wait');
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('is an error where somebody was faster at the trigger', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('ResourceInUse.ServiceDeploying');
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('starts where nothing deploys', async () => {
    const world = await startWorld();
    await expect(world.run(inputs)).resolves.toMatchObject({ exitCode: 0 });
  });
});

describe('if-deploying: adopt', () => {
  const inputs = { ...UPDATE, 'if-deploying': 'adopt' };

  it('follows a rollout of the same version', async () => {
    const world = await startBusy('v2.4.0');
    const run = await world.run(inputs);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: {
        status: 'succeeded',
        'previous-version': 'v2.3.9',
        'revision-id': world.application.revisionId,
      },
    });
    expect(run.calls).not.toContain(TRIGGER);
    expect(run.lines.join('\n')).toContain('AUTO, 2 batches');
  });

  it('refuses a rollout of another version', async () => {
    const world = await startBusy('v9');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('it brings v9, not v2.4.0');
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('follows the rollout of somebody who was faster with the same version', async () => {
    const world = await startWorld();
    raceWith(world, 'v2.4.0');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('applies on-failure to what it adopted', async () => {
    const crash = { status: 'ImagePullBackOff', versions: ['v2.4.0'] };
    const world = await startBusy('v2.4.0', { crash });
    const run = await world.run({ ...inputs, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(world.application.isDeploying).toBe(false);
  });

  it('with wait: false leaves at once, with the revision', async () => {
    const world = await startBusy('v2.4.0');
    const run = await world.run({ ...inputs, wait: 'false' });
    expect(run).toMatchObject({
      exitCode: 0,
      seconds: 0,
      outputs: { status: 'started', 'revision-id': world.application.revisionId },
    });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('refuses a rollout whose version nothing tells', async () => {
    const world = await startBusy('v9');
    const silent = { DeployVersion: null, NewDeployVersion: null };
    world.intercept((_, answer) => ({
      ...answer,
      Result: { ...(answer.Result as object), ...silent },
    }));
    const run = await world.run(inputs);
    expect(annotated(run)).toContain('it brings an unknown version, not v2.4.0');
    expect(run.outputs.status).toBe('failed');
  });
});
