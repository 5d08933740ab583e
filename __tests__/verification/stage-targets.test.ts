import { describe, expect, it } from '@jest/globals';
import {
  addOutcome,
  beginStage,
  CRITERIA,
  follow,
  INTERVAL,
  nameVerdict,
  START,
  targetOf,
  times,
  URL_A,
} from './probing.ts';

const ok = (count: number) => times(count, 'ok');
const failed = (count: number) => times(count, 'failed');
const WITH_TEXT = { hasText: true };

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

  it('ends for good some time after the timeout: what is missing was never sent', () => {
    const tally = beginStage({ successRate: 100 });
    follow(tally, ok(19));
    const late = START + 20 * INTERVAL + CRITERIA.timeout + 5_000;
    expect(nameVerdict(tally.verdict(late - 1))).toBe('pending');
    expect(nameVerdict(tally.verdict(late))).toBe('passed');
    expect(tally.report(late).targets).toMatchObject([{ requests: 19, counted: 19, failures: 0 }]);
  });

  it('is no evidence if too few requests were sent', () => {
    const tally = beginStage({ successRate: 100 });
    follow(tally, ok(4));
    const late = START + 20 * INTERVAL + CRITERIA.timeout + 5_000;
    expect(nameVerdict(tally.verdict(late - 1))).toBe('pending');
    expect(nameVerdict(tally.verdict(late))).toBe('no-evidence');
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
