import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, count, startWorld, suggested } from '../world.ts';
import { expectCancelled, runBoth } from './cancelled.ts';
import { startedAgo } from './started.ts';
import { refuseConnections } from './unreachable.ts';
import { INFO, RESUME, REVERT } from './tem-actions.ts';

const STEP = { operation: 'tem-resume' };

afterEach(closeWorlds);

describe('tem-resume', () => {
  it('starts the next batch and waits for the end', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('stops green at the batch after it', async () => {
    const world = await startWorld({ instances: 3 });
    const batches = { DeployStrategyType: 'MANUAL', TotalBatchCount: 3 };
    world.application.startRollout({ DeployVersion: 'v2.4.0', ...batches });
    world.clock.manual.advance(60);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(count(run, RESUME)).toBe(1);
    const versions = world.application.pods().map(({ deployVersion }) => deployVersion);
    expect(versions.toSorted()).toEqual(['v2.3.9', 'v2.4.0', 'v2.4.0']);
  });

  it('leaves at once with wait: false, and suggests to wait for the rollout', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const run = await world.run({ ...STEP, wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 0, outputs: { status: 'started' } });
    expect(count(run, RESUME)).toBe(1);
    expect(run.next).toMatchObject([
      { inputs: { operation: 'tem-wait', 'revision-id': world.application.revisionId } },
    ]);
    expect(world.application.rollouts[0]?.state).toBe('deploying');
  });

  it.each([
    { state: 'is under way', seconds: 5 },
    { state: 'has ended', seconds: 600 },
  ])('makes no call and follows where the rollout $state', async ({ seconds }) => {
    const world = await startedAgo(seconds, { podStartSeconds: 30 });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls).not.toContain(RESUME);
  });

  it('fails where TEM answers "false" and the rollout still waits', async () => {
    const world = await startedAgo(60, { resumeSucceeds: false }, 'BETA');
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'batch-not-resumed', outputs: { status: 'failed' } });
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
    expect(run.annotations[0]?.message).toContain(run.outputs['request-id']);
    expect(count(run, RESUME)).toBe(1);
  });

  it('sends a call again that certainly did not arrive, and starts one batch', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    const countCalls = refuseConnections(world, RESUME, 12);
    const run = await world.run({ ...STEP, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(countCalls()).toBe(13);
    expect(count(run, RESUME)).toBe(1);
  });

  it.each([
    { name: 'no check tells whether a batch is paused', seconds: 5, strategy: 'AUTO' },
    { name: 'the resume was lost and cannot be sent again', seconds: 60, strategy: 'BETA' },
  ] as const)('is reverted by on-timeout where $name in time', async ({ seconds, strategy }) => {
    const world = await startedAgo(seconds, { podStartSeconds: 30 }, strategy);
    world.simulator.faults.inject({ kind: 'http-502-html', action: RESUME });
    const timeout = strategy === 'AUTO' ? '5s' : '30s';
    const policies = { 'on-timeout': 'revert', 'on-failure': 'keep' };
    const run = await world.run({ ...STEP, ...policies, timeout });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('times out with wait: false if no check tells whether a batch is paused', async () => {
    const world = await startedAgo(5, { podStartSeconds: 600 });
    const every = { kind: 'http-502-html', action: INFO, times: Infinity } as const;
    world.simulator.faults.inject({ ...every, occurrence: 2 });
    const run = await world.run({ ...STEP, wait: 'false', timeout: '1m' });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.details).toMatchObject([{}, { label: { key: 'rollout.label-last-error' } }]);
  });

  it('carries out no policy with wait: false', async () => {
    const world = await startedAgo(60, { resumeSucceeds: false }, 'BETA');
    const run = await world.run({ ...STEP, wait: 'false', 'on-failure': 'revert' });
    expect(run).toMatchObject({ code: 'batch-not-resumed', outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(REVERT);
  });

  it('says in the log and at its end whether it has started a batch', async () => {
    const step = { ...STEP, wait: 'false' };
    const started = await (await startedAgo(60, {}, 'BETA')).run(step);
    const none = await (await startedAgo(600)).run(step);
    expect(started.headline).not.toBe(none.headline);
    for (const { headline, lines } of [started, none]) {
      expect(lines.filter((line) => line.includes(headline)).length).toBeGreaterThan(1);
    }
  });

  it('leaves nothing to the end of a cancelled job without on-cancel: revert', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    world.clock.at(70, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0, calls: [] });
    expect(world.application.isDeploying).toBe(true);
  });

  it('confirms no batch of a rollout that is being reverted', async () => {
    const world = await startedAgo(60, { revertSeconds: 60 }, 'MANUAL');
    world.application.revert();
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.calls).not.toContain(RESUME);
  });
});
