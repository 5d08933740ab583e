import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestWorld } from '../world.ts';
import { changeResult, closeWorlds, count, startWorld, suggested } from '../world.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, REVERT, TRIGGER } from './tem-actions.ts';

const STEP = { operation: 'tem-rollback' };
const OLD_PACKAGE = 'tem/pkg/1300000000/app-shop0001/1/shop-2.3.9.jar';

afterEach(closeWorlds);

/** The versions that instances run. */
function serving({ application }: TestWorld): string[] {
  return [...new Set(application.pods().map(({ deployVersion }) => deployVersion))];
}

function sent(world: TestWorld) {
  const call = world.simulator.calls.findLast(({ action }) => action === TRIGGER);
  return call?.parameters;
}

/** A world in which a rollout of a JAR has ended. */
async function endedJar(): Promise<TestWorld> {
  const world = await startWorld({ deployMode: 'JAR', pkgName: OLD_PACKAGE });
  world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
  world.clock.manual.advance(300);
  return world;
}

/** A rollout that TEM keeps under deploying, says to have failed, and does not revert. */
async function failedWorld(): Promise<TestWorld> {
  const world = await startedAgo(300);
  const details = { Status: 'Error' };
  let isOver = false;
  world.beforeCall((action) => {
    if (action === TRIGGER) isOver = true;
  });
  changeResult(world, INFO, () => (isOver ? {} : { UnderDeploying: true }));
  changeResult(world, DETAIL, () => (isOver ? {} : details));
  return world;
}

describe('tem-rollback', () => {
  it('reverts a rollout in progress', async () => {
    const world = await startedAgo(10);
    const run = await world.run(STEP);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { status: 'reverted', 'previous-version': 'v2.3.9' },
    });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 0]);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('deploys the previous image again once the rollout has ended', async () => {
    const world = await startedAgo(300);
    const strategy = { 'deploy-strategy': 'AUTO', 'total-batch-count': '2', 'batch-interval': '5' };
    const run = await world.run({ ...STEP, ...strategy, 'min-available': '1' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 1]);
    expect(serving(world)).toEqual(['v2.3.9']);
    expect(sent(world)).toMatchObject({
      DeployVersion: 'v2.3.9',
      ...{ DeployStrategyType: 'AUTO', TotalBatchCount: 2, BatchInterval: 5, MinAvailable: 1 },
    });
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
  });

  it('does not name the rollout that it replaces where it has not seen its own', async () => {
    const world = await startedAgo(300, { emptyRevision: true });
    let isTriggered = false;
    world.beforeCall((action) => {
      if (action === INFO && isTriggered) world.cancel();
      isTriggered ||= action === TRIGGER;
    });
    const run = await world.run(STEP);
    expect(run.outputs).toMatchObject({ status: 'cancelled', 'previous-version': 'v2.4.0' });
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('deploys the previous package again, by its name', async () => {
    const world = await endedJar();
    const run = await world.run({ ...STEP, 'package-name': OLD_PACKAGE });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(sent(world)).toMatchObject({ DeployVersion: 'v2.3.9', PackageName: OLD_PACKAGE });
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('needs no package to revert a rollout of one', async () => {
    const world = await startWorld({ deployMode: 'JAR', pkgName: OLD_PACKAGE });
    world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    world.clock.manual.advance(5);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('asks for the package of a version that has to be deployed again', async () => {
    const world = await endedJar();
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'package-missing', outputs: { status: 'failed' } });
    expect(run.next).toMatchObject([
      { inputs: { operation: 'tem-rollback', 'deploy-version': 'v2.3.9' } },
    ]);
    expect(run.next[0]?.inputs).toHaveProperty('package-name');
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
  });

  it('asks for the version if none is known', async () => {
    const world = await startWorld();
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'previous-version-unknown', outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-rollback']);
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('deploys the given version', async () => {
    const world = await startedAgo(300);
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(serving(world)).toEqual(['v2.2.0']);
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('reverts a rollout in progress before it deploys another version than the previous one', async () => {
    const world = await startedAgo(10);
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 1]);
    expect(serving(world)).toEqual(['v2.2.0']);
  });

  it('replaces a failed rollout that TEM refuses to revert', async () => {
    const world = await failedWorld();
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 1]);
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('replaces it also if TEM refuses with an error', async () => {
    const world = await failedWorld();
    world.intercept((action) => {
      if (action !== REVERT) return undefined;
      return { Error: { Code: 'FailedOperation', Message: 'no' }, RequestId: 'r' };
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('is an error where TEM refuses both', async () => {
    const world = await startedAgo(10, { revertSucceeds: false, podStartSeconds: 600 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revert-refused', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 1]);
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('changes nothing if the rollout was rolled back before', async () => {
    const world = await startedAgo(10);
    const { revisionId } = world.application;
    await world.run({ operation: 'tem-revert' });
    for (const more of [{}, { 'revision-id': revisionId }, { 'deploy-version': 'v2.3.9' }]) {
      const again = await world.run({ ...STEP, ...more });
      expect(again).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
      expect([count(again, REVERT), count(again, TRIGGER)]).toEqual([0, 0]);
    }
  });

  it('deploys another version after a rollout that was rolled back', async () => {
    const world = await startedAgo(10);
    await world.run({ operation: 'tem-revert' });
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(serving(world)).toEqual(['v2.2.0']);
  });

  it('deploys another version over what a revert has brought back, and over nothing else', async () => {
    const world = await startedAgo(10);
    const guarded = { 'revision-id': world.application.revisionId, 'deploy-version': 'v2.2.0' };
    await world.run({ operation: 'tem-revert' });
    expect(await world.run({ ...STEP, ...guarded })).toMatchObject({ exitCode: 0 });
    expect(serving(world)).toEqual(['v2.2.0']);

    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(300);
    const run = await world.run({ ...STEP, ...guarded });
    expect(run).toMatchObject({ code: 'revision-not-current', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
    expect(serving(world)).toEqual(['v9']);
  });

  it('says what runs if another version followed the revert', async () => {
    const world = await startedAgo(10);
    const { revisionId } = world.application;
    await world.run({ operation: 'tem-revert' });
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(300);
    for (const operation of ['tem-revert', 'tem-rollback']) {
      const { summary } = await world.run({ operation, 'revision-id': revisionId });
      expect(summary).toMatch(/2 of 2 instances run.*`v9`/);
    }
  });

  it('follows its own rollout if it runs again', async () => {
    const world = await startedAgo(300);
    const step = { ...STEP, 'deploy-version': 'v2.3.9' };
    const first = await world.run({ ...step, wait: 'false' });
    expect(first).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(first.next).toMatchObject([{ inputs: { operation: 'tem-wait' } }]);
    world.clock.manual.advance(2);
    for (const again of [await world.run(step), await world.run(step)]) {
      expect(again).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
      expect([count(again, REVERT), count(again, TRIGGER)]).toEqual([0, 0]);
    }
    expect(serving(world)).toEqual(['v2.3.9']);
  });

  it('changes nothing if another revision is current', async () => {
    const world = await startedAgo(300);
    const run = await world.run({ ...STEP, 'revision-id': 'revision-other000' });
    expect(run).toMatchObject({ code: 'revision-not-current', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
  });

  it('leaves a version alone that somebody deploys before the rollback begins', async () => {
    const world = await startedAgo(300);
    world.clock.at(2, () => {
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revision-not-current', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
  });

  it('stops at a paused batch of a MANUAL rollback', async () => {
    const world = await startedAgo(300);
    const run = await world.run({ ...STEP, 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
  });

  it('names the endpoint where TEM has no rollback', async () => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    expect(await world.run(STEP)).toMatchObject({ code: 'operation-unsupported' });
    world.clock.manual.advance(300);
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.3.9' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(serving(world)).toEqual(['v2.3.9']);
  });
});

describe('the plan of tem-rollback', () => {
  const plan = { ...STEP, 'dry-run': 'true' };

  it.each([
    [10, {}, 1],
    [300, {}, 1],
    [10, { 'deploy-version': 'v2.2.0' }, 2],
    [10, { 'deploy-version': 'v2.4.0' }, 1],
  ])('lists the changes after %d s, with %j', async (seconds, more, changes) => {
    const world = await startedAgo(seconds);
    const run = await world.run({ ...plan, ...more });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
    expect(run.plan).toMatchObject({ blockers: [] });
    expect(run.plan?.changes).toHaveLength(changes);
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
    expect(run.annotations).toEqual([]);
  });

  it('is blocked where the version or its package is not known', async () => {
    for (const world of [await startWorld(), await endedJar()]) {
      const run = await world.run(plan);
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'planned' } });
      expect(run.plan?.blockers).toHaveLength(1);
    }
  });

  it('has nothing to change after a rollback', async () => {
    const world = await startedAgo(10);
    await world.run({ operation: 'tem-revert' });
    expect(await world.run(plan)).toMatchObject({ exitCode: 0, annotations: [] });
    const other = await world.run({ ...plan, 'deploy-version': 'v2.2.0' });
    expect(other).toMatchObject({ exitCode: 0, annotations: [] });
  });
});
