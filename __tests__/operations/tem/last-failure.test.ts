import { afterEach, describe, expect, it } from '@jest/globals';
import type { Run, TestWorld } from '../world.ts';
import { closeWorlds, startWorld, UPDATE } from '../world.ts';
import { startedAgo } from './started.ts';
import { formatText } from '../../../src/text/format-text.ts';
import { DETAIL, INFO, REVERT } from './tem-actions.ts';

afterEach(closeWorlds);

const READS = [INFO, DETAIL, 'DescribeApplicationPods'];
const CODE = 'InternalError.Unexpected';
const FAULT = { kind: 'api-error', action: INFO, code: CODE, times: 100_000 } as const;

/** No read comes through from this second of the step on: of the application, or of anything. */
function failReadsAt(world: TestWorld, second: number, { action = [INFO] } = {}): void {
  world.clock.at(world.clock.seconds() + second, () => {
    for (const each of action) world.simulator.faults.inject({ ...FAULT, action: each });
  });
}

/** The code and the RequestId of the last answer. */
function expectLastAnswer(world: TestWorld, run: Run): void {
  const last = world.simulator.calls.findLast(({ action }) => action === INFO);
  const told = run.details
    .map(({ text }) => formatText(text, 'en-US'))
    .filter((text) => text.includes(CODE));
  expect(told).toEqual([expect.stringContaining(String(last?.requestId))]);
}

// Where every read fails until the timeout, nobody can tell why without the last answer.
describe('A wait that ends without an answer tells the last one', () => {
  it('of a revert', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    failReadsAt(world, 60);
    const run = await world.run({ operation: 'tem-revert', timeout: '10m' });
    expect(run).toMatchObject({ code: 'revert-unfinished', outputs: { status: 'timed-out' } });
    expectLastAnswer(world, run);
  });

  it('of a revert that may not have arrived', async () => {
    const world = await startedAgo(10, { podStartSeconds: 600 });
    world.simulator.faults.inject({ kind: 'reset-before', action: REVERT, times: 9 });
    world.beforeCall((action) => {
      if (action === REVERT) world.simulator.faults.inject(FAULT);
    });
    const run = await world.run({ operation: 'tem-revert', timeout: '10m' });
    expect(run).toMatchObject({ code: 'revert-outcome-unknown' });
    expectLastAnswer(world, run);
  });

  it.each(['keep', 'revert'])('of a rollout, with on-timeout: %s', async (policy) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 3600 } });
    failReadsAt(world, 60, { action: READS });
    const run = await world.run({ ...UPDATE, timeout: '10m', 'on-timeout': policy });
    expect(run).toMatchObject({ code: 'deadline-passed', outputs: { status: 'timed-out' } });
    expect(run.details.some(({ text }) => formatText(text, 'en-US').includes(CODE))).toBe(true);
  });

  it('of a rollout in the way', async () => {
    const world = await startedAgo(10, { podStartSeconds: 3600 });
    failReadsAt(world, 60);
    const run = await world.run({ ...UPDATE, 'if-in-progress': 'wait', timeout: '10m' });
    expect(run).toMatchObject({ code: 'rollout-in-progress', outputs: { status: 'timed-out' } });
    expectLastAnswer(world, run);
  });

  it('and says nothing of failures that have passed', async () => {
    const world = await startedAgo(10, { revertSeconds: 3600 });
    world.clock.at(world.clock.seconds() + 60, () => {
      world.simulator.faults.inject({ ...FAULT, times: 10 });
    });
    const run = await world.run({ operation: 'tem-revert', timeout: '10m' });
    expect(run).toMatchObject({ code: 'revert-unfinished' });
    expect(run.details.some(({ text }) => formatText(text, 'en-US').includes(CODE))).toBe(false);
  });
});
