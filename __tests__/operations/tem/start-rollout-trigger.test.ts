import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';
import { expectCancelled, runBoth, STEP } from './cancelled.ts';
import { beforeCallOf } from './single-calls.ts';
import { INFO, REVERT, TRIGGER } from './tem-actions.ts';

afterEach(closeWorlds);

describe('a trigger without a clear answer', () => {
  const done = ['reset-after', 'truncated-json', 'empty-body', 'wrong-json', 'api-error-after'];
  const undone = ['refuse', 'reset-before', 'http-500', 'http-502-html', 'api-error'];

  it.each(done)('that began (%s) is followed, and never sent twice', async (kind) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: kind as 'reset-after', action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({
      exitCode: 0,
      outputs: { status: 'succeeded', 'revision-id': world.application.revisionId },
    });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it.each(undone)('that did not begin (%s) is sent once more', async (kind) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: kind as 'http-500', action: TRIGGER });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('that did not begin twice fails, and says what was seen', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'http-500', action: TRIGGER, occurrence: 'every' });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ code: 'rollout-start-unknown', outputs: { status: 'failed' } });
    expect(count(run, TRIGGER)).toBe(2);
    expect(run.calls).not.toContain(REVERT);
    expect(run.seconds).toBeGreaterThanOrEqual(60);
    expect(run.seconds).toBeLessThanOrEqual(70);
    expect(run.details).toMatchObject([
      { label: { key: 'words.why' } },
      { label: { key: 'rollout.label-seen' }, text: { key: 'rollout.seen-revision' } },
    ]);
    expect(JSON.stringify(run.details)).toContain(world.application.revisionId);
  });

  it('is not sent again with force: true, which would start over anything', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const run = await world.run({ ...UPDATE, force: 'true' });
    expect(run).toMatchObject({ code: 'rollout-start-unknown', outputs: { status: 'failed' } });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('that came late is found, where TEM calls the application busy at the second try', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const deploy = () => world.application.startRollout({ DeployVersion: 'v2.4.0' });
    beforeCallOf(world, TRIGGER, deploy, 2);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.rollouts).toHaveLength(1);
  });

  it('that came late is found, though the second try is refused for another reason', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const second = { kind: 'api-error', action: TRIGGER, occurrence: 'second' } as const;
    world.simulator.faults.inject({ ...second, code: 'FailedOperation.Busy' });
    const deploy = () => world.application.startRollout({ DeployVersion: 'v2.4.0' });
    beforeCallOf(world, TRIGGER, deploy, 2);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(2);
  });

  it('that did not come late, either, fails with the refusal of the second try', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    const second = { kind: 'api-error', action: TRIGGER, occurrence: 'second' } as const;
    world.simulator.faults.inject({ ...second, code: 'UnauthorizedOperation' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ code: 'UnauthorizedOperation', outputs: { status: 'failed' } });
    expect(count(run, TRIGGER)).toBe(2);
  });

  it('is not sent again after the deadline', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    world.clock.at(29, () => {
      world.clock.manual.advance(30);
    });
    const run = await world.run({ ...UPDATE, timeout: '45s' });
    expect(run).toMatchObject({ code: 'rollout-start-unknown' });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('that was certainly not executed is sent again', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'rate-limit', action: TRIGGER, times: 2 });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, TRIGGER)).toBe(3);
    expect(world.application.rollouts).toHaveLength(1);
  });

  it.each([
    [{ kind: 'http-502-html' }, 'rollout.seen-nothing', ''],
    [
      { kind: 'api-error', code: 'UnauthorizedOperation', message: 'Not authorized.' },
      'rollout.seen-error',
      'Not authorized.',
    ],
  ] as const)('stays in doubt where the reads after it fail: %j', async (fault, key, reason) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    beforeCallOf(world, TRIGGER, () => {
      world.simulator.faults.inject({ ...fault, action: INFO, occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ code: 'rollout-start-unknown', outputs: { status: 'failed' } });
    const seen = run.details.at(-1);
    expect(seen).toMatchObject({ label: { key: 'rollout.label-seen' }, text: { key } });
    expect(JSON.stringify(seen)).toContain(reason);
    expect(run.calls).not.toContain(REVERT);
  });
});

describe('a trigger that TEM refuses', () => {
  it('fails with the code, what to change and the RequestId', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'deploy-version': 'V2' });
    const requestId = run.outputs['request-id'] ?? '';
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(run.annotations).toMatchObject([
      { kind: 'error', title: expect.stringContaining('InvalidParameterValue.VersionLowerCase') },
    ]);
    expect(run.annotations[0]?.message).toContain(requestId);
  });
});

describe("somebody else's rollout that began where the trigger was lost", () => {
  async function startOverrun(): Promise<TestWorld> {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: TRIGGER });
    beforeCallOf(world, TRIGGER, () => world.application.startRollout({ DeployVersion: 'v9' }));
    return world;
  }

  it('is not followed', async () => {
    const world = await startOverrun();
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.outputs).not.toHaveProperty('revision-id');
    expect(run.calls).not.toContain(REVERT);
  });

  it('is not reverted by the end of the job, either', async () => {
    const world = await startOverrun();
    world.clock.at(10, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
    expect(world.application.isDeploying).toBe(true);
  });
});
