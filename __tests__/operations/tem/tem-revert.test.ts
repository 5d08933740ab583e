import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, startWorld, suggested, UPDATE } from '../world.ts';
import { changeAnswer } from './single-calls.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';

const STEP = { operation: 'tem-revert' };
const PODS = 'DescribeApplicationPods';

afterEach(closeWorlds);

describe('tem-revert', () => {
  it('reverts the rollout and is green when the old version serves', async () => {
    const world = await startedAgo(30, { podStartSeconds: 25 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: { status: 'reverted', 'revision-id': expect.stringMatching(/^revision-/) },
    });
    expect(count(run, REVERT)).toBe(1);
    expect(world.application.isDeploying).toBe(false);
    const versions = world.application.pods().map(({ deployVersion }) => deployVersion);
    expect(new Set(versions)).toEqual(new Set(['v2.3.9']));
    expect(run.lines.at(-1)).toContain('v2.3.9');
  });

  it('leaves at once with wait: false, and suggests to run it again', async () => {
    const world = await startedAgo(10, { revertSeconds: 600 });
    const { revisionId } = world.application;
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 0, outputs: { status: 'started' } });
    expect(count(run, REVERT)).toBe(1);
    expect(run.next).toMatchObject([
      { inputs: { operation: 'tem-revert', 'revision-id': revisionId } },
    ]);
  });

  it('with wait: false is red where it is not known whether the revert was started', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    failEvery(world, REVERT);
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ code: 'revert-outcome-unknown', outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-revert']);
    expect(count(run, REVERT)).toBe(2);
    expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
  });

  it('with wait: false is started where a lost answer leaves it to be seen', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT, occurrence: 'second' });
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(count(run, REVERT)).toBe(2);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
  });

  it('is an error where nothing is deployed', async () => {
    const world = await startWorld({ deployMode: 'JAR' });
    await world.run({ ...UPDATE, 'package-name': 'shop-2.4.0.jar' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.seconds).toBeLessThanOrEqual(15);
    expect(run.calls).not.toContain(REVERT);
    expect(suggested(run)).toEqual(['tem-rollback']);
  });

  it('is reverted where it was reverted before', async () => {
    const world = await startedAgo(10);
    const { revisionId } = world.application;
    await world.run(STEP);
    for (const guard of [{}, { 'revision-id': revisionId }]) {
      const again = await world.run({ ...STEP, ...guard });
      const outputs = { status: 'reverted', 'previous-version': 'v2.3.9', ...guard };
      expect(again).toMatchObject({ exitCode: 0, outputs });
      expect(again.calls).not.toContain(REVERT);
    }
  });

  it('is not taken for reverted by one check that is behind', async () => {
    const world = await startedAgo(30, { podStartSeconds: 600 });
    const behind = { UnderDeploying: false, BatchDeployStatus: '' };
    let checks = 0;
    changeResult(world, INFO, () => {
      checks += 1;
      return checks === 1 ? behind : {};
    });
    changeResult(world, DETAIL, () => (checks === 1 ? { CurrentBatchStatus: 'revert' } : {}));
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it.each(['', 'revision-id'])(
    'that was done before is no success while the old version does not serve (%s)',
    async (guard) => {
      const world = await startedAgo(10);
      const { revisionId } = world.application;
      await world.run(STEP);
      changeResult(world, PODS, () => ({ PodList: [], TotalCount: 0 }));
      const again = { ...STEP, ...(guard ? { [guard]: revisionId } : {}), timeout: '5m' };
      const run = await world.run(again);
      expect(run).toMatchObject({ code: 'revert-unfinished', outputs: { status: 'timed-out' } });
      expect(run.calls).not.toContain(REVERT);
    },
  );

  it('that was done before is not waited for with wait: false', async () => {
    const world = await startedAgo(10);
    const guard = { 'revision-id': world.application.revisionId };
    await world.run(STEP);
    changeResult(world, PODS, () => ({ PodList: [], TotalCount: 0 }));
    const guarded = await world.run({ ...STEP, ...guard, wait: 'false' });
    expect(guarded).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(guarded.next).toMatchObject([{ inputs: { operation: 'tem-revert', ...guard } }]);
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(run.seconds).toBeLessThanOrEqual(12);
    expect(run.calls).not.toContain(REVERT);
    expect(run.next).toMatchObject([{ inputs: { operation: 'tem-revert' } }]);
  });

  it('that was done before is known by its own details, where others are shown', async () => {
    const world = await startedAgo(10);
    const { revisionId } = world.application;
    await world.run(STEP);
    changeResult(world, DETAIL, () => {
      const { VersionId } = world.simulator.calls.at(-1)?.parameters ?? {};
      const ofBefore = { NewDeployVersion: 'v2.3.9', OldDeployVersion: 'v2.3.8' };
      return VersionId === revisionId ? {} : { ...ofBefore, CurrentBatchStatus: 'Finish' };
    });
    const run = await world.run({ ...STEP, 'revision-id': revisionId });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.headline).toContain('v2.3.9');
  });

  it('that was done before does not count while another rollout is in progress', async () => {
    const world = await startedAgo(10);
    const guard = { 'revision-id': world.application.revisionId };
    await world.run(STEP);
    world.application.startRollout({ DeployVersion: 'v2.5.0' });
    world.clock.manual.advance(5);
    const run = await world.run({ ...STEP, ...guard });
    expect(run).toMatchObject({ code: 'revision-not-current', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('does not count as done for an ended rollout that another one followed', async () => {
    const world = await startedAgo(300);
    const { revisionId } = world.application;
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(300);
    const run = await world.run({ ...STEP, 'revision-id': revisionId });
    expect(run).toMatchObject({ code: 'revision-not-current', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('does not count as done for an ended rollout if only the first check shows it', async () => {
    const world = await startedAgo(300);
    changeAnswer(world, DETAIL, { CurrentBatchStatus: 'revert' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'nothing-to-revert', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('is not given up for one check that is behind', async () => {
    const world = await startedAgo(30);
    changeAnswer(world, INFO, { UnderDeploying: false, BatchDeployStatus: '' });
    await expect(world.run(STEP)).resolves.toMatchObject({ outputs: { status: 'reverted' } });
  });

  it('is sent once more where it never arrived, and reads failed after it', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    world.simulator.faults.inject({ kind: 'reset-before', action: REVERT });
    world.beforeCall((action) => {
      const fault = { kind: 'http-502-html', action: INFO } as const;
      if (action === REVERT) world.simulator.faults.inject({ ...fault, times: 12 });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(2);
  });

  it('names the version that somebody deploys meanwhile, and fails', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    const before = world.application.rollouts.length;
    world.clock.at(world.clock.seconds() + 61, () => {
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revert-replaced', outputs: { status: 'failed' } });
    expect(run.annotations.at(-1)?.title).toContain('v9');
    const inputs = { operation: 'tem-rollback', 'deploy-version': 'v2.3.9' };
    expect(run.next).toMatchObject([{ inputs }]);
    expect(world.application.rollouts).toHaveLength(before + 1);
  });

  it('returns to the version that the details name once they are its own', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    const old = { NewDeployVersion: 'v2.3.8', OldDeployVersion: 'v2.3.7' };
    const start = world.clock.seconds();
    changeResult(world, DETAIL, () => (world.clock.seconds() < start + 6 ? old : {}));
    world.beforeCall((action) => {
      if (action !== REVERT) return;
      world.clock.at(world.clock.seconds() + 61, () => {
        world.application.startRollout({ DeployVersion: 'v9' });
      });
    });
    const run = await world.run(STEP);
    expect(run.outputs['previous-version']).toBe('v2.3.9');
    expect(run).toMatchObject({ code: 'revert-replaced', outputs: { status: 'failed' } });
  });

  it('is an error where TEM refuses', async () => {
    const world = await startedAgo(10, { revertSucceeds: false });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revert-refused', outputs: { status: 'failed' } });
    expect(run.details).toMatchObject([{ text: { key: 'policy.answered-false' } }]);
    expect(run.outputs['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is timed out where the revert does not end, and suggests to run it again', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    const run = await world.run({ ...STEP, timeout: '10m' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 600, outputs: { status: 'timed-out' } });
    expect(suggested(run)).toEqual(['tem-revert']);
  });

  it('follows a revert that is under way already', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    await world.run({ ...STEP, wait: 'false' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('ends as cancelled where it is cancelled', async () => {
    const world = await startedAgo(10, { revertSeconds: 100 });
    world.clock.at(40, () => {
      world.cancel();
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'cancelled' } });
  });

  it('needs no version to be told', async () => {
    const world = await startedAgo(10);
    changeResult(world, DETAIL, () => ({ OldDeployVersion: null }));
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.outputs).not.toHaveProperty('previous-version');
  });
});
