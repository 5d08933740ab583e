import { afterEach, describe, expect, it } from '@jest/globals';
import { startedAgo } from './started.ts';
import { told } from './told.ts';
import { closeWorlds, count, events, secondsOf, startWorld, UPDATE } from '../world.ts';
import type { TestWorld } from '../world.ts';

const INFO = 'DescribeApplicationInfo';
const REVERT = 'RevertDeployApplication';
const STEP = { ...UPDATE, timeout: '1m', 'on-timeout': 'revert' };

afterEach(closeWorlds);

/** Nothing can be read between these seconds. */
function blind(world: TestWorld, from: number, to: number): void {
  world.clock.at(from, () => {
    world.simulator.faults.inject({ kind: 'http-502-html', action: INFO, occurrence: 'every' });
  });
  world.clock.at(to, () => {
    world.simulator.faults.clear();
  });
}

describe('a rollout that is to be taken back', () => {
  it('is left alone where nothing can be read for half a minute', async () => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    blind(world, 50, 3600);
    const run = await world.run(STEP);
    expect(told(run)).toContain('Nothing was taken back: the application could not be read.');
    expect(run.calls).not.toContain(REVERT);
    expect(run.seconds).toBeGreaterThanOrEqual(90);
    expect(run.seconds).toBeLessThanOrEqual(100);
  });

  it.each([62, 75, 89])('is taken back where it can be read again after %d s', async (seconds) => {
    const world = await startWorld({ behaviour: { neverReady: true } });
    blind(world, 50, seconds);
    const run = await world.run(STEP);
    expect(run.outputs.status).toBe('reverted');
    expect(count(run, REVERT)).toBe(1);
  });
});

describe('a revert whose answer is lost', () => {
  it('is seen by the next look', async () => {
    const world = await startedAgo(10, { neverReady: true, revertSeconds: 100 });
    world.simulator.faults.inject({ kind: 'reset-after', action: REVERT });
    const run = await world.run({ operation: 'tem-revert', wait: 'false' });
    expect(count(run, REVERT)).toBe(1);
    expect(run.seconds).toBeLessThanOrEqual(6);
  });

  it('is not sent again where nothing can be read after it', async () => {
    const world = await startedAgo(10, { neverReady: true });
    world.simulator.faults.inject({ kind: 'http-502-html', action: REVERT });
    world.beforeCall((action) => {
      const every = { kind: 'http-502-html', action: INFO, occurrence: 'every' } as const;
      if (action === REVERT) world.simulator.faults.inject(every);
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
    expect(count(run, REVERT)).toBe(1);
  });
});

describe('a revert that is followed', () => {
  it('tells where it stands, and looks twice in quick succession at its end', async () => {
    const world = await startedAgo(10, { neverReady: true, revertSeconds: 50 });
    const run = await world.run({ operation: 'tem-revert' });
    expect(events(run)[0]).toMatch(/^00:00 {2}revert +deploying +\d\/2/);
    expect(events(run).at(-1)).toMatch(/^\d\d:\d\d {2}revert +healthy +2\/2$/);
    const looks = secondsOf(world, INFO);
    expect((looks.at(-1) ?? 0) - (looks.at(-2) ?? 0)).toBeLessThanOrEqual(3);
    const others = looks.slice(3).map((second, index) => second - (looks[index + 2] ?? 0));
    expect(Math.max(...others)).toBeGreaterThan(3);
  });
});

describe('request-id', () => {
  const idOf = ({ simulator }: TestWorld, action: string) =>
    simulator.calls.findLast((call) => call.action === action)?.requestId;

  it.each([
    [{ operation: 'tem-resume', wait: 'false' }, 'ResumeDeployApplication', 'BETA'],
    [{ operation: 'tem-revert', wait: 'false' }, REVERT, 'AUTO'],
    [STEP, REVERT, 'none'],
    [{ ...UPDATE, wait: 'false' }, 'RollingUpdateApplicationByVersion', 'none'],
  ] as const)('is that of the deciding call: %j', async (inputs, action, other) => {
    const behaviour = inputs === STEP ? { neverReady: true } : {};
    const world =
      other === 'none'
        ? await startWorld({ behaviour })
        : await startedAgo(other === 'BETA' ? 60 : 10, behaviour, other);
    const run = await world.run(inputs);
    expect(run.outputs['request-id']).toBe(idOf(world, action));
  });
});
