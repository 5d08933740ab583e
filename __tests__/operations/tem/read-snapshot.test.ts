import { afterEach, describe, expect, it } from '@jest/globals';
import { annotated, closeWorlds, events, secondsOf, startWorld, UPDATE } from '../world.ts';
import type { Run, TestWorld } from '../world.ts';

const INFO = 'DescribeApplicationInfo';
const READS = [INFO, 'DescribeDeployApplicationDetail', 'DescribeApplicationPods'];

afterEach(closeWorlds);

function secondsOfEvents(run: Run): number[] {
  return events(run).map((line) => {
    const [minutes = '', seconds = ''] = line.slice(0, 5).split(':');
    return Number(minutes) * 60 + Number(seconds);
  });
}

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** The seconds at which anything was read. */
function looksOf(world: TestWorld): number[] {
  const times = READS.flatMap((action) => secondsOf(world, action));
  return [...new Set(times)].sort((a, b) => a - b);
}

/** Every read fails with HTTP 502 between these seconds. */
function failReads(world: TestWorld, from: number, to: number): void {
  world.clock.at(from, () => {
    world.simulator.faults.inject({ kind: 'http-502-html', occurrence: 'every' });
  });
  world.clock.at(to, () => {
    world.simulator.faults.clear();
  });
}

describe('reads that fail for a while', () => {
  it.each(READS)(
    'a single one (%s) is sent again and seen in the debug log alone',
    async (action) => {
      const world = await startWorld();
      world.simulator.faults.inject({ kind: 'http-502-html', action, occurrence: 3 });
      const run = await world.run(UPDATE);
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
      expect(run.lines.join('\n')).not.toContain('no answer');
      expect(run.debug.join('\n')).toContain(`${action} failed`);
    },
  );

  it.each(READS)('a series of them (%s) is survived, and said once', async (action) => {
    const world = await startWorld();
    const fault = { kind: 'http-502-html', action, occurrence: 3, times: 20 } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    const told = events(run).filter((line) => line.includes('no answer'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/look +no answer +looks again: the endpoint sent HTTP status 502/);
  });

  it('that never end are timed out, with a line a minute', async () => {
    const world = await startWorld();
    failReads(world, 10, 7200);
    const run = await world.run({ ...UPDATE, timeout: '30m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(run.seconds).toBeGreaterThanOrEqual(1800);
    expect(run.seconds).toBeLessThan(1830);
    const told = events(run).filter((line) => line.includes('no answer'));
    expect(told.length).toBeGreaterThan(15);
    expect(told.length).toBeLessThanOrEqual(31);
  });

  it('twice are said twice', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    failReads(world, 20, 60);
    failReads(world, 150, 190);
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(events(run).filter((line) => line.includes('no answer'))).toHaveLength(2);
  });
});

describe('reads that fail for good', () => {
  it('end the step as failed, with what to change', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    world.clock.at(60, () => {
      world.simulator.faults.inject({ kind: 'expired-credentials', occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.seconds).toBeLessThan(90);
    expect(run.annotations[0]?.title).toMatch(
      /^TEM refused Describe\w+: AuthFailure.TokenFailure$/,
    );
    expect(annotated(run)).toContain('get new temporary keys');
    expect(run.outputs['revision-id']).toBe(world.application.revisionId);
    expect(run.outputs['previous-version']).toBe('v2.3.9');
  });

  it('before anything was started name the RequestId', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, 'application-id': 'app-nosuch01' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 0, outputs: { status: 'failed' } });
    expect(annotated(run)).toContain('check application-id, environment-id and region');
    expect(annotated(run)).toContain(`RequestId:       ${run.outputs['request-id'] ?? '?'}`);
  });

  it('before anything was started end the step where nothing answers', async () => {
    const world = await startWorld();
    const run = await world.run({ ...UPDATE, endpoint: 'http://127.0.0.1:9' });
    expect(run).toMatchObject({ exitCode: 1, calls: [], outputs: { status: 'failed' } });
    expect(annotated(run)).toContain(`TEM did not answer ${INFO}`);
    expect(annotated(run)).toContain('127.0.0.1:9 cannot be reached (ECONNREFUSED)');
    expect(annotated(run)).toContain('check endpoint');
  });
});

describe('poll-interval', () => {
  it.each([5, 10, 60])('of %i s sets the looks so far apart', async (seconds) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 130 } });
    await world.run({ ...UPDATE, 'poll-interval': `${seconds}s` });
    const [, ...looks] = secondsOf(world, INFO);
    expect(looks.length).toBeGreaterThanOrEqual(4);
    expect(new Set(differences(looks))).toEqual(new Set([seconds]));
  });

  it('auto looks a few seconds apart, and at most a quarter of a minute', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 600 } });
    await world.run(UPDATE);
    const gaps = differences(looksOf(world));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(15.001);
    expect(Math.max(...gaps)).toBeGreaterThan(10);
    expect(Math.min(...gaps.slice(1))).toBeGreaterThanOrEqual(2);
  });

  it('auto reads a part alone while nothing else can have changed', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 600 } });
    const run = await world.run(UPDATE);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.calls.length).toBeLessThan(looksOf(world).length * 2);
  });

  it.each(READS)('auto reads %s every minute and a half at the latest', async (action) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 600 } });
    await world.run(UPDATE);
    expect(Math.max(...differences(secondsOf(world, action)))).toBeLessThanOrEqual(90);
  });
});

describe('where nothing changes', () => {
  it.each(['auto', '10s'])('a line a minute is all (poll-interval: %s)', async (interval) => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    const run = await world.run({ ...UPDATE, 'poll-interval': interval });
    const gaps = differences(secondsOfEvents(run).filter((second) => second > 60));
    expect(gaps.length).toBeGreaterThan(20);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(75);
  });

  it('because the rollout does not show, that is said once a minute', async () => {
    const world = await startWorld({ behaviour: { visibleAfterSeconds: 3600 } });
    const run = await world.run({ ...UPDATE, timeout: '5m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(events(run).length).toBeGreaterThanOrEqual(3);
    expect(events(run).length).toBeLessThanOrEqual(5);
    expect(events(run)[0]).toMatch(/rollout +not started/);
  });

  it('after the last batch has finished, that is said once a minute', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === INFO
        ? { ...answer, Result: { ...(answer.Result as object), ExpectedInstances: 9 } }
        : undefined,
    );
    const run = await world.run({ ...UPDATE, timeout: '5m' });
    expect(run.outputs.status).toBe('timed-out');
    const last = events(run).filter((line) => line.includes('healthy     2/2'));
    expect(last.length).toBeGreaterThanOrEqual(4);
  });
});

describe('pods on several pages', () => {
  it('are counted all', async () => {
    const world = await startWorld({ instances: 7, behaviour: { maxPodPage: 3 } });
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(run.summary).toContain('| 7/7 |');
  });
});
