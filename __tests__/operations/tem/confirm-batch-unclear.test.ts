import { afterEach, describe, expect, it } from '@jest/globals';
import type { TestWorld } from '../world.ts';
import { closeWorlds, count, secondsOf, startWorld, UPDATE } from '../world.ts';
import { beforeCallOf } from './single-calls.ts';
import { startedAgo } from './started.ts';
import { INFO, RESUME } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { replaceRollout } from './supersede.ts';

const BETA = {
  ...UPDATE,
  'deploy-strategy': 'BETA',
  'beta-batch-num': '1',
  'on-waiting': 'resume',
};
const LOST = { kind: 'reset-before', action: RESUME } as const;

afterEach(closeWorlds);

/** Every read takes so many seconds from this second on. */
function slowReads(world: TestWorld, from: number, seconds: number): void {
  world.beforeCall((action) => {
    if (action === INFO && world.clock.seconds() >= from) world.clock.manual.advance(seconds);
  });
}

describe('a confirmation whose answer is lost', () => {
  it('has an unknown result where nothing can be read until the timeout', async () => {
    const world = await startWorld();
    world.simulator.faults.inject(LOST);
    beforeCallOf(world, RESUME, () => {
      failEvery(world, INFO);
    });
    const run = await world.run({ ...BETA, timeout: '3m' });
    expect(run).toMatchObject({ exitCode: 1, code: 'batch-resume-unknown', seconds: 180 });
    expect(run.outputs.status).toBe('timed-out');
    expect(count(run, RESUME)).toBe(1);
  });

  it('fails where the second one is lost too, and nothing shows it', async () => {
    const world = await startWorld();
    world.simulator.faults.inject({ ...LOST, times: 2 });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 1, code: 'batch-not-resumed' });
    expect(run.outputs.status).toBe('failed');
    expect(count(run, RESUME)).toBe(2);
  });

  it('belongs to a rollout that was replaced', async () => {
    const world = await startWorld();
    world.simulator.faults.inject(LOST);
    beforeCallOf(world, RESUME, () => {
      replaceRollout(world);
    });
    const run = await world.run(BETA);
    expect(run).toMatchObject({ exitCode: 1, code: 'rollout-superseded' });
    expect(count(run, RESUME)).toBe(1);
  });
});

it.each([
  ['is lost ends as timed out', 'timed-out', {}, true],
  ['is answered "false" ends as failed', 'failed', { resumeSucceeds: false }, false],
])('at the timeout, a confirmation that %s', async (_, status, behaviour, isLost) => {
  const usual = await startWorld();
  await usual.run(BETA);
  const [confirmedAt = 0] = secondsOf(usual, RESUME);
  const world = await startWorld({ behaviour });
  if (isLost) world.simulator.faults.inject(LOST);
  // Half a minute of checks shows that nothing was done.
  const run = await world.run({ ...BETA, timeout: `${confirmedAt + 30}s` });
  expect(run).toMatchObject({ exitCode: 1, code: 'batch-not-resumed' });
  expect(run.outputs.status).toBe(status);
  expect(count(run, RESUME)).toBe(1);
});

describe('a pause that was read too late', () => {
  it('is not confirmed by a rolling update', async () => {
    const world = await startWorld();
    slowReads(world, 25, 100);
    const run = await world.run({ ...BETA, timeout: '4m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(count(run, RESUME)).toBe(0);
  });

  it('is not confirmed by tem-resume', async () => {
    const world = await startedAgo(60, {}, 'BETA');
    slowReads(world, 0, 70);
    const run = await world.run({ operation: 'tem-resume', timeout: '1m' });
    expect(run).toMatchObject({ exitCode: 1, code: 'deadline-passed' });
    expect(run.outputs.status).toBe('timed-out');
    expect(count(run, RESUME)).toBe(0);
  });
});
