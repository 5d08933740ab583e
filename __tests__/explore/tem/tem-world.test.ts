import { describe, expect, test } from '@jest/globals';
import { turnKnobs } from '../opaque-part.ts';
import type { Knobs } from '../part.ts';
import { createRandom } from '../random.ts';
import { describeHistory } from './describe-history.ts';
import { TEM_PARTS } from './tem-parts.ts';
import { PERFECT } from './tem-scenario.ts';
import { podsOf } from './tem-state.ts';
import { runWorld } from './tem-world.ts';

const run = (knobs: Knobs) => runWorld(turnKnobs(PERFECT, knobs));

describe('the model of TEM', () => {
  test('brings a good version to all instances in a perfect world', async () => {
    const { cloud, jobs } = await run({});
    expect(jobs.map(({ main }) => [main.outputs.status, main.exitCode])).toEqual([
      ['succeeded', 0],
    ]);
    expect(cloud.state.rollout.phase).toBe('complete');
    expect(cloud.state.current.version).toBe('v2');
    const { time } = cloud.history.at(-1) ?? { time: 0 };
    expect(podsOf(cloud.state, cloud.state.current.id, time)).toHaveLength(PERFECT.instances);
  });

  test('stops at a beta batch until somebody confirms it', async () => {
    const job = { strategy: 'BETA', onWaiting: 'stop' };
    const { cloud, jobs } = await run({ job });
    expect(jobs[0]?.main.outputs.status).toBe('waiting');
    expect(cloud.state.rollout.phase).toBe('waiting');
    expect(cloud.state.rollout.batches.map(({ size }) => size)).toEqual([1, 3]);
  });

  test('reverts to the version before', async () => {
    const others = [{ at: -10, does: 'trigger' }];
    const { cloud, jobs } = await run({ job: { operation: 'tem-revert' }, others });
    expect(jobs[0]?.main.outputs.status).toBe('reverted');
    expect(cloud.changes.map(({ by, kind }) => [by, kind])).toEqual([
      ['somebody', 'trigger'],
      ['job 1', 'revert'],
    ]);
    expect(cloud.state.current.version).toBe('v1');
  });

  test('refuses a rollout while another one is in progress', async () => {
    const { calls, cloud } = await run({
      job: { ifDeploying: 'fail' },
      others: [{ at: -2, does: 'trigger' }],
      lagInfo: 10,
      lagDetail: 10,
      lagPods: 10,
    });
    const triggers = calls.filter(({ kind }) => kind === 'trigger');
    expect(new Set(triggers.map(({ result }) => result))).toEqual(
      new Set(['ResourceInUse.ServiceDeploying']),
    );
    expect(cloud.changes).toHaveLength(1);
  });

  test('executes what is lost after it was executed, and not what is lost before', async () => {
    const executed = await Promise.all(
      ['reset-before', 'reset-after', 'hang-late', 'reset-late'].map(async (kind) => {
        const { calls } = await run({ faults: [{ call: 'trigger', from: 0, count: 1, kind }] });
        const { executedAt, sentAt } = calls.find((call) => call.kind === 'trigger') ?? {};
        return executedAt === undefined ? undefined : executedAt - (sentAt ?? 0);
      }),
    );
    expect(executed[0]).toBeUndefined();
    expect(executed[1]).toBeLessThan(1_000);
    expect(executed[2]).toBeGreaterThan(60_000);
    expect(executed[3]).toBeGreaterThan(60_000);
  });

  test.each([
    { from: 0, hit: 'refused' },
    { from: 0.01, hit: undefined },
  ])('begins an outage $from s after a call', async ({ from, hit }) => {
    const outages = [{ after: 'trigger', from, seconds: 10, kind: 'refused' }];
    const { calls } = await run({ outages });
    const first = calls.find(({ kind }) => kind === 'trigger');
    expect(first?.fault).toBe(hit);
    const faults = calls.filter(({ fault }) => fault !== undefined).map(({ sentAt }) => sentAt);
    const since = faults.map((sentAt) => sentAt - (first?.sentAt ?? 0));
    expect(since.length).toBeGreaterThan(0);
    expect(Math.min(...since)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...since)).toBeLessThan(10_010);
  });

  test('shows a read as old as its lag', async () => {
    const { calls } = await run({ lagPods: 7 });
    const pods = calls.filter(({ kind }) => kind === 'pods');
    const lags = pods.map(({ executedAt = 0, viewTime = 0 }) => executedAt - viewTime);
    expect(new Set(lags)).toEqual(new Set([7_000]));
  });

  test('comes to the same end with the same knobs', async () => {
    const random = createRandom(7);
    const knobs = {
      ...{ dice: 7, flaps: true, lagInfo: 9, lagPods: 4, maxLatency: 3_000 },
      job: { strategy: 'MANUAL', batches: 3, onWaiting: 'resume' },
      second: { after: random.integer(1, 20), job: { version: 'v3' } },
    };
    const [first, second] = [await run(knobs), await run(knobs)];
    expect(describeHistory(first)).toEqual(describeHistory(second));
  });
});

describe('the parts', () => {
  test.each(TEM_PARTS.map((part) => [part.name, part] as const))(
    '%s draws the same scenario for the same seed',
    async (_, part) => {
      const [first, second] = [
        await part.explore(createRandom(11)),
        await part.explore(createRandom(11)),
      ];
      expect(first.log).toEqual(second.log);
      expect(first.log.length).toBeGreaterThan(0);
    },
  );
});
