import { afterEach, describe, expect, it } from '@jest/globals';
import {
  changeResult,
  closeWorlds,
  count,
  events,
  secondsOf,
  startWorld,
  UPDATE,
} from '../world.ts';
import type { TestWorld } from '../world.ts';
import { startedAgo } from './started.ts';
import { refuseConnections } from './unreachable.ts';
import { DETAIL, INFO, RESUME, REVERT, TRIGGER } from './tem-actions.ts';
import { failEvery } from './tem-faults.ts';
import { supersede } from './supersede.ts';

const STUCK = { neverReady: true };
const STEP = { ...UPDATE, timeout: '1m', 'on-timeout': 'revert' };

afterEach(closeWorlds);

/** Nothing can be read between these seconds. */
function blind(world: TestWorld, from: number, to: number): void {
  world.clock.at(from, () => {
    failEvery(world, INFO);
  });
  world.clock.at(to, () => {
    world.simulator.faults.clear();
  });
}

describe('a rollout that is to be reverted', () => {
  it('is left alone where nothing can be read until the time of the revert is over', async () => {
    const world = await startWorld({ behaviour: STUCK });
    blind(world, 50, 3600);
    const run = await world.run(STEP);
    expect(run.outputs.status).toBe('timed-out');
    expect(run.calls).not.toContain(REVERT);
    expect(run.seconds).toBeGreaterThanOrEqual(90);
    expect(run.seconds).toBeLessThanOrEqual(370);
  });

  it.each([62, 75, 89])('is reverted where it can be read again after %d s', async (seconds) => {
    const world = await startWorld({ behaviour: STUCK });
    blind(world, 50, seconds);
    const run = await world.run(STEP);
    expect(run.outputs.status).toBe('reverted');
    expect(count(run, REVERT)).toBe(1);
  });
});

it('is not sent for an error that the details of an idle application show once', async () => {
  const world = await startedAgo(120);
  let checks = 0;
  changeResult(world, DETAIL, () => {
    checks += 1;
    return checks > 1 && checks < 4 ? { Status: 'Error' } : {};
  });
  const run = await world.run({ operation: 'tem-revert' });
  expect(run.exitCode).toBe(1);
  expect(count(run, REVERT)).toBe(0);
});

describe('a revert without a clear answer', () => {
  it('shows soon where it began, and is checked for as long as a read may be behind', async () => {
    const world = await startedAgo(10, { ...STUCK, revertSeconds: 100 });
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT });
    const run = await world.run({ operation: 'tem-revert', wait: 'false' });
    expect(count(run, REVERT)).toBe(1);
    expect(run.seconds).toBeGreaterThanOrEqual(10);
    expect(run.seconds).toBeLessThanOrEqual(15);
  });

  it('is looked for patiently: reads that fail or tell nothing decide nothing', async () => {
    const world = await startWorld({ behaviour: STUCK });
    const { faults } = world.simulator;
    faults.inject({ kind: 'http-502-html', action: REVERT });
    const code = 'ResourceNotFound.ServiceRunningVersionNotFound';
    let isSent = false;
    world.beforeCall((action) => {
      if (action !== REVERT || isSent) return;
      isSent = true;
      faults.inject({ kind: 'http-502-html', action: INFO, times: 5 });
      faults.inject({ kind: 'api-error', action: DETAIL, times: 2, code });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(2);
  });

  it('that was done by the time of the next read is not sent again', async () => {
    const world = await startWorld({ behaviour: { ...STUCK, revertSeconds: 1 } });
    const { faults } = world.simulator;
    faults.inject({ kind: 'reset-after', action: REVERT });
    world.beforeCall((action) => {
      if (action === REVERT) faults.inject({ kind: 'http-502-html', action: INFO, times: 3 });
    });
    const run = await world.run(STEP);
    expect(run).toMatchObject({ outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
  });

  it('is not sent again where nothing can be read after it', async () => {
    const world = await startedAgo(10, STUCK);
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.beforeCall((action) => {
      if (action === REVERT) failEvery(world, INFO);
    });
    const run = await world.run({ operation: 'tem-revert', timeout: '5m' });
    expect(run.outputs.status).toBe('timed-out');
    expect(count(run, REVERT)).toBe(1);
  });

  it('is not sent again for a rollout that is over by then', async () => {
    const world = await startedAgo(10, { podStartSeconds: 25 }, 'AUTO');
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.clock.at(12, () => {
      world.clock.manual.advance(120);
    });
    const run = await world.run({ operation: 'tem-revert', timeout: '5m' });
    expect(run).toMatchObject({ code: 'nothing-to-revert', outputs: { status: 'failed' } });
    expect(count(run, REVERT)).toBe(1);
  });
});

describe('a revert that was certainly not executed', () => {
  it('is sent once more, after another look', async () => {
    const world = await startedAgo(10, STUCK);
    const countCalls = refuseConnections(world, REVERT, 12);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(count(run, REVERT)).toBe(1);
    expect(countCalls()).toBe(13);
  });

  it('is not sent once more where another rollout has taken its place', async () => {
    const world = await startedAgo(10, STUCK);
    refuseConnections(world, REVERT, 9);
    supersede(world, 20);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run).toMatchObject({
      code: 'revision-not-current',
      details: [{ text: { key: 'policy.revert-foreign-detail' } }],
      next: [{ sentence: { key: 'policy.next-ask' } }],
      outputs: { status: 'failed' },
    });
    expect(run.calls).not.toContain(REVERT);
  });

  it('pauses between its tries until the deadline where the rate is limited', async () => {
    const world = await startedAgo(10, STUCK);
    const fault = { kind: 'rate-limit', action: REVERT, occurrence: 'every' } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ operation: 'tem-revert', timeout: '1m' });
    expect(run).toMatchObject({ exitCode: 1, code: 'RequestLimitExceeded' });
    expect(count(run, REVERT)).toBeLessThan(30);
  });
});

describe('a revert that one check alone shows', () => {
  it('is sent once more where it never arrived', async () => {
    const world = await startedAgo(10, STUCK);
    world.simulator.faults.inject({ kind: 'reset-before', action: REVERT });
    let isStale = false;
    world.beforeCall((action) => {
      isStale ||= action === REVERT;
    });
    changeResult(world, DETAIL, () => {
      if (!isStale) return {};
      isStale = false;
      return { CurrentBatchStatus: 'revert' };
    });
    const run = await world.run({ operation: 'tem-revert', wait: 'false' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    expect(count(run, REVERT)).toBe(2);
    expect(world.application.rollouts).toMatchObject([{ state: 'reverting' }]);
  });
});

describe('a revert that is followed', () => {
  it('shows its progress, and reads twice in quick succession at its end', async () => {
    const world = await startedAgo(10, { ...STUCK, revertSeconds: 50 });
    const run = await world.run({ operation: 'tem-revert' });
    expect(events(run)[0]).toMatch(/^00:00 {2}rollback +in progress +\d\/2/);
    expect(events(run).at(-1)).toMatch(/^\d\d:\d\d {2}rollback +healthy +2\/2$/);
    const reads = secondsOf(world, INFO);
    expect((reads.at(-1) ?? 0) - (reads.at(-2) ?? 0)).toBeLessThanOrEqual(3);
    const others = reads.slice(3).map((second, index) => second - (reads[index + 2] ?? 0));
    expect(Math.max(...others)).toBeGreaterThan(3);
    expect(run.summary).toContain('section rollback');
  });

  it('goes on with the timeline of the rollout', async () => {
    const world = await startWorld({ behaviour: STUCK });
    const { summary } = await world.run(STEP);
    expect(summary).toMatch(/section batch 1\/1[\s\S]*section rollback/);
  });

  it('survives reads that fail for a while', async () => {
    const world = await startedAgo(10, { revertSeconds: 60 });
    const fault = { kind: 'http-502-html', action: INFO, occurrence: 3, times: 8 } as const;
    world.simulator.faults.inject(fault);
    const run = await world.run({ operation: 'tem-revert' });
    expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'reverted' } });
    expect(run.lines.filter((line) => line.includes('no answer'))).toHaveLength(1);
  });

  it('is read as often as poll-interval says', async () => {
    const world = await startedAgo(10, { revertSeconds: 100 });
    const run = await world.run({ operation: 'tem-revert', 'poll-interval': '20s' });
    expect(run).toMatchObject({ exitCode: 0, seconds: 120 });
  });
});

describe('request-id', () => {
  it.each([
    [{ operation: 'tem-resume', wait: 'false' }, RESUME, 'BETA'],
    [{ operation: 'tem-revert', wait: 'false' }, REVERT, 'AUTO'],
    [STEP, REVERT, 'none'],
    [{ ...UPDATE, wait: 'false' }, TRIGGER, 'none'],
  ] as const)('is that of the deciding call: %j', async (inputs, action, other) => {
    const behaviour = inputs === STEP ? STUCK : {};
    const world =
      other === 'none'
        ? await startWorld({ behaviour })
        : await startedAgo(other === 'BETA' ? 60 : 10, behaviour, other);
    const run = await world.run(inputs);
    const call = world.simulator.calls.findLast((made) => made.action === action);
    expect(run.outputs['request-id']).toBe(call?.requestId);
  });
});
