import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, secondsOf, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';
import { DETAIL, INFO, RESUME } from './tem-actions.ts';

const PODS = 'DescribeApplicationPods';
const READS = [INFO, DETAIL, PODS];

afterEach(closeWorlds);

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** The seconds at which anything was read. */
function readTimes(world: TestWorld): number[] {
  const times = READS.flatMap((action) => secondsOf(world, action));
  return [...new Set(times)].sort((a, b) => a - b);
}

describe('poll-interval', () => {
  it.each([5, 10, 60])('of %i s sets the reads so far apart', async (seconds) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 130 } });
    await world.run({ ...UPDATE, 'poll-interval': `${seconds}s` });
    const [, ...reads] = secondsOf(world, INFO);
    expect(reads.length).toBeGreaterThanOrEqual(4);
    expect(new Set(differences(reads))).toEqual(new Set([seconds]));
  });

  it('auto reads a few seconds apart, and a part alone while nothing else can have changed', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 600 } });
    const run = await world.run(UPDATE);
    const gaps = differences(readTimes(world));
    expect(run.outputs.status).toBe('succeeded');
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15.001);
    expect(Math.max(...gaps)).toBeGreaterThan(10);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(1.5);
    expect(run.calls.length).toBeLessThan(readTimes(world).length * 2);
    READS.forEach((action) => {
      expect(Math.max(...differences(secondsOf(world, action)))).toBeLessThanOrEqual(75);
    });
  });

  it('auto reads nothing twice at the same time', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 50 } });
    await world.run({ ...UPDATE, 'total-batch-count': '3', 'batch-interval': '30s' });
    READS.forEach((action) => {
      // The first two reads are those before the rollout and right after it has been started.
      const times = secondsOf(world, action).slice(2);
      expect(new Set(times).size).toBe(times.length);
    });
  });

  it('sees the end of the last batch sooner than that of the others', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 50 } });
    const run = await world.run({ ...UPDATE, 'total-batch-count': '3', 'batch-interval': '30s' });
    const [rollout] = world.application.rollouts;
    expect(run.outputs.status).toBe('succeeded');
    const endSeconds = ((rollout?.endedAt ?? NaN) - (rollout?.startedAt ?? NaN)) / 1000;
    expect(run.seconds - 15 - endSeconds).toBeLessThanOrEqual(3);
  });
});

describe('a read', () => {
  it('whose last part takes long takes the parts before it anew', async () => {
    const world = await startWorld();
    let reads = 0;
    world.beforeCall((action) => {
      if (action !== PODS) return;
      reads += 1;
      if (reads > 1) return;
      world.application.startRollout({ DeployVersion: 'v9' });
      world.clock.manual.advance(20);
    });
    const run = await world.run(UPDATE);
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'previous-version': 'v9' });
  });

  it('names the revision as soon as that shows', async () => {
    const world = await startWorld({ behaviour: { visibleAfterSeconds: 3 } });
    const run = await world.run(UPDATE);
    const asked = world.simulator.calls
      .filter(({ action }) => action === DETAIL)
      .map(({ parameters }) => (parameters as { VersionId?: string }).VersionId);
    const [first, ...later] = [...new Set(asked)];
    expect(first).toBeUndefined();
    expect(later).toEqual([run.outputs['revision-id']]);
  });

  it('counts pods on several pages', async () => {
    const world = await startWorld({ instances: 7, behaviour: { maxPodPage: 3 } });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.summary).toContain('7/7');
  });
});

describe('an application that has never run', () => {
  it.each([DETAIL, PODS])('is deployed for the first time (no %s)', async (action) => {
    const world = await startWorld();
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    world.simulator.faults.inject({ kind: 'api-error', action, code });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});

describe('the first read', () => {
  it.each(READS)('ends the step where %s is refused', async (action) => {
    const world = await startWorld();
    world.simulator.faults.inject({ kind: 'api-error', action, code: 'UnauthorizedOperation' });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 1, seconds: 0, outputs: { status: 'failed' } });
    expect(run.annotations[0]?.title).toContain(action);
    expect(run.outputs['request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('ends the step where nothing answers', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, endpoint: 'http://127.0.0.1:9' });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(run.annotations[0]?.title).toContain(INFO);
  });
});

describe('rollout details that were read once', () => {
  it('are not gone where one answer says that there is no such action', async () => {
    const world = await startWorld();
    const fault = { kind: 'api-error', action: DETAIL, occurrence: 3 } as const;
    world.simulator.faults.inject({ ...fault, code: 'InvalidAction' });
    const manual = { 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };
    const run = await world.run({ ...UPDATE, ...manual, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls).toContain(RESUME);
  });
});

describe('a site without rollout details', () => {
  it('is asked for them once, and followed by what it does tell', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.calls.filter((action) => action === DETAIL)).toHaveLength(1);
    expect(run.summary).toContain('| rollout | 2/2 |');
  });

  it('says that a batch waits, as far as it is told', async () => {
    const world = await startWorld({}, 'international');
    const run = await world.run({ ...UPDATE, 'deploy-strategy': 'BETA', 'beta-batch-num': '1' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
  });
});
