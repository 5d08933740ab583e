import type { Outcome } from './probing.ts';

/** What is asked of one URL, in the words of the documentation. */
export interface Question {
  readonly successRate: number;
  readonly hasText: boolean;
  readonly hasLimit: boolean;
  /** New instances of all instances, as a fraction of integers. */
  readonly fresh: number;
  readonly all: number;
}

/**
 * Judges all outcomes of a URL once everything is known, in integers: every weight is multiplied by
 * the number of instances, and every percentage by 100.
 */
export function judgeAtEnd(outcomes: readonly Outcome[], question: Question): string {
  const { successRate, hasText, hasLimit, fresh, all } = question;
  const isShared = fresh < all;
  const goodWeight = hasText ? all : fresh;
  let [good, bad, slow, evidence] = [0, 0, 0, 0];
  for (const outcome of outcomes) {
    const isText = outcome !== 'old' || !hasText;
    if (outcome === 'failed' || (!isText && !isShared)) {
      bad += all;
      evidence += goodWeight;
    } else if (isText) {
      good += goodWeight;
      evidence += goodWeight;
      if (outcome === 'slow' && hasLimit) slow += all;
    }
  }
  const slowCount = all === 0 ? 0 : slow / all;
  const fast = good - slowCount * goodWeight;
  if (good * 100 < successRate * (good + bad)) return 'success-rate';
  if (slow * 100 > 5 * (slow + fast)) return 'latency';
  return evidence < 5 * all ? 'no-evidence' : 'passed';
}

/** The least value of which at most the given share is above it, by looking at each value. */
export function findPercentile(values: readonly number[], percent: number): number | undefined {
  const candidates = values.filter((value) => {
    const notAbove = values.filter((other) => other <= value).length;
    return notAbove * 100 >= percent * values.length;
  });
  return candidates.length > 0 ? Math.min(...candidates) : undefined;
}
