import { describe, expect, it } from '@jest/globals';
import type { Criteria } from '../../src/verification/criteria.ts';
import type { Outcome } from './probing.ts';
import {
  addOutcome,
  beginStage,
  CRITERIA,
  follow,
  INTERVAL,
  LIMIT,
  nameVerdict,
  START,
  targetOf,
  times,
  URL_A,
} from './probing.ts';

const ok = (count: number) => times(count, 'ok');
const failed = (count: number) => times(count, 'failed');
const slow = (count: number) => times(count, 'slow');
const old = (count: number) => times(count, 'old');

interface Row {
  readonly criteria?: Partial<Criteria>;
  readonly share?: number;
  readonly outcomes: readonly Outcome[];
  readonly end: string;
  /** After how many requests the verdict is certain. */
  readonly after: number;
}

const WITH_TEXT = { hasText: true };
const WITH_LATENCY = { latency: LIMIT };

describe('the verdict on one URL with 20 requests', () => {
  it.each<[string, Row]>([
    // One failure of 20 is allowed.
    ['all succeed', { outcomes: ok(20), end: 'passed', after: 19 }],
    ['the first fails', { outcomes: [...failed(1), ...ok(19)], end: 'passed', after: 20 }],
    ['the last fails', { outcomes: [...ok(19), ...failed(1)], end: 'passed', after: 19 }],
    ['two fail at once', { outcomes: [...failed(2), ...ok(18)], end: 'success-rate', after: 2 }],
    ['the last two fail', { outcomes: [...ok(18), ...failed(2)], end: 'success-rate', after: 20 }],
    [
      'none may fail, and the last does',
      {
        criteria: { successRate: 100 },
        outcomes: [...ok(19), ...failed(1)],
        end: 'success-rate',
        after: 20,
      },
    ],
    [
      'any rate will do',
      { criteria: { successRate: 0 }, outcomes: failed(20), end: 'passed', after: 5 },
    ],
    [
      'four requests are too few',
      { criteria: { duration: 4 * INTERVAL }, outcomes: ok(4), end: 'no-evidence', after: 0 },
    ],
    [
      'five are just enough',
      { criteria: { duration: 5.9 * INTERVAL }, outcomes: ok(5), end: 'passed', after: 5 },
    ],
    [
      'the duration is shorter than the interval',
      { criteria: { duration: 1 }, outcomes: ok(1), end: 'no-evidence', after: 0 },
    ],
    // Latency: one slow answer of 20 is allowed, none of 19.
    [
      'one is slow',
      { criteria: WITH_LATENCY, outcomes: [...slow(1), ...ok(19)], end: 'passed', after: 20 },
    ],
    [
      'two are slow',
      { criteria: WITH_LATENCY, outcomes: [...slow(2), ...ok(18)], end: 'latency', after: 2 },
    ],
    [
      'one is slow and one fails',
      {
        criteria: WITH_LATENCY,
        outcomes: [...slow(1), ...ok(18), ...failed(1)],
        end: 'latency',
        after: 20,
      },
    ],
    // An instance of two is new; nobody can tell who answers: a success counts half.
    ['half is new', { share: 0.5, outcomes: ok(20), end: 'passed', after: 20 }],
    [
      // 0.5 × 19 of 10.5 succeed: 90.5 %.
      'half is new and one fails',
      { share: 0.5, outcomes: [...failed(1), ...ok(19)], end: 'success-rate', after: 1 },
    ],
    // A fifth of 20 answers is 4.
    ['a fifth is new', { share: 0.2, outcomes: ok(20), end: 'no-evidence', after: 19 }],
    ['a quarter is new', { share: 0.25, outcomes: ok(20), end: 'passed', after: 20 }],
    ['no new instance is healthy', { share: 0, outcomes: ok(20), end: 'no-evidence', after: 16 }],
    // With the text, those that have it count in full.
    [
      'old instances answer as well',
      {
        criteria: WITH_TEXT,
        share: 0.5,
        outcomes: [...old(15), ...ok(5)],
        end: 'passed',
        after: 20,
      },
    ],
    [
      'only old instances answer',
      { criteria: WITH_TEXT, share: 0.5, outcomes: old(20), end: 'no-evidence', after: 16 },
    ],
    [
      'a failure does not hide among the answers of old instances',
      {
        criteria: WITH_TEXT,
        share: 0.5,
        outcomes: [...ok(9), ...old(10), ...failed(1)],
        end: 'success-rate',
        after: 20,
      },
    ],
    [
      'the text is missing where only new instances answer',
      { criteria: WITH_TEXT, outcomes: [...old(2), ...ok(18)], end: 'success-rate', after: 2 },
    ],
  ])('%s', (_, { criteria, share, outcomes, end, after }) => {
    const verdicts = follow(beginStage(criteria, [targetOf(share)]), outcomes).map(nameVerdict);
    expect(verdicts.at(-1)).toBe(end);
    expect(verdicts.findIndex((each) => each !== 'pending')).toBe(after);
  });
});

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

describe('the URLs of a stage', () => {
  const URL_B = 'http://10.0.0.2:8080/';
  const both = [targetOf(1, URL_A, 'a'), targetOf(1, URL_B, 'b')];
  const addAll = (tally: ReturnType<typeof beginStage>, url: string, from = 0) => {
    for (const index of ok(20).keys()) addOutcome(tally, from + index, 'ok', url);
  };

  it('are pending until there is one', () => {
    expect(beginStage({}, []).verdict(START + 1e9)).toEqual({ kind: 'pending' });
  });

  it('pass together', () => {
    const tally = beginStage({}, both);
    addAll(tally, URL_A);
    expect(nameVerdict(tally.verdict(START))).toBe('pending');
    addAll(tally, URL_B);
    expect(nameVerdict(tally.verdict(START))).toBe('passed');
  });

  it('fail alone', () => {
    const tally = beginStage({}, both);
    addAll(tally, URL_A);
    addOutcome(tally, 0, 'failed', URL_B);
    addOutcome(tally, 1, 'failed', URL_B);
    expect(tally.verdict(START)).toMatchObject({ kind: 'failed', url: URL_B });
  });

  it('no longer count when they are gone', () => {
    const tally = beginStage({}, both);
    addAll(tally, URL_A);
    addOutcome(tally, 0, 'failed', URL_B);
    addOutcome(tally, 1, 'failed', URL_B);
    tally.setTargets([targetOf(1, URL_A, 'a')], START + 3_000);
    addOutcome(tally, 2, 'failed', URL_B);
    expect(nameVerdict(tally.verdict(START + 3_000))).toBe('passed');
    expect(tally.report(START + 3_000).targets.map(({ url }) => url)).toEqual([URL_A]);
    tally.setTargets([], START + 4_000);
    expect(nameVerdict(tally.verdict(START + 4_000))).toBe('pending');
  });

  it('have their own full duration if they come late', () => {
    const tally = beginStage({}, [targetOf(1, URL_A, 'a')]);
    addAll(tally, URL_A);
    tally.setTargets(both, START + 15 * INTERVAL);
    expect(nameVerdict(tally.verdict(START + 20 * INTERVAL))).toBe('pending');
    addAll(tally, URL_B, 15);
    expect(nameVerdict(tally.verdict(START + 35 * INTERVAL))).toBe('passed');
  });

  it('start again when they come back, or reach another instance', () => {
    for (const next of ['a', 'c']) {
      const tally = beginStage({}, [targetOf(1, URL_A, 'a')]);
      addAll(tally, URL_A);
      if (next === 'a') tally.setTargets([], START + 19 * INTERVAL);
      tally.setTargets([targetOf(1, URL_A, next)], START + 20 * INTERVAL);
      // A slow answer of the time before.
      addOutcome(tally, 19, 'failed');
      expect(tally.report(START).targets).toMatchObject([{ requests: 0, verdict: 'pending' }]);
    }
  });
});

describe('the window of a URL', () => {
  it('ends after its duration: later requests change nothing', () => {
    const tally = beginStage();
    follow(tally, [...ok(20), ...failed(10)]);
    expect(tally.report(START)).toMatchObject({
      verdict: 'passed',
      targets: [{ requests: 20, failures: 0 }],
    });
  });

  it('waits for slow answers, whenever they come', () => {
    const tally = beginStage({ successRate: 100 });
    follow(tally, ok(19));
    const late = START + 20 * INTERVAL + CRITERIA.timeout;
    expect(nameVerdict(tally.verdict(late))).toBe('pending');
    addOutcome(tally, 19, 'ok');
    expect(nameVerdict(tally.verdict(late))).toBe('passed');
  });

  it('ends for good some time after the timeout: what is missing has failed', () => {
    const tally = beginStage({ successRate: 100 });
    follow(tally, ok(19));
    const late = START + 20 * INTERVAL + CRITERIA.timeout + 5_000;
    expect(nameVerdict(tally.verdict(late - 1))).toBe('pending');
    expect(tally.verdict(late)).toMatchObject({ failure: { lastFailure: 'TIMEOUT' } });
    expect(tally.report(late).targets).toMatchObject([{ requests: 20, counted: 20, failures: 1 }]);
  });
});

describe('the share of new instances', () => {
  it('applies to the samples that are due from the change on, whenever they come', () => {
    const tally = beginStage({}, [targetOf(0.5)]);
    tally.setTargets([targetOf(0.25)], START + 10 * INTERVAL);
    follow(tally, ok(20).slice(0, 12));
    // 10 × 0.5 + 2 × 0.25, and one failure: 5.5 of 6.5.
    addOutcome(tally, 19, 'failed');
    const rate = tally.report(START).targets[0]?.successRate;
    expect(rate).toBeCloseTo((5.5 / 6.5) * 100);
  });

  it('does not decide while it is low for a moment', () => {
    const tally = beginStage({ duration: 200 * INTERVAL }, [targetOf(0.5)]);
    tally.setTargets([targetOf(0)], START);
    addOutcome(tally, 0, 'failed');
    expect(nameVerdict(tally.verdict(START))).toBe('pending');
  });

  it('is 1 or less: with 1, an answer without the text fails', () => {
    const tally = beginStage(WITH_TEXT, [targetOf(0.5)]);
    addOutcome(tally, 0, 'old');
    tally.setTargets([targetOf(1)], START + INTERVAL);
    addOutcome(tally, 1, 'old');
    expect(tally.report(START).targets).toMatchObject([{ requests: 2, counted: 1, failures: 1 }]);
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
