import { describe, expect, it } from '@jest/globals';
import {
  formatSavings,
  measureSavings,
  planServices,
  startService,
} from '../../bench/verify-savings.ts';
import { probeService } from '../../bench/verify-service.ts';

const PLANS = planServices(300);

/** Probes to the end, and judges only then. */
function judgeWhole(plan: (typeof PLANS)[number]): boolean {
  const service = startService(plan);
  const { duration, interval, latency: limit = Infinity } = plan.criteria;
  const answers = Array.from({ length: duration / interval }, service);
  const good = answers.filter(({ answer }) => answer.status === 200);
  const slow = good.filter(({ latency }) => latency > limit);
  return good.length * 100 >= 95 * answers.length && slow.length * 100 <= 5 * good.length;
}

describe('the simulated services', () => {
  it('are the same for the same seed, and from flawless to broken', () => {
    expect(planServices(20)).toEqual(planServices(20));
    expect(planServices(20)).not.toEqual(planServices(20, 1));
    const rates = PLANS.map(({ errorRate }) => errorRate);
    expect(Math.min(...rates)).toBeLessThan(0.01);
    expect(Math.max(...rates)).toBe(1);
  });
});

describe('the early decision', () => {
  it('is the decision at the end', () => {
    for (const plan of PLANS) {
      const { verdict } = probeService(startService(plan), plan.criteria, 1);
      expect(verdict === 'passed').toBe(judgeWhole(plan));
    }
  });

  it('saves requests, most of them if a service is broken', () => {
    const savings = measureSavings(PLANS);
    const find = (name: string) => savings.find(({ group }) => group === name)?.saved ?? 0;
    expect(savings.every(({ sent, planned }) => sent <= planned)).toBe(true);
    expect(find('over 50 %')).toBeGreaterThan(0.85);
    expect(find('all')).toBeGreaterThan(0.2);
    const groups = savings.slice(0, -1);
    expect(groups.reduce((sum, { services }) => sum + services, 0)).toBe(PLANS.length);
    expect(formatSavings(savings).split('\n')).toHaveLength(7);
  });
});
