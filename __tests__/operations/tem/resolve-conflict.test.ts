import { afterEach, describe, expect, it } from '@jest/globals';
import type { Behaviour } from '../../../simulator/index.ts';
import {
  changeResult,
  closeWorlds,
  count,
  events,
  secondsOf,
  startWorld,
  suggested,
  UPDATE,
} from '../world.ts';
import type { TestWorld } from '../world.ts';
import { systemError } from '../../tencent/calls.ts';
import { DETAIL, INFO, REVERT, TRIGGER } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { stagesOf } from '../recorded-texts.ts';

afterEach(closeWorlds);

/** A world in which another rollout, a batch per instance, has been under way for five seconds. */
async function startBusy(
  version: string,
  behaviour: Partial<Behaviour> = {},
  strategy: 'AUTO' | 'MANUAL' = 'AUTO',
  batches = 2,
): Promise<TestWorld> {
  const world = await startWorld({
    instances: batches,
    behaviour: { podStartSeconds: 60, ...behaviour },
  });
  world.application.startRollout({
    DeployVersion: version,
    DeployStrategyType: strategy,
    TotalBatchCount: batches,
  });
  world.clock.manual.advance(5);
  return world;
}

/** No read is answered between these seconds. */
function cutReads(world: TestWorld, from: number, until: number): void {
  world.beforeCall(() => {
    const second = world.clock.seconds();
    if (second >= from && second < until) throw systemError('ECONNRESET');
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
    expect(events(run)[0]).toMatch(/^00:00 {2}batch 1\/2 {3}deploying {3}0\/1/);
    const [other, own] = world.application.rollouts.map(({ revisionId }) => revisionId);
    const [waited = '', ...again] = stagesOf(run, other);
    const [started = ''] = stagesOf(run, own);
    expect(again).toEqual([]);
    expect(run.lines.indexOf(waited)).toBeGreaterThanOrEqual(0);
    expect(run.lines.indexOf(started)).toBeGreaterThan(run.lines.indexOf(waited));
  });

  it('starts at once where the last rollout ended long ago', async () => {
    const world = await startBusy('v9', { podStartSeconds: 10, endTime: 'set' });
    world.clock.manual.advance(60);
    const run = await world.run(UPDATE);
    expect(secondsOf(world, TRIGGER)[0]).toBe(world.clock.seconds() - run.seconds);
  });

  it.each(['false', 'true'])('lets a fix follow a failed rollout (force: %s)', async (force) => {
    const world = await startBusy('v9', { podStartSeconds: 10 });
    world.clock.manual.advance(120);
    const isFailed = () => world.application.deployVersion === 'v9';
    changeResult(world, INFO, () => (isFailed() ? { UnderDeploying: true } : {}));
    changeResult(world, DETAIL, () => (isFailed() ? { Status: 'Error' } : {}));
    const run = await world.run({ ...UPDATE, force, 'failure-grace': '60s' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.seconds).toBeLessThan(180);
  });

  it('is an error with the revert to copy where TEM lets no fix follow a failed rollout', async () => {
    const crash = { status: 'CrashLoopBackOff', detailStatus: 'Error' };
    const world = await startBusy('v9', { crash });
    const run = await world.run({ ...UPDATE, 'failure-grace': '60s' });
    expect(run).toMatchObject({ code: 'rollout-in-progress', outputs: { status: 'failed' } });
    expect(run.details).toMatchObject([{ text: { key: 'policy.conflict-failed-detail' } }]);
    expect(suggested(run)).toEqual(['tem-revert']);
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('takes unfinished batches for a rollout with force: true, whatever the application says', async () => {
    const world = await startBusy('v9', { podStartSeconds: 10 }, 'MANUAL');
    world.clock.manual.advance(60);
    changeResult(world, INFO, () => ({ UnderDeploying: false, BatchDeployStatus: '' }));
    const run = await world.run({ ...UPDATE, force: 'true' });
    expect(run).toMatchObject({ code: 'rollout-paused', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('starts its own after a rollout that was reverted', async () => {
    const world = await startBusy('v9', { podStartSeconds: 300 });
    world.clock.at(60, () => world.application.revert());
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v2.3.9' } });
    expect(world.application.deployVersion).toBe('v2.4.0');
  });

  it('waits for a rollout that is being reverted, whatever its batches say', async () => {
    const world = await startBusy('v9', { podStartSeconds: 5, revertSeconds: 60 }, 'MANUAL');
    world.clock.manual.advance(60);
    world.application.revert();
    changeResult(world, DETAIL, (result) => {
      const { CurrentBatchStatus, OtherBatchDetail } = result;
      if (CurrentBatchStatus !== 'revert' || !Array.isArray(OtherBatchDetail)) return {};
      const [first, ...others] = OtherBatchDetail as object[];
      return { OtherBatchDetail: [{ ...first, BatchStatus: 'WaitForResume' }, ...others] };
    });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });

  it('goes on waiting where a read fails', async () => {
    const world = await startBusy('v9');
    const fault = { kind: 'http-502-html', action: INFO, occurrence: 3, times: 6 } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(events(run).filter((line) => line.includes('no answer'))).toHaveLength(1);
  });

  it('is timed out where the other rollout does not end, with a line a minute', async () => {
    const world = await startBusy('v9', { neverReady: true });
    const run = await world.run({ ...UPDATE, timeout: '5m', 'on-timeout': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' }, seconds: 300 });
    expect(suggested(run)).toEqual(['tem-wait', 'tem-revert']);
    expect(run.calls).not.toContain(TRIGGER);
    expect(run.calls).not.toContain(REVERT);
    const minutes = events(run).map((line) => line.slice(0, 2));
    expect(minutes).toEqual(expect.arrayContaining(['01', '02', '03', '04']));
    expect(events(run).length).toBeLessThan(10);
  });

  it('names the other rollout even where the last reads fail', async () => {
    const world = await startBusy('v9', { neverReady: true });
    world.clock.at(60, () => {
      failEvery(world);
    });
    const run = await world.run({ ...UPDATE, timeout: '2m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(run.annotations[0]?.message).toContain(world.application.revisionId);
    expect(run.annotations[0]?.message).toContain('v9');
  });

  it('is an error once the other one has been paused for half a minute', async () => {
    const world = await startBusy('v9', {}, 'MANUAL');
    world.clock.manual.advance(120);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      code: 'rollout-paused',
      outputs: { status: 'failed' },
      seconds: 30,
    });
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
    expect(run.annotations[0]?.message).toContain(`revision-id: ${world.application.revisionId}`);
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('waits on where the pause may have been another one while no read was answered', async () => {
    const world = await startBusy('v9', { podStartSeconds: 10 }, 'MANUAL', 3);
    world.clock.manual.advance(25);
    cutReads(world, 32, 66);
    for (const second of [35, 80]) world.clock.at(second, () => world.application.resume());
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v9' } });
  });

  it('replaces none by an error that may have passed while no read was answered', async () => {
    const world = await startBusy('v9', { podStartSeconds: 10 });
    cutReads(world, 20, 70);
    changeResult(world, DETAIL, () => (world.clock.seconds() < 100 ? { Status: 'Error' } : {}));
    changeResult(world, INFO, () => (world.clock.seconds() < 200 ? { UnderDeploying: true } : {}));
    await world.run({ ...UPDATE, 'failure-grace': '60s', force: 'true' });
    expect(secondsOf(world, TRIGGER)[0]).toBeGreaterThan(200);
  });

  it('waits on where the site tells nothing of batches', async () => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v9' } });
  });
});

describe('if-deploying: fail', () => {
  const inputs = { ...UPDATE, 'if-deploying': 'fail' };

  it('is an error at once, with the lines to copy', async () => {
    const world = await startBusy('v9');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ code: 'rollout-in-progress', seconds: 0 });
    expect(suggested(run)).toEqual(['tem-wait', 'tem-revert']);
    expect(run.calls).not.toContain(TRIGGER);
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
    expect(run.lines.join('\n')).toMatch(/▸ Rollout .*AUTO.* 2 /);
  });

  it('refuses a rollout of another version, and names both', async () => {
    const world = await startBusy('v9');
    const run = await world.run(inputs);
    expect(run).toMatchObject({ code: 'rollout-other-version', outputs: { status: 'failed' } });
    expect(run.headline).toMatch(/v9.*v2\.4\.0/);
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('refuses a rollout whose version nothing tells', async () => {
    const world = await startBusy('v9');
    changeResult(world, undefined, () => ({ DeployVersion: null, NewDeployVersion: null }));
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(TRIGGER);
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

  it('does not know what ran before where the site does not tell', async () => {
    const world = await startWorld({}, 'international');
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.outputs).not.toHaveProperty('previous-version');
  });
});
