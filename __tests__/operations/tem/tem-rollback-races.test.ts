import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestWorld } from '../world.ts';
import { changeResult, closeWorlds, count, startWorld, suggested } from '../world.ts';
import { beforeCallOf, changeAnswer } from './single-calls.ts';
import { beforeSecondLook } from './second-look.ts';
import { startedAgo } from './started.ts';
import { DETAIL, INFO, REVERT, TRIGGER } from './tem-actions.ts';
import { BUSY, failEvery } from './tem-faults.ts';
import { stagesOf } from '../recorded-texts.ts';

const STEP = { operation: 'tem-rollback', timeout: '10m' };

afterEach(closeWorlds);

function showOther(world: TestWorld): void {
  changeResult(world, INFO, () => ({ VersionId: 'revision-other' }));
}

function cutReads(world: TestWorld): void {
  failEvery(world, INFO);
}

function passDeadline({ clock }: TestWorld): void {
  clock.manual.advance(3600);
}

describe('a version that is to be deployed again once the rollout is over', () => {
  it.each([
    { name: 'another revision shows', act: showOther, code: 'revision-not-current' },
    { name: 'nothing can be read', act: cutReads, code: 'application-unread' },
    { name: 'the time has run out', act: passDeadline, code: 'deadline-passed' },
  ])('is not deployed where $name by then', async ({ act, code }) => {
    const world = await startedAgo(300);
    beforeSecondLook(world, () => {
      act(world);
    });
    const run = await world.run(STEP);
    const status = code === 'revision-not-current' ? 'failed' : 'timed-out';
    expect(run).toMatchObject({ exitCode: 1, code, outputs: { status } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 0]);
  });

  it('is deployed although one check showed another revision', async () => {
    const world = await startedAgo(300);
    beforeSecondLook(world, () => {
      changeAnswer(world, INFO, { VersionId: 'revision-other' });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('is deployed at the next try if one check showed a revert', async () => {
    const world = await startedAgo(300);
    beforeSecondLook(world, () => {
      changeAnswer(world, DETAIL, { CurrentBatchStatus: 'revert' });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 1]);
  });

  it('is given up after the third answer that the application is being deployed', async () => {
    const world = await startedAgo(300);
    world.simulator.faults.inject({ ...BUSY, occurrence: 'every' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revert-refused', outputs: { status: 'failed' } });
    expect(run.details).toMatchObject([{ text: { key: 'policy.conflict-refused' } }]);
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([0, 3]);
  });

  it('is deployed at the next try if the application was busy for a moment', async () => {
    const world = await startedAgo(300);
    world.simulator.faults.inject(BUSY);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, TRIGGER)).toBe(2);
  });

  it('names no revision if it is unknown whether it was deployed', async () => {
    const world = await startedAgo(300);
    world.simulator.faults.inject({ kind: 'http-500', action: TRIGGER, occurrence: 'every' });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'rollout-start-unknown', outputs: { status: 'failed' } });
    expect(run.outputs).not.toHaveProperty('revision-id');
  });
});

describe('a rollout in progress that is to be rolled back', () => {
  it('is not replaced if it is unknown whether it is being reverted', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    failEvery(world, REVERT);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'revert-outcome-unknown', outputs: { status: 'failed' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([2, 0]);
  });

  it('is not replaced by a version of unknown package if TEM refuses the revert', async () => {
    const world = await startWorld({ deployMode: 'JAR', behaviour: { revertSucceeds: false } });
    world.application.startRollout({ DeployVersion: 'v2.4.0', PackageName: 'shop-2.4.0.jar' });
    world.clock.manual.advance(5);
    const run = await world.run(STEP);
    expect(run).toMatchObject({ code: 'package-missing', outputs: { status: 'failed' } });
    expect(run.details).toMatchObject([{ text: { key: 'policy.package-unknown-detail' } }]);
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 0]);
  });

  it('logs the answer with which TEM refused the revert, and what is done instead', async () => {
    const world = await startedAgo(10, { revertSucceeds: false, podStartSeconds: 600 });
    const { revisionId } = world.application;
    const run = await world.run(STEP);
    const refused = world.simulator.calls.findLast(({ action }) => action === REVERT);
    expect(stagesOf(run, revisionId)).toHaveLength(2);
    const [instead = ''] = stagesOf(run, String(refused?.requestId));
    expect(instead).toContain('v2.3.9');
  });

  it('is not followed by another version where the revert does not end', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ code: 'revert-unfinished', outputs: { status: 'timed-out' } });
    expect([count(run, REVERT), count(run, TRIGGER)]).toEqual([1, 0]);
    expect(suggested(run)).toEqual(['tem-revert']);
  });
});

describe('another version that is to be deployed after a revert', () => {
  /** The checks that find that the rollout was reverted before. */
  const CHECKS = 5;

  async function startReverted(): Promise<TestWorld> {
    const world = await startedAgo(10);
    await world.run({ operation: 'tem-revert' });
    return world;
  }

  it.each([
    { name: 'nothing can be read', act: cutReads, more: [{ key: 'rollout.label-last-error' }] },
    { name: 'the time has run out', act: passDeadline, more: [] },
  ])('is not deployed where $name by then', async ({ act, more }) => {
    const world = await startReverted();
    const actOnce = () => {
      act(world);
    };
    beforeCallOf(world, INFO, actOnce, CHECKS + 1);
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.details.flatMap(({ label }) => label ?? [])).toMatchObject(more);
    expect(run.calls).not.toContain(TRIGGER);
  });

  it('is not deployed where TEM answers that the application is being deployed', async () => {
    const world = await startReverted();
    world.simulator.faults.inject(BUSY);
    const run = await world.run({ ...STEP, 'deploy-version': 'v2.2.0' });
    expect(run).toMatchObject({ code: 'revert-refused', outputs: { status: 'failed' } });
    expect(run.details).toMatchObject([{ text: { key: 'policy.conflict-refused' } }]);
    expect(count(run, TRIGGER)).toBe(1);
  });
});
