import { describe, expect, it } from '@jest/globals';
import type { Criteria } from '../../src/verification/criteria.ts';
import type { Outcome } from './probing.ts';
import { beginStage, follow, INTERVAL, LIMIT, nameVerdict, targetOf, times } from './probing.ts';

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

describe('sums of fractions', () => {
  it.each<[string, number, Partial<Criteria>, readonly Outcome[]]>([
    ['15 thirds are 5', 1 / 3, { successRate: 0 }, ok(15)],
    ['50 tenths are 5', 1 / 10, { successRate: 0 }, ok(50)],
    ['114 sixths and a failure are 95 %', 1 / 6, {}, [...ok(114), ...failed(1)]],
    ['27 thirds and a failure are 90 %', 1 / 3, { successRate: 90 }, [...ok(27), ...failed(1)]],
    ['999 of 1,000 are 99.9 %', 1, { successRate: 99.9 }, [...ok(999), ...failed(1)]],
  ])('do not decide by rounding: %s', (_, share, criteria, outcomes) => {
    const duration = outcomes.length * INTERVAL;
    const tally = beginStage({ ...criteria, duration }, [targetOf(share)]);
    expect(nameVerdict(follow(tally, outcomes).at(-1))).toBe('passed');
  });
});
