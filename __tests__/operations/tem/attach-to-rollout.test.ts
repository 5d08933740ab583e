import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, startWorld, suggested, UPDATE } from '../world.ts';
import type { Run } from '../world.ts';
import { beforeCallOf, changeAnswer } from './single-calls.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, PODS, REVERT } from './tem-actions.ts';

const RESUME = { operation: 'tem-resume', wait: 'false' };
const START = { ...UPDATE, wait: 'false' };

const MINE = 'revision-mine0001';

afterEach(closeWorlds);

/** The line of the log that shows the target. */
function targetOf({ lines }: Run): string {
  return lines.find((line) => line.startsWith('▸ Target')) ?? '';
}

describe('the target', () => {
  it.each([
    [{ instances: 6 }, /shop-api · app-shop0001 in en-prod0001 .* 6 instances .*v2\.3\.9$/],
    [{ instances: 1 }, / 1 instance .*v2\.3\.9$/],
    [{ deployVersion: '' }, / 2 instances\b/],
  ])('is shown with what runs on it: %j', async (seed, line) => {
    const world = await startWorld(seed);
    expect(targetOf(await world.run(START))).toMatch(line);
  });

  it('is counted and named by its ID where the application does not tell', async () => {
    const world = await startWorld({ instances: 3 });
    const silent = { ApplicationName: null, CurrentInstances: null, RunningInstances: null };
    changeResult(world, INFO, () => silent);
    expect(targetOf(await world.run(START))).toMatch(/^▸ Target +app-shop0001 .* 3 instances/);
  });

  it('names both versions while a rollout goes on, as far as they are told', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    expect(targetOf(await world.run(RESUME))).toContain('v2.3.9 → v2.4.0');
    changeResult(world, DETAIL, () => ({ OldDeployVersion: null }));
    expect(targetOf(await world.run(RESUME))).not.toContain('v2.3.9');
  });

  it('is shown as it was given where the first read is refused', async () => {
    const world = await startWorld();
    const run = await world.run({ operation: 'tem-wait', 'application-id': 'app-other001' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(targetOf(run)).toContain('app-other001 in en-prod0001 (ap-guangzhou)');
  });
});

describe('a rollout that is attached to', () => {
  it('gives its revision, the version before and its strategy', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run(RESUME);
    expect(run.outputs).toMatchObject({
      'revision-id': world.application.revisionId,
      'previous-version': 'v2.3.9',
    });
    const line = run.lines.find((each) => each.startsWith('▸ Rollout')) ?? '';
    expect(line).toMatch(new RegExp(`${world.application.revisionId} · AUTO.* 2 `));
  });

  it('gives the version before by its own details, not by those that are behind', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const behind = { StartTime: '2020-01-01 00:00:00', NewDeployVersion: 'v2.3.9' };
    changeAnswer(world, DETAIL, { ...behind, OldDeployVersion: 'v2.3.8' });
    const run = await world.run({ operation: 'tem-wait' });
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'previous-version': 'v2.3.9' });
  });

  it('is waited for where it was just triggered and does not show yet', async () => {
    const world = await startedAgo(0, { visibleAfterSeconds: 10 });
    const { revisionId } = world.application;
    const run = await world.run({ operation: 'tem-wait', 'revision-id': revisionId });
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': revisionId },
    });
  });

  it('is taken from the check that showed it, though the next one is behind', async () => {
    const world = await startWorld();
    const { revisionId: before } = world.application;
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    let checks = 0;
    changeResult(world, INFO, () => {
      checks += 1;
      const behind = { VersionId: before, DeployVersion: 'v2.3.9', UnderDeploying: false };
      return checks === 1 || checks === 3 ? behind : {};
    });
    const run = await world.run({ operation: 'tem-wait', 'revision-id': revisionId });
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': revisionId },
    });
  });

  it.each(['tem-wait', 'tem-resume', 'tem-revert', 'tem-rollback'])(
    '%s touches and names none but the one with revision-id',
    async (operation) => {
      const world = await startedAgo(60, {}, 'BETA');
      const guarded = { operation, 'revision-id': MINE };
      const { outputs: plan } = await world.run({ ...guarded, 'dry-run': 'true' });
      const run = await world.run(guarded);
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
      expect(run.outputs.message).toContain(world.application.revisionId);
      // A later step with this output is stopped as well.
      expect([plan, run.outputs].map((each) => each['revision-id'])).toEqual([MINE, MINE]);
      for (const name of ['previous-version', 'package-name']) {
        expect(plan).not.toHaveProperty(name);
        expect(run.outputs).not.toHaveProperty(name);
      }
      expect(run.summary).toMatch(/1 of 2 instances run.*`v2\.4\.0`/);
      expect(suggested(run)).toEqual([]);
      expect(run.calls.filter((action) => !action.startsWith('Describe'))).toEqual([]);
      expect(world.application.rollouts[0]?.state).toBe('waiting');
    },
  );

  it.each(['tem-wait', 'tem-resume', 'tem-revert', 'tem-rollback'])(
    '%s touches none that began while the first read went on',
    async (operation) => {
      const world = await startWorld();
      const { revisionId } = world.application;
      beforeCallOf(world, PODS, () => {
        world.clock.manual.advance(2);
        world.application.startRollout({ DeployVersion: 'v9' });
        world.clock.manual.advance(20);
      });
      const run = await world.run({ operation });
      expect(run).toMatchObject({
        code: 'revision-not-current',
        details: [{ text: { key: 'plan.nothing-changed' } }],
        next: [{ sentence: { key: 'plan.check-replaced' } }],
        outputs: { status: 'failed' },
      });
      expect(run.outputs.message).toContain(revisionId);
      expect(run.outputs.message).toContain(world.application.revisionId);
      expect(run.calls.filter((action) => !action.startsWith('Describe'))).toEqual([]);
      expect(world.application.rollouts).toMatchObject([{ state: 'deploying' }]);
    },
  );

  it('had begun before, though the first answer of a long read did not show it', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const { revisionId } = world.application;
    changeAnswer(world, INFO, { VersionId: 'revision-before01', DeployVersion: 'v2.3.9' });
    beforeCallOf(world, PODS, () => {
      world.clock.manual.advance(20);
    });
    const run = await world.run({ operation: 'tem-wait' });
    const outputs = { status: 'succeeded', 'revision-id': revisionId };
    expect(run).toMatchObject({ exitCode: 0, outputs });
  });

  it.each([
    ['tem-resume', 'ResumeDeployApplication'],
    ['tem-revert', REVERT],
  ])('%s acts where revision-id is the current one', async (operation, action) => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ operation, 'revision-id': world.application.revisionId });
    expect(run.exitCode).toBe(0);
    expect(run.calls.filter((called) => called === action)).toHaveLength(1);
  });
});
