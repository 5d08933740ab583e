import { afterEach, describe, expect, it } from '@jest/globals';
import type { PendingRevert } from '../../../src/operations/tem/pending-revert.ts';
import { changeResult, closeWorlds, count, startWorld, suggested } from '../world.ts';
import type { TestWorld } from '../world.ts';
import { createSaved, keep, PENDING } from '../../run/unfinished.ts';
import { cancelAfter, expectCancelled, expectReverted, runBoth, STEP } from './cancelled.ts';
import { INFO, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';

const REFUSED = { kind: 'api-error', action: REVERT, code: 'UnauthorizedOperation' } as const;

afterEach(closeWorlds);

/** Cancels the job at this second; gives the world. */
async function startCancelled(
  second: number,
  behaviour: Parameters<typeof cancelAfter>[1],
): Promise<TestWorld> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60, ...behaviour } });
  world.clock.at(second, () => {
    world.cancel();
  });
  return world;
}

describe('the revert of a rollout whose trigger got no answer', () => {
  /** The end of the job, where nobody knows whether a rollout of v2.4.0 was started. */
  async function startUnanswered(behaviour: Parameters<typeof cancelAfter>[1] = {}) {
    const world = await startWorld({ behaviour });
    const { revisionId: beforeRevisionId } = world.application;
    const pending = { ...PENDING, revisionId: '', beforeRevisionId };
    return { world, state: keep(createSaved(world.simulator.url), pending) };
  }

  it('waits for what comes more than a minute later', async () => {
    const { world, state } = await startUnanswered({ podStartSeconds: 300 });
    world.clock.at(80, () => world.application.startRollout({ DeployVersion: 'v2.4.0' }));
    const post = await world.post(STEP, { state });
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectReverted(world);
  });

  it('has nothing to do where nothing was started', async () => {
    const { world, state } = await startUnanswered();
    const post = await world.post(STEP, { state });
    expect(post).toMatchObject({ exitCode: 0, annotations: [] });
    expect(post.seconds).toBeGreaterThanOrEqual(90);
    expect(post.seconds).toBeLessThanOrEqual(93);
    expect(post.calls).not.toContain(REVERT);
    expect(post.summary).toMatch(/^## 🚫 /m);
  });
});

describe('the revert after a cancel', () => {
  it('that was refused is tried once more at the end of the job', async () => {
    const world = await startCancelled(30, { revertSucceeds: false });
    const main = await world.run(STEP);
    expect(count(main, REVERT)).toBe(1);
    world.application.behaviour.revertSucceeds = true;
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectReverted(world);
  });

  it('that is refused again is red, with the lines to copy', async () => {
    const { main, post } = await cancelAfter(30, { revertSucceeds: false });
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(suggested(post)).toEqual(['tem-revert']);
    expect(post.annotations[0]?.message).toContain(main.outputs['revision-id']);
  });

  it.each([
    { kind: 'http-502-html', sent: 1, because: 'it never arrived' },
    { kind: 'reset-after', sent: 0, because: 'it did arrive' },
  ] as const)('whose answer was lost is sent $sent times more: $because', async (fault) => {
    const injectFault = ({ simulator }: TestWorld) => {
      simulator.faults.inject({ kind: fault.kind, action: REVERT });
    };
    const { world, main, post } = await cancelAfter(30, {}, STEP, injectFault);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(fault.sent);
    expectReverted(world);
  });

  it('that the cloud answers with an error says so, and is tried once more', async () => {
    const refuse = ({ simulator }: TestWorld) => {
      simulator.faults.inject({ ...REFUSED, occurrence: 'every', message: 'Not authorized.' });
    };
    const { main, post } = await cancelAfter(30, {}, STEP, refuse);
    expectCancelled(main);
    expect(main.annotations[0]?.message).toContain('Not authorized.');
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.annotations[0]?.title).toContain(REFUSED.code);
  });

  it('of a rollout that the step attached to is tried once more, too', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 60 } });
    world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    world.simulator.faults.inject(REFUSED);
    world.clock.at(20, () => {
      world.cancel();
    });
    const { main, post } = await runBoth(world, { operation: 'tem-wait', 'on-cancel': 'revert' });
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(count(post, REVERT)).toBe(1);
    expectReverted(world);
  });

  it('is not confirmed by the revision alone: the pods have to be back', async () => {
    const world = await startCancelled(70, { revertSeconds: 90 });
    const { revisionId: VersionId } = world.application;
    const inputs = { ...STEP, 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };
    const main = await world.run({ ...inputs, 'on-waiting': 'resume' });
    changeResult(world, INFO, () => ({ VersionId, DeployVersion: 'v2.3.9' }));
    const post = await world.post(inputs, main);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.seconds).toBeGreaterThanOrEqual(90);
    expectReverted(world);
  });

  it('is confirmed for three minutes at most, and is to be waited for', async () => {
    const { post } = await cancelAfter(30, { revertSeconds: 3600 });
    expect(post).toMatchObject({ exitCode: 1, seconds: 180 });
    expect(suggested(post)).toEqual(['tem-revert']);
  });

  it('is not sent for a rollout that ended meanwhile', async () => {
    const world = await startCancelled(15, { podStartSeconds: 20 });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v2.4.0');
  });

  it('leaves a rollout alone that has taken its place', async () => {
    const world = await startCancelled(15, { podStartSeconds: 20 });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    const main = await world.run(STEP);
    world.clock.manual.advance(60);
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(5);
    const post = await world.post(STEP, main);
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
    expect(world.application.deployVersion).toBe('v9');
  });

  it('leaves a later rollout of the same version alone that nobody has seen as another one', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    const revisionId = world.application.startRollout({ DeployVersion: 'v2.4.0' });
    world.clock.manual.advance(5);
    const pending = { ...PENDING, revisionId, startTime: '2020-01-01 09:00:00' };
    const state = keep(createSaved(world.simulator.url), pending);
    const post = await world.post(STEP, { state });
    expect(post).toMatchObject({ exitCode: 0 });
    expect(post.calls).not.toContain(REVERT);
  });

  it('knows when the rollout began, and the one before it', async () => {
    const { main } = await cancelAfter(30, {});
    const saved: unknown = JSON.parse(main.state.state ?? '');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect(saved).toMatchObject({ pending: { beforeStartTime: time, startTime: time } });
    const { beforeStartTime, startTime } = (saved as { pending: PendingRevert }).pending;
    expect(startTime > beforeStartTime).toBe(true);
  });

  it('is not sent, and not called done, where nothing can be read', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    world.clock.at(30, () => {
      world.cancel();
      failEvery(world, INFO);
    });
    const { main, post } = await runBoth(world, STEP);
    expectCancelled(main);
    expect(post).toMatchObject({ exitCode: 1 });
    expect(suggested(post)).toEqual(['tem-revert']);
    expect([...main.calls, ...post.calls]).not.toContain(REVERT);
  });
});
