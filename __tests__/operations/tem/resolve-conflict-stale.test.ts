import { afterEach, describe, expect, it } from '@jest/globals';
import { changeResult, closeWorlds, count, suggested, UPDATE } from '../world.ts';
import { changeAnswer } from './single-calls.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, TRIGGER } from './tem-actions.ts';

const ADOPT = { ...UPDATE, 'if-deploying': 'adopt' };

afterEach(closeWorlds);

describe('if-deploying: adopt', () => {
  it('goes by the version of the application where the details are behind', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    changeAnswer(world, DETAIL, { NewDeployVersion: 'v2.3.9', OldDeployVersion: 'v2.3.8' });
    const run = await world.run(ADOPT);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('refuses a rollout of another version whose details are behind', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60 });
    changeResult(world, DETAIL, () => ({ NewDeployVersion: 'v2.5.0' }));
    const run = await world.run({ ...ADOPT, 'deploy-version': 'v2.5.0' });
    expect(run).toMatchObject({ code: 'rollout-other-version', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('refuses a rollout of the same version that is being rolled back', async () => {
    const world = await startedAgo(5, { podStartSeconds: 60, revertSeconds: 600 });
    world.application.revert();
    const run = await world.run(ADOPT);
    expect(run).toMatchObject({ code: 'rollout-in-progress', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
  });
});

describe('if-deploying: wait', () => {
  it('sees the unfinished batches with force: true where the application is behind', async () => {
    const world = await startedAgo(60, { podStartSeconds: 10 }, 'MANUAL');
    const behind = { UnderDeploying: false, BatchDeployStatus: '', DeployVersion: 'v2.3.9' };
    changeResult(world, INFO, () => behind);
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.5.0', force: 'true' });
    expect(run).toMatchObject({ code: 'rollout-paused', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('tries a fix after a rollout that has failed by its pods alone', async () => {
    const world = await startedAgo(5, { crash: { status: 'CrashLoopBackOff' } });
    const fix = { ...UPDATE, 'deploy-version': 'v2.5.0', 'failure-grace': '60s' };
    const run = await world.run({ ...fix, timeout: '20m' });
    expect(run).toMatchObject({ code: 'rollout-in-progress', outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-revert']);
    expect(count(run, TRIGGER)).toBe(1);
    expect(run.seconds).toBeLessThan(300);
  });
});
