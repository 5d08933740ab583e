import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Question } from './oracle.ts';
import { findPercentile, judgeAtEnd } from './oracle.ts';
import type { Outcome } from './probing.ts';
import {
  addOutcome,
  beginStage,
  follow,
  INTERVAL,
  LIMIT,
  nameVerdict,
  START,
  targetOf,
  URL_A,
} from './probing.ts';

const shares = fc.constantFrom([1, 1], [0, 2], [1, 2], [1, 3], [1, 6], [5, 6], [1, 20]);

const questions: fc.Arbitrary<Question> = fc
  .record({
    successRate: fc.constantFrom(0, 50, 80, 90, 95, 99, 100),
    hasText: fc.boolean(),
    hasLimit: fc.boolean(),
    share: shares,
  })
  .map(({ share: [fresh = 1, all = 1], ...rest }) => ({ ...rest, fresh, all }));

/** From flawless to broken, so that rates near the required one are frequent. */
const outcomes: fc.Arbitrary<Outcome[]> = fc
  .record({ failed: fc.nat(6), slow: fc.nat(6), old: fc.nat(30) })
  .chain(({ failed, slow, old }) =>
    fc.array(
      fc.oneof(
        { weight: 60, arbitrary: fc.constant<Outcome>('ok') },
        { weight: failed, arbitrary: fc.constant<Outcome>('failed') },
        { weight: slow, arbitrary: fc.constant<Outcome>('slow') },
        { weight: old, arbitrary: fc.constant<Outcome>('old') },
      ),
      { minLength: 1, maxLength: 120, size: 'max' },
    ),
  );

const RUNS = { numRuns: 300 };

function begin({ successRate, hasText, hasLimit, fresh, all }: Question, requests: number) {
  const latency = hasLimit ? LIMIT : undefined;
  const duration = requests * INTERVAL;
  return beginStage({ successRate, hasText, latency, duration }, [targetOf(fresh / all)]);
}

function judgeWhole(question: Question, all: readonly Outcome[]): string {
  return nameVerdict(follow(begin(question, all.length), all).at(-1));
}

const kindOf = (name: string) => (['passed', 'pending'].includes(name) ? name : 'failed');

describe('the verdict on a URL', () => {
  it('is, at the end, what a naive judge says', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(questions, outcomes, (question, all) => {
        const expected = judgeAtEnd(all, question);
        seen.add(expected);
        expect(judgeWhole(question, all)).toBe(expected);
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual(['latency', 'no-evidence', 'passed', 'success-rate']);
  });

  it('is never pending at the end, and never anything else than at the end once it is certain', () => {
    let early = 0;
    fc.assert(
      fc.property(questions, outcomes, outcomes, fc.nat(120), (question, all, other, at) => {
        // What follows is drawn anew: it must not matter either.
        const whole = all.map((each, index) => (index < at ? each : (other[index] ?? each)));
        const names = follow(begin(question, whole.length), whole).map(nameVerdict);
        const certain = names.filter((name) => name !== 'pending').map(kindOf);
        early += certain.length > 1 ? 1 : 0;
        expect(new Set(certain)).toEqual(new Set([kindOf(judgeAtEnd(whole, question))]));
      }),
      RUNS,
    );
    expect(early).toBeGreaterThan(100);
  });

  it('is certain only if nothing that may follow changes it', () => {
    const kinds = ['ok', 'failed', 'slow', 'old'] as const;
    fc.assert(
      fc.property(questions, outcomes, fc.integer({ min: 1, max: 4 }), (question, all, left) => {
        const tally = begin(question, all.length + left);
        const name = nameVerdict(follow(tally, all).at(-1));
        const futures = Array.from({ length: 4 ** left }, (_, code) =>
          Array.from({ length: left }, (__, digit) => {
            return kinds[Math.floor(code / 4 ** digit) % 4] ?? 'ok';
          }),
        );
        const ends = futures.map((future) => kindOf(judgeAtEnd([...all, ...future], question)));
        expect(ends.every((end) => name === 'pending' || end === kindOf(name))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is never passed with more failures than are allowed, and never failed by fewer', () => {
    fc.assert(
      fc.property(questions, outcomes, (question, all) => {
        // Only new instances: then the rate can be counted on the fingers.
        const plain = { ...question, fresh: 1, all: 1, hasText: false };
        const bad = all.filter((each) => each === 'failed').length;
        const allowed = Math.floor(((100 - question.successRate) * all.length) / 100);
        const names = follow(begin(plain, all.length), all).map(nameVerdict);
        expect(names.includes('passed') && bad > allowed).toBe(false);
        expect(names.includes('success-rate') && bad <= allowed).toBe(false);
      }),
      RUNS,
    );
  });

  it('does not turn from passed to failed if a failure becomes a success', () => {
    let passed = 0;
    fc.assert(
      fc.property(questions, outcomes, fc.nat(), (question, all, pick) => {
        if (judgeWhole(question, all) !== 'passed') return;
        const failures = [...all.keys()].filter((index) => all[index] === 'failed');
        const better = failures[pick % Math.max(1, failures.length)];
        const improved = all.map((each, index) => (index === better ? 'ok' : each));
        passed += better === undefined ? 0 : 1;
        expect(judgeWhole(question, improved)).toBe('passed');
      }),
      RUNS,
    );
    expect(passed).toBeGreaterThan(30);
  });

  it('does not depend on the order of the samples, nor on when they come', () => {
    const shuffled = outcomes.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(questions, shuffled, (question, [all, order]) => {
        const late = begin(question, all.length);
        for (const index of order) addOutcome(late, index, all[index] ?? 'ok');
        const moved = order.map((index) => all[index] ?? 'ok');
        const expected = judgeWhole(question, all);
        expect(nameVerdict(late.verdict(START))).toBe(expected);
        expect(judgeWhole(question, moved)).toBe(expected);
      }),
      RUNS,
    );
  });
});

describe('the report on a URL', () => {
  it('has the percentiles and counts that a naive computation has', () => {
    const samples = fc.array(
      fc.record({ latency: fc.double({ min: 0, max: 1e4, noNaN: true }), isOk: fc.boolean() }),
      { maxLength: 100, size: 'max' },
    );
    fc.assert(
      fc.property(samples, (all) => {
        const tally = beginStage({ duration: 100 * INTERVAL });
        all.forEach(({ latency, isOk }, index) => {
          const at = START + index * INTERVAL;
          const answer = { kind: 'response', status: isOk ? 204 : 500, hasText: true } as const;
          tally.add(URL_A, { at, latency, answer });
        });
        const good = all.filter(({ isOk }) => isOk).map(({ latency }) => latency);
        const [p50, p95, p99] = [50, 95, 99].map((percent) => findPercentile(good, percent));
        const [target] = tally.report(START).targets;
        expect(target?.latency).toEqual(good.length > 0 ? { p50, p95, p99 } : undefined);
        expect(target?.requests).toBe(all.length);
        expect(target?.failures).toBe(all.length - good.length);
      }),
    );
  });

  it('has a latency over the bound if and only if the verdict says so', () => {
    fc.assert(
      fc.property(questions, outcomes, (question, all) => {
        const verdict = follow(begin(question, all.length), all).at(-1);
        if (verdict?.kind !== 'failed' || verdict.failure.cause !== 'latency') return;
        expect(verdict.failure.p95).toBeGreaterThan(verdict.failure.limit);
      }),
      RUNS,
    );
  });
});
