import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startCloud } from '../../bench/polls/cloud.ts';
import { corpus } from '../../bench/polls/corpus.ts';
import { followPlan } from '../../bench/polls/follower.ts';
import { POLICIES, fixed, ours } from '../../bench/polls/policies.ts';
import { score } from '../../bench/polls/score.ts';
import { latenesses } from '../../bench/polls/sights.ts';

const PLANS = corpus(80);

describe('the corpus', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(corpus(10)).toEqual(corpus(10));
    expect(corpus(10, 1)).not.toEqual(corpus(10, 2));
  });

  it('has all strategies, 1 to 10 batches, and all that can go wrong', () => {
    const plans = corpus();
    expect(plans.length).toBeGreaterThanOrEqual(500);
    expect(new Set(plans.map(({ strategy }) => strategy))).toEqual(
      new Set(['AUTO', 'BETA', 'MANUAL']),
    );
    const counts = plans.map(({ batches }) => batches.length);
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([1, 10]);
    const pods = plans.flatMap(({ batches }) => batches.flatMap((batch) => batch.pods));
    expect(pods.some(({ crash }) => crash?.until === Infinity)).toBe(true);
    expect(pods.some(({ crash }) => crash !== undefined && crash.until < Infinity)).toBe(true);
  });
});

describe('the simulated cloud', () => {
  it('shows a change when it happens and never before', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PLANS), fc.nat(3_600_000), (plan, now) => {
        const cloud = startCloud(plan, 0);
        const healthy = cloud.pods(now).filter(({ isReady }) => isReady).length;
        const told = cloud.changes(now).filter(({ kind }) => kind === 'healthy').length;
        expect(healthy).toBe(told);
      }),
    );
  });

  it('goes on after a confirmation alone', () => {
    const plan = PLANS.find(({ strategy, batches }) => strategy === 'MANUAL' && batches.length > 1);
    const cloud = startCloud(plan ?? (PLANS[0] as never), 0);
    const late = 36_000_000;
    expect(cloud.deployment(late).batches[0]?.status).toBe('WaitForResume');
    expect(cloud.resume(late)).toBe(true);
    expect(cloud.deployment(late).batches[0]?.status).toBe('Finish');
    expect(cloud.resume(late)).toBe(false);
  });
});

describe('a follower', () => {
  it('ends each rollout the same way, however it looks', async () => {
    const plans = PLANS.slice(0, 15);
    const endings = POLICIES.map((policy) =>
      Promise.all(plans.map(async (plan) => (await followPlan(plan, policy, 1)).ending)),
    );
    const [first, ...others] = await Promise.all(endings);
    for (const other of others) expect(other).toEqual(first);
  });

  it('misses no change of a rollout that succeeds', async () => {
    for (const plan of PLANS.slice(0, 15)) {
      const { cloud, ending, endedAt, sights } = await followPlan(plan, ours, 1);
      const changes = cloud.changes(endedAt);
      const isWhole = ending === 'failed' || latenesses(changes, sights).length === changes.length;
      expect(isWhole).toBe(true);
    }
  });
});

describe('poll-interval: auto, against a fixed poll every 15 s', () => {
  it('takes no more calls, sees the end within 5 s, and changes no later', async () => {
    const [auto, poll] = [await score(ours, PLANS), await score(fixed(15), PLANS)];
    expect(auto.endings).toEqual(poll.endings);
    expect(auto.calls).toBeLessThanOrEqual(poll.calls);
    expect(auto.end.mean).toBeLessThanOrEqual(5);
    expect(auto.end.mean).toBeLessThan(poll.end.mean);
    expect(auto.end.p95).toBeLessThanOrEqual(10);
    expect(auto.changes.mean).toBeLessThanOrEqual(poll.changes.mean);
    expect(auto.changes.p95).toBeLessThanOrEqual(poll.changes.p95);
  });
});
