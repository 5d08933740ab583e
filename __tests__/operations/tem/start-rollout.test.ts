import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, count, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';
import { INFO, TRIGGER } from './tem-actions.ts';
import { BUSY, failEvery } from './tem-faults.ts';
import { stagesOf } from '../recorded-texts.ts';

afterEach(closeWorlds);

/** Somebody else starts a rollout just before the trigger arrives. */
function raceWith(world: TestWorld, version: string): void {
  let isStarted = false;
  world.beforeCall((action) => {
    if (action !== TRIGGER || isStarted) return;
    isStarted = true;
    world.application.startRollout({ DeployVersion: version });
  });
}

describe('where somebody was faster at the trigger', () => {
  it('if-deploying: wait starts its own rollout after the other one', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { 'previous-version': 'v9' } });
    expect(count(run, TRIGGER)).toBeGreaterThan(1);
    expect(world.application.rollouts.map(({ deployVersion }) => deployVersion)).toEqual([
      'v9',
      'v2.4.0',
    ]);
  });

  it('if-deploying: wait reads again where a read fails meanwhile', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    world.beforeCall((action) => {
      const fault = { kind: 'http-403-html', action: INFO, times: 2 } as const;
      if (action === TRIGGER && world.application.rollouts.length === 1) {
        world.simulator.faults.inject(fault);
      }
    });
    await expect(world.run(UPDATE)).resolves.toMatchObject({ exitCode: 0 });
  });

  it('if-deploying: wait times out if nothing can be read after that', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    world.beforeCall((action) => {
      if (action === TRIGGER) failEvery(world, INFO);
    });
    const run = await world.run({ ...UPDATE, timeout: '1m' });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('if-deploying: fail is an error', async () => {
    const world = await startWorld();
    raceWith(world, 'v9');
    const run = await world.run({ ...UPDATE, 'if-deploying': 'fail' });
    expect(run).toMatchObject({
      code: 'rollout-in-progress',
      details: [{ text: { key: 'policy.nothing-started' } }],
      next: [{ sentence: { key: 'policy.next-if-deploying' } }],
      outputs: { status: 'failed', 'previous-version': 'v2.3.9' },
    });
    expect(run.annotations[0]?.title).toContain(BUSY.code);
    expect(count(run, TRIGGER)).toBe(1);
  });

  it('if-deploying: adopt follows the other one where it brings the same version', async () => {
    const world = await startWorld();
    raceWith(world, 'v2.4.0');
    const run = await world.run({ ...UPDATE, 'if-deploying': 'adopt' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(world.application.rollouts).toHaveLength(1);
  });
});

it('names in the log the revision that it started', async () => {
  const world = await startWorld();
  const run = await world.run({ ...UPDATE, wait: 'false' });
  const { revisionId } = world.application;
  expect(stagesOf(run, revisionId)).not.toEqual([]);
});

describe('an application that TEM calls busy to the end', () => {
  it('is timed out', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ ...BUSY, occurrence: 'every' });
    const run = await world.run({ ...UPDATE, timeout: '1m', 'on-cancel': 'revert' });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.seconds).toBeGreaterThanOrEqual(60);
    expect(run.seconds).toBeLessThanOrEqual(65);
    // The pauses grow, because each refusal is a call that changes something.
    expect(count(run, TRIGGER)).toBe(4);
  });
});
