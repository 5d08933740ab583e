import { afterEach, describe, expect, it } from '@jest/globals';
import { annotated, changeResult, closeWorlds, count, startWorld } from '../world.ts';
import { beforeCallOf, changeAnswer } from './single-calls.ts';
import { startedAgo } from './started.ts';
import { supersede } from './supersede.ts';

const STEP = { operation: 'tem-wait' };

afterEach(closeWorlds);

describe('tem-wait', () => {
  it('gives the verdict on a rollout that has ended at once', async () => {
    const world = await startedAgo(120);
    const run = await world.run(STEP);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: {
        status: 'succeeded',
        'revision-id': world.application.revisionId,
        'previous-version': 'v2.3.9',
      },
    });
    expect(run.seconds).toBeLessThanOrEqual(5);
  });

  it('follows a first release from before it has a revision', async () => {
    const world = await startedAgo(1, { podStartSeconds: 30 });
    const start = world.clock.seconds();
    changeResult(world, 'DescribeApplicationInfo', () =>
      world.clock.seconds() < start + 20 ? { VersionId: '' } : {},
    );
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('says that no instance runs where the application is scaled to none', async () => {
    const world = await startedAgo(120);
    const none = { ExpectedInstances: 0, CurrentInstances: 0 };
    changeResult(world, 'DescribeApplicationInfo', () => none);
    changeResult(world, 'DescribeApplicationPods', () => ({ PodList: [], TotalCount: 0 }));
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.annotations).toMatchObject([{ kind: 'warning' }]);
  });

  it('does not call a rollout failed for one answer of the details that is behind', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const behind = { Status: 'Error', CurrentBatchStatus: 'revert' };
    changeAnswer(world, 'DescribeDeployApplicationDetail', behind, 2);
    const run = await world.run({ ...STEP, 'on-failure': 'revert', 'failure-grace': '0s' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('needs every instance of the batches where ExpectedInstances is null', async () => {
    const world = await startedAgo(1, { podStartSeconds: 30 });
    changeResult(world, 'DescribeApplicationInfo', () => ({ ExpectedInstances: null }));
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.pods().filter(({ ready }) => ready)).toHaveLength(2);
  });

  it('follows one that is under way to its end', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    const run = await world.run({ ...STEP, 'revision-id': world.application.revisionId });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.seconds).toBeGreaterThan(100);
  });

  it('stops where a batch waits, or confirms it', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const stopped = await world.run(STEP);
    expect(stopped).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(stopped.seconds).toBeLessThanOrEqual(16);
    const resumed = await world.run({ ...STEP, 'on-waiting': 'resume' });
    expect(resumed).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(resumed, 'ResumeDeployApplication')).toBe(1);
  });

  it('applies its policies to the rollout that it attached to', async () => {
    const world = await startedAgo(5, { crash: { status: 'ImagePullBackOff' } });
    const run = await world.run({ ...STEP, 'on-failure': 'revert', 'failure-grace': '60s' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, 'RevertDeployApplication')).toBe(1);
  });

  it('follows on a site without rollout details', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  describe('where another rollout shows right after the first check', () => {
    /** The first check comes from a replica that knows nothing of the rollout of v2.4.0. */
    async function startBehind() {
      const world = await startWorld();
      const { revisionId } = world.application;
      const newer = world.application.startRollout({ DeployVersion: 'v2.4.0' });
      const before = { VersionId: revisionId, DeployVersion: 'v2.3.9' };
      const atRest = { UnderDeploying: false, BatchDeployStatus: '' };
      changeAnswer(world, 'DescribeApplicationInfo', { ...before, ...atRest });
      return { world, revisionId, newer };
    }

    it.each(['auto', '20s'])('attaches to that one: poll-interval %s', async (interval) => {
      const { world, newer } = await startBehind();
      const inputs = { 'on-failure': 'revert', 'poll-interval': interval };
      const run = await world.run({ ...STEP, ...inputs });
      const outputs = { status: 'succeeded', 'revision-id': newer };
      expect(run).toMatchObject({ exitCode: 0, outputs });
      expect(run.calls).not.toContain('RevertDeployApplication');
    });

    it('does not keep the version before the one that it gave up', async () => {
      const { world, newer } = await startBehind();
      const behind = { StartTime: '2020-01-01 00:00:00', NewDeployVersion: 'v2.3.9' };
      let checks = 0;
      changeResult(world, 'DescribeDeployApplicationDetail', () => {
        checks += 1;
        return checks === 1
          ? { ...behind, OldDeployVersion: 'v2.3.8' }
          : { OldDeployVersion: null };
      });
      const { outputs } = await world.run(STEP);
      expect(outputs).toMatchObject({ status: 'succeeded', 'revision-id': newer });
      expect(outputs).not.toHaveProperty('previous-version');
    });

    it('fails with revision-id, and touches neither', async () => {
      const { world, revisionId } = await startBehind();
      const guard = { 'revision-id': revisionId };
      const run = await world.run({ ...STEP, ...guard, 'on-failure': 'revert' });
      expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
      expect(run.calls).not.toContain('RevertDeployApplication');
    });
  });

  it('does not attach to one that began while its first read went on', async () => {
    const world = await startedAgo(120);
    const { revisionId } = world.application;
    beforeCallOf(world, 'DescribeApplicationPods', () => {
      world.clock.manual.advance(12);
      world.application.startRollout({ DeployVersion: 'v9' });
    });
    const run = await world.run(STEP);
    const outputs = { 'revision-id': revisionId, 'previous-version': 'v2.3.9' };
    expect(run).toMatchObject({ code: 'rollout-superseded', outputs });
  });

  it('does not attach to a rollout that took the place of another one later', async () => {
    const world = await startedAgo(5, { podStartSeconds: 300 });
    supersede(world, world.clock.seconds() + 60);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
  });

  it('refuses wait: false', async () => {
    const world = await startWorld();
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('wait');
  });
});
