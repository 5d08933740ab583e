import { afterEach, describe, expect, it } from '@jest/globals';
import { cancelAfter, cancelAndLoseAnswer, runBoth, STEP } from './cancelled.ts';
import { startedAgo } from './started.ts';
import { columns, stages, told } from './told.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

// What the log of a step says on its way: a noun, and what is known of it.

afterEach(closeWorlds);

const TRIGGER = 'RollingUpdateApplicationByVersion';
const PLACE = 'shop-api · app-shop0001 in en-prod0001 (ap-guangzhou)';

/** Answers in which these fields are null. */
function without(world: TestWorld, ...names: readonly string[]): void {
  const nothing = Object.fromEntries(names.map((name) => [name, null]));
  world.intercept((_, answer) =>
    Object(answer.Result) === answer.Result
      ? { ...answer, Result: { ...(answer.Result as object), ...nothing } }
      : undefined,
  );
}

describe('the target', () => {
  it.each([
    [{ instances: 6 }, '6 instances of v2.3.9'],
    [{ instances: 1 }, '1 instance of v2.3.9'],
    [{ deployVersion: '' }, '2 instances of no version yet'],
  ])('%j', async (seed, words) => {
    const world = await startWorld(seed);
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(stages(run)[0]).toBe(columns('Target', `${PLACE} · ${words}`));
  });

  it('counts what runs where the application does not tell', async () => {
    const world = await startWorld({ instances: 3 });
    without(world, 'CurrentInstances', 'RunningInstances');
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(stages(run)[0]).toBe(columns('Target', `${PLACE} · 3 instances of v2.3.9`));
  });

  it('names both versions while a rollout goes on, as far as they are told', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const target = async () =>
      stages(await world.run({ operation: 'tem-resume', wait: 'false' }))[0];
    const [before, after] = [', v2.3.9 → v2.4.0', ' of v2.4.0'];
    await expect(target()).resolves.toBe(columns('Target', `${PLACE} · 2 instances${before}`));
    without(world, 'OldDeployVersion');
    await expect(target()).resolves.toBe(columns('Target', `${PLACE} · 2 instances${after}`));
  });
});

describe('the rollout', () => {
  it.each([
    [{}, ''],
    [{ 'deploy-strategy': 'AUTO', 'total-batch-count': '2' }, ' · AUTO, 2 batches'],
  ])('that is started, %j', async (inputs, strategy) => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, ...inputs, wait: 'false' });
    const id = run.outputs['revision-id'] ?? '';
    expect(stages(run).slice(1)).toEqual([
      columns('Rollout', `${id}${strategy}`),
      columns('Result', 'started · the rolling update to v2.4.0 is started'),
    ]);
  });

  it('that is started without a revision yet', async () => {
    const world = await startWorld({ behaviour: { emptyRevision: true } });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(stages(run)[1]).toBe(columns('Rollout', 'started'));
  });

  it('whose trigger has no clear answer', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'truncated-json', action: TRIGGER });
    const run = await world.run({ ...UPDATE, wait: 'false' });
    expect(stages(run)[1]).toMatch(
      /^Rollout {7}the answer to the trigger is unclear \(.+\): looks$/,
    );
  });

  it('that is attached to', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run({ operation: 'tem-wait' });
    const id = world.application.revisionId;
    expect(stages(run)[1]).toBe(columns('Rollout', `${id} · AUTO, 2 batches`));
    expect(stages(run).at(-1)).toBe(
      columns('Result', 'succeeded · shop-api is on v2.4.0 (before: v2.3.9)'),
    );
  });

  it('that is adopted', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    const adopted = `${world.application.revisionId} is under way with the same version: adopted`;
    expect(stages(run)[1]).toBe(columns('Rollout', `${adopted} · AUTO, 2 batches`));
  });

  it('that is waited for', async () => {
    const world = await startedAgo(5, { neverReady: true });
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v9', timeout: '65s' });
    const id = world.application.revisionId;
    expect(stages(run)[1]).toBe(
      columns('Rollout', `${id} is under way: waits for its end (if-deploying: wait)`),
    );
    expect(run.seconds).toBe(65);
  });

  it('of the version that runs already has no version before', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.3.9' });
    expect(stages(run).at(-1)).toBe(columns('Result', 'succeeded · shop-api is on v2.3.9'));
  });
});

describe('the end of the job', () => {
  it('tells that the revert is done', async () => {
    const { post } = await cancelAfter(30, {});
    expect(stages(post).at(-1)).toBe(
      columns('Result', 'reverted · the rollout was taken back after the cancel'),
    );
  });

  it('tells what it takes back', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    cancelAndLoseAnswer(world, TRIGGER);
    const { main, post } = await runBoth(world, STEP);
    expect(told(main)).toContain('the job was cancelled');
    expect(stages(post)[0]).toMatch(/^Revert {8}revision-\w+ is taken back \(on-cancel: revert\)$/);
  });

  it.each([
    ['is late', { revertSeconds: 3600 }, 'timed-out'],
    ['is refused', { revertSucceeds: false }, 'failed'],
  ])('tells that the revert %s', async (_, behaviour, status) => {
    const { post } = await cancelAfter(30, behaviour);
    expect(stages(post).at(-1)).toMatch(new RegExp(`^Result +${status} · `));
  });

  it('tells that there is nothing to do for a rollout that never began', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'hang', action: TRIGGER });
    world.beforeCall((action) => {
      if (action === TRIGGER) world.cancel();
    });
    const { post } = await runBoth(world, STEP);
    expect(stages(post).at(-1)).toBe(
      columns('Result', 'reverted · the rollout is not current, nothing to do'),
    );
  });
});
