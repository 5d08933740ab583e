import { afterEach, describe, expect, it } from '@jest/globals';
import {
  changeResult,
  closeWorlds,
  count,
  events,
  startWorld,
  suggested,
  UPDATE,
} from '../world.ts';
import type { Run, TestWorld } from '../world.ts';
import { cancelWhenOver } from './cancelled.ts';
import { refuseConnections } from './unreachable.ts';
import { DETAIL, INFO, RESUME, REVERT } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';

const READS = [INFO, DETAIL, 'DescribeApplicationPods'];
const MANUAL = { ...UPDATE, 'deploy-strategy': 'MANUAL', 'total-batch-count': '2' };

afterEach(closeWorlds);

function linesOfFailures(run: Run): string[] {
  return events(run).filter((line) => line.includes('no answer'));
}

function secondsOfEvents(run: Run): number[] {
  return events(run).map((line) => {
    const [minutes = '', seconds = ''] = line.slice(0, 5).split(':');
    return Number(minutes) * 60 + Number(seconds);
  });
}

function differences(times: readonly number[]): number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}

/** Every read fails with HTTP 502 between these seconds. */
function failReads(world: TestWorld, from: number, to: number): void {
  world.clock.at(from, () => {
    failEvery(world);
  });
  world.clock.at(to, () => {
    world.simulator.faults.clear();
  });
}

it('never learns a previous version of a first release', async () => {
  const world = await startWorld();
  const { revisionId } = world.application;
  changeResult(world, INFO, () =>
    world.application.revisionId === revisionId ? { VersionId: '', DeployVersion: '' } : {},
  );
  const run = await world.run(UPDATE);
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  expect(run.outputs).not.toHaveProperty('previous-version');
});

describe('reads that fail for a while', () => {
  it.each(READS)(
    'a single one (%s) is sent again and seen in the debug log alone',
    async (action) => {
      const world = await startWorld();
      world.simulator.faults.inject({ kind: 'http-502-html', action, occurrence: 3 });
      const run = await world.run(UPDATE);
      expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
      expect(linesOfFailures(run)).toEqual([]);
      expect(run.debug.join('\n')).toContain(action);
    },
  );

  it.each(READS)('a series of them (%s) is survived, and logged once', async (action) => {
    const world = await startWorld();
    const fault = { kind: 'http-502-html', action, occurrence: 3, times: 20 } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(linesOfFailures(run)).toEqual([expect.stringContaining('502')]);
  });

  it('that never end are timed out, with a line a minute', async () => {
    const world = await startWorld();
    failReads(world, 10, 7200);
    const run = await world.run({ ...UPDATE, timeout: '30m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'timed-out' } });
    expect(run.seconds).toBeGreaterThanOrEqual(1800);
    expect(run.seconds).toBeLessThan(1830);
    expect(linesOfFailures(run).length).toBeGreaterThan(15);
    expect(linesOfFailures(run).length).toBeLessThanOrEqual(31);
  });

  it('twice are logged twice', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    failReads(world, 20, 60);
    failReads(world, 150, 190);
    const run = await world.run(UPDATE);
    expect(run.exitCode).toBe(0);
    expect(linesOfFailures(run)).toHaveLength(2);
  });

  it('because of a page that is no API response are forgiven for a minute', async () => {
    const world = await startWorld({ behaviour: { podStartSeconds: 120 } });
    const fault = { kind: 'http-403-html', action: INFO } as const;
    world.clock.at(30, () => {
      world.simulator.faults.inject({ ...fault, times: 5 });
    });
    await expect(world.run(UPDATE)).resolves.toMatchObject({ exitCode: 0 });
    world.clock.at(world.clock.seconds() + 30, () => {
      world.simulator.faults.inject({ ...fault, occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'deploy-version': 'v2.5.0' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(suggested(run)[0]).toBe('tem-wait');
  });
});

describe('reads that fail for good', () => {
  it.each([
    [{ kind: 'expired-credentials' }, 'AuthFailure.TokenFailure'],
    [{ kind: 'api-error', code: 'UnauthorizedOperation' }, 'UnauthorizedOperation'],
  ] as const)('end the step as failed, and the rollout goes on: %j', async (fault, code) => {
    const world = await startWorld({ behaviour: { podStartSeconds: 300 } });
    world.clock.at(60, () => {
      world.simulator.faults.inject({ ...fault, occurrence: 'every' });
    });
    const run = await world.run({ ...UPDATE, 'on-failure': 'revert' });
    expect(run).toMatchObject({
      exitCode: 1,
      outputs: {
        status: 'failed',
        'revision-id': world.application.revisionId,
        'previous-version': 'v2.3.9',
        'request-id': expect.any(String),
      },
    });
    expect(run.seconds).toBeLessThan(90);
    expect(run.annotations[0]?.title).toContain(code);
    expect(suggested(run)).toEqual(['tem-wait', 'tem-revert']);
    expect(run.calls).not.toContain(REVERT);
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

  it('because the rollout does not show, that is logged once a minute', async () => {
    const world = await startWorld({ behaviour: { visibleAfterSeconds: 3600 } });
    const run = await world.run({ ...UPDATE, timeout: '5m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(events(run).length).toBeGreaterThanOrEqual(3);
    expect(events(run).length).toBeLessThanOrEqual(5);
    expect(events(run)[0]).toMatch(/rollout +not started/);
  });

  it('because instances are missing, that is logged once a minute', async () => {
    const world = await startWorld();
    changeResult(world, INFO, () => ({ ExpectedInstances: 9 }));
    const run = await world.run({ ...UPDATE, timeout: '5m' });
    expect(run.outputs.status).toBe('timed-out');
    const missing = events(run).filter((line) => /2\/9.*\b7\b/.test(line));
    expect(missing.length).toBeGreaterThanOrEqual(4);
    expect(run.annotations.at(-1)?.message).toMatch(/\b7\b.*\b9\b/);
  });
});

describe('details that say nothing', () => {
  it('leave it to the application to say that a batch waits', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === DETAIL ? { ...answer, Result: null } : undefined,
    );
    const run = await world.run(MANUAL);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'waiting' } });
    expect(suggested(run)).toEqual(['tem-resume', 'tem-revert']);
  });

  it('only delay on-waiting: resume', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === DETAIL && world.clock.seconds() < 45 ? { ...answer, Result: null } : undefined,
    );
    const run = await world.run({ ...MANUAL, 'on-waiting': 'resume' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
  });

  it('of a beta batch are none', async () => {
    const world = await startWorld();
    changeResult(world, DETAIL, () => ({ BetaBatchDetail: {} }));
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
  });
});

describe('a batch', () => {
  it('with an interval is logged once a state, with the time to the next', async () => {
    const world = await startWorld();
    const inputs = { ...UPDATE, 'total-batch-count': '2', 'batch-interval': '60' };
    const run = await world.run(inputs);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    const healthy = events(run).filter((line) => /batch 1\/2 +healthy +1\/1/.test(line));
    expect(healthy).toEqual([expect.stringMatching(/\d\d s|1 min/)]);
    expect(run.seconds).toBeGreaterThan(100);
  });

  it('of an unknown status is shown as the cloud says it', async () => {
    const world = await startWorld();
    world.intercept((action, answer) =>
      action === DETAIL && world.application.isDeploying
        ? (JSON.parse(
            JSON.stringify(answer).replaceAll('"Deploying"', '"Hibernating"'),
          ) as typeof answer)
        : undefined,
    );
    const run = await world.run(UPDATE);
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(events(run)[0]).toMatch(/batch 1\/1 +Hibernating +0\/2/);
  });

  it('that waits is not confirmed while it is not healthy', async () => {
    const crash = { status: 'CrashLoopBackOff', afterSeconds: 21, forSeconds: 60 };
    const world = await startWorld({ behaviour: { crash } });
    const beta = { 'deploy-strategy': 'BETA', 'beta-batch-num': '1', 'poll-interval': '30s' };
    const run = await world.run({ ...UPDATE, ...beta });
    expect(run.outputs.status).toBe('waiting');
    expect(run.seconds).toBeGreaterThan(81);
  });
});

describe('a batch whose confirmation was certainly not executed', () => {
  it('is confirmed once more at the next check', async () => {
    const world = await startWorld();
    const countCalls = refuseConnections(world, RESUME, 12);
    const run = await world.run({ ...MANUAL, 'on-waiting': 'resume', 'on-failure': 'revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(count(run, RESUME)).toBe(1);
    expect(countCalls()).toBe(13);
  });

  it('is not confirmed after the timeout', async () => {
    const world = await startWorld();
    refuseConnections(world, RESUME, Infinity);
    const run = await world.run({ ...MANUAL, 'on-waiting': 'resume', timeout: '5m' });
    expect(run).toMatchObject({ exitCode: 1, seconds: 300, outputs: { status: 'timed-out' } });
    expect(run.calls).not.toContain(RESUME);
  });
});

describe('a rollout that was cancelled in the moment that it ended', () => {
  it('is undone by a rollout of its own', async () => {
    const world = await startWorld({ deployMode: 'JAR', pkgName: 'shop-2.3.9.jar' });
    cancelWhenOver(world, 2);
    const run = await world.run({ ...UPDATE, 'package-name': 'shop-2.4.0.jar' });
    expect(run.outputs.status).toBe('cancelled');
    expect(suggested(run)).toEqual(['tem-wait', 'tem-rollback']);
    expect(run.annotations[0]?.message).toContain('package-name: shop-2.3.9.jar');
  });
});
