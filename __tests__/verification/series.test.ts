import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findPercentile } from './oracle.ts';
import { addOutcome, beginStage, INTERVAL, START, targetOf, times, URL_A } from './probing.ts';

const URL_B = 'http://10.0.0.2/';

describe('the series of a stage', () => {
  it('has a point for each interval while there is room', () => {
    const tally = beginStage();
    addOutcome(tally, 0, 'ok');
    addOutcome(tally, 2, 'failed');
    expect(tally.report(START).series).toEqual([
      { at: 0, requests: 1, failures: 0, p95: 300 },
      { at: INTERVAL, requests: 0, failures: 0, p95: undefined },
      { at: 2 * INTERVAL, requests: 1, failures: 1, p95: undefined },
    ]);
  });

  it.each([
    [30, 30, 1],
    [31, 16, 2],
    [60, 30, 2],
    [61, 21, 3],
    [600, 30, 20],
    [3_599, 30, 120],
  ])('divides %d requests by %d points with at most %d each', (requests, points, each) => {
    const tally = beginStage({ duration: requests * INTERVAL });
    times(requests, 'ok').forEach((outcome, index) => {
      addOutcome(tally, index, outcome);
    });
    const { series } = tally.report(START);
    expect(series).toHaveLength(points);
    expect(series.slice(0, -1).every((point) => point.requests === each)).toBe(true);
    expect(series.at(-1)?.requests).toBe(requests - (points - 1) * each);
  });

  it('divides anew if a late URL makes the stage longer', () => {
    const tally = beginStage({}, [targetOf(1, URL_A)]);
    times(20, 'ok').forEach((outcome, index) => {
      addOutcome(tally, index, outcome);
    });
    tally.setTargets([targetOf(1, URL_A), targetOf(1, URL_B)], START + 15_500);
    expect(tally.report(START).series).toHaveLength(20);
    const add = (index: number) => {
      const answer = { kind: 'no-response', reason: 'ECONNRESET' } as const;
      tally.add(URL_B, { at: START + 15_500 + index * INTERVAL, latency: 1, answer });
    };
    times(20, 'failed').forEach((_, index) => {
      add(index);
    });
    const { series } = tally.report(START);
    // Slots 0 to 34, two in each point.
    expect(series).toHaveLength(18);
    expect(series[8]).toEqual({ at: 16_000, requests: 4, failures: 2, p95: 300 });
    expect(series.at(-1)).toEqual({ at: 34_000, requests: 1, failures: 1, p95: undefined });
  });

  it('never has more than 30 points, and has each sample once', () => {
    const samples = fc.array(
      fc.record({
        at: fc.nat(200_000),
        latency: fc.nat(1_000),
        status: fc.constantFrom(200, 500),
      }),
      { maxLength: 150, size: 'max' },
    );
    fc.assert(
      fc.property(samples, fc.constantFrom(50, 333, 1_000, 7_500), (all, interval) => {
        const duration = Math.ceil(200_001 / interval) * interval;
        const tally = beginStage({ duration, interval });
        for (const { at, latency, status } of all) {
          const answer = { kind: 'response', status, hasText: true } as const;
          tally.add(URL_A, { at: START + at, latency, answer });
        }
        const { series } = tally.report(START);
        expect(series.length).toBeLessThanOrEqual(30);
        const expected = series.map(({ at }, index) => {
          const end = series[index + 1]?.at ?? Infinity;
          const here = all.filter((sample) => sample.at >= at && sample.at < end);
          const good = here.filter(({ status }) => status === 200);
          const p95 = findPercentile(
            good.map(({ latency }) => latency),
            95,
          );
          return { at, requests: here.length, failures: here.length - good.length, p95 };
        });
        expect(series).toEqual(expected);
        expect(series[0]?.at ?? 0).toBe(0);
      }),
    );
  });
});
