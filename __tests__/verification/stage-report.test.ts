import { describe, expect, it } from '@jest/globals';
import type { Outcome } from './probing.ts';
import {
  addOutcome,
  beginStage,
  follow,
  INTERVAL,
  LIMIT,
  START,
  targetOf,
  times,
  URL_A,
} from './probing.ts';

const ok = (count: number) => times(count, 'ok');
const slow = (count: number) => times(count, 'slow');
const failed = (count: number) => times(count, 'failed');
const old = (count: number) => times(count, 'old');
const WITH_TEXT = { hasText: true };
const WITH_LATENCY = { latency: LIMIT };

describe('the description of a failure', () => {
  it('has the rate and the last failure, whichever sample came last', () => {
    const tally = beginStage();
    tally.add(URL_A, {
      at: START + 2_000,
      latency: 1,
      answer: { kind: 'response', status: 503, hasText: true },
    });
    addOutcome(tally, 1, 'failed');
    addOutcome(tally, 0, 'ok');
    addOutcome(tally, 3, 'ok');
    expect(tally.verdict(START)).toEqual({
      kind: 'failed',
      url: URL_A,
      failure: { cause: 'success-rate', successRate: 50, required: 95, lastFailure: '503' },
    });
  });

  it('has a code if a good answer lacks the text', () => {
    const tally = beginStage(WITH_TEXT);
    follow(tally, old(2));
    expect(tally.report(START)).toMatchObject({ failure: { lastFailure: 'NO_TEXT' } });
  });

  it('has the latency that is too high, even if old answers hide it from the plain percentile', () => {
    const tally = beginStage({ ...WITH_LATENCY, duration: 100 * INTERVAL }, [targetOf(0.1)]);
    // 2 of (2 + 9.8) are slow, but 2 of 100.
    const verdict = follow(tally, [...ok(98), ...slow(2)]).at(-1);
    const failure = { cause: 'latency', p95: LIMIT + 1, limit: LIMIT };
    expect(verdict).toEqual({ kind: 'failed', url: URL_A, failure });
  });

  it('has how many answers of the new version were expected', () => {
    const verdict = follow(beginStage({}, [targetOf(0.125)]), ok(20)).at(-1);
    const failure = { cause: 'no-evidence', counted: 2.5, needed: 5 };
    expect(verdict).toEqual({ kind: 'failed', url: URL_A, failure });
  });
});

describe('the report', () => {
  it('has the numbers of each URL', () => {
    const tally = beginStage({ duration: 30 * INTERVAL }, [targetOf(0.5)]);
    const add = (index: number, status: number, latency: number) => {
      const answer = { kind: 'response', status, hasText: true } as const;
      tally.add(URL_A, { at: START + index * INTERVAL, latency, answer });
    };
    for (const index of ok(20).keys()) add(index, 200, 20 - index);
    add(20, 500, 9_999);
    expect(tally.report(START + 25_000)).toMatchObject({
      stage: 'paused',
      verdict: 'failed',
      startedAt: START,
      duration: 25_000,
      failure: { cause: 'success-rate', url: URL_A },
      targets: [
        {
          ...{ url: URL_A, instance: '', verdict: 'failed' },
          ...{ requests: 21, counted: 21, failures: 1, successRate: (10 / 11) * 100 },
          ...{ latency: { p50: 10, p95: 19, p99: 20 }, lastFailure: '500' },
        },
      ],
    });
  });

  it('has the counts that are known without it', () => {
    const tally = beginStage({ ...WITH_TEXT, duration: 30 * INTERVAL }, [targetOf(0.5)]);
    follow(tally, [...ok(3), ...old(4), ...failed(1)]);
    const counts = { requests: 8, counted: 4, failures: 1 };
    expect(tally.counts()).toEqual([counts]);
    expect(tally.report(START).targets).toMatchObject([counts]);
  });

  it('has nothing where nothing was seen', () => {
    const report = beginStage().report(START + 1);
    expect(report).not.toHaveProperty('failure');
    expect(report).toMatchObject({ verdict: 'pending', series: [] });
    expect(report.targets).toMatchObject([
      { requests: 0, successRate: undefined, latency: undefined, lastFailure: '' },
    ]);
  });

  it.each<[readonly Outcome[], string]>([
    [ok(3), 'stopped'],
    [ok(20), 'passed'],
    [failed(3), 'failed'],
  ])('of a stage that is stopped keeps a verdict (%#)', (outcomes, verdict) => {
    const tally = beginStage();
    follow(tally, outcomes);
    expect(tally.report(START, true).verdict).toBe(verdict);
  });
});
