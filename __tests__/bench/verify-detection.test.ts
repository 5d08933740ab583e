import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Shape } from '../../bench/verify-detection.ts';
import {
  chanceToDetect,
  formatWindows,
  SHAPES,
  simulateBatch,
} from '../../bench/verify-detection.ts';

/** The probabilities of 0 to n hits: a binomial distribution, each from the one before it. */
function distribute(requests: number, chance: number): number[] {
  if (chance > 0.5) return distribute(requests, 1 - chance).reverse();
  const chances = [(1 - chance) ** requests];
  for (let hits = 0; hits < requests; hits += 1) {
    const odds = chance / (1 - chance);
    chances.push(((chances[hits] ?? 0) * odds * (requests - hits)) / (hits + 1));
  }
  return chances;
}

const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0);

/** How likely the batch passes, in closed form and with the rules of the documentation. */
function chanceToPass({ instances, hasText, requests }: Shape, errorRate: number): number {
  if (!hasText) {
    // Each success counts 1 / instances; all numbers here are multiplied by the instances.
    const isPassed = (failures: number) => {
      const good = requests - failures;
      return good * 100 >= 95 * (good + failures * instances) && requests >= 5 * instances;
    };
    return total(distribute(requests, errorRate / instances).filter((_, hits) => isPassed(hits)));
  }
  // A request is answered by an old instance, or by the new one, which fails or does not.
  const byNew = distribute(requests, 1 / instances);
  return total(
    byNew.map((chance, answers) => {
      if (answers < 5 || chance < 1e-12) return 0;
      const failures = distribute(answers, errorRate);
      return chance * total(failures.filter((_, bad) => bad * 100 <= 5 * answers));
    }),
  );
}

const named = (shape: Shape) =>
  [
    `1 of ${shape.instances}, ${shape.requests} requests, ${shape.hasText ? 'with' : 'without'} a text`,
    shape,
  ] as const;

describe.each(SHAPES.map(named))('a paused batch: %s', (_, shape) => {
  it('is hardly ever passed if every second answer of the new version fails', () => {
    expect(chanceToPass(shape, 0.5)).toBeLessThanOrEqual(0.01);
    expect(simulateBatch(shape, 0.5, 200, { seed: 7 }).passed).toBeLessThanOrEqual(0.01);
  });

  it('is never failed by its rate if nothing fails', () => {
    const { passed, failed, noEvidence } = simulateBatch(shape, 0, 100);
    expect(failed).toBe(0);
    expect(passed + noEvidence).toBeCloseTo(1);
  });

  it('is passed as often as a binomial distribution tells', () => {
    const trials = 100;
    for (const errorRate of [0, 0.05, 0.25, 1]) {
      const expected = chanceToPass(shape, errorRate);
      const spread = Math.sqrt((expected * (1 - expected)) / trials);
      const { passed } = simulateBatch(shape, errorRate, trials, { seed: 11 });
      // Four standard deviations, and one trial more where the chance is next to nothing.
      expect(Math.abs(passed - expected)).toBeLessThanOrEqual(4 * spread + 1 / trials);
    }
  });
});

describe('a window of requests', () => {
  it.each([
    [20, 0.1],
    [60, 0.05],
    [300, 0.05],
    [300, 0.2],
    [1_200, 0.05],
  ])('of %d detects a failure rate of %d as often as a binomial tells', (requests, rate) => {
    const isDetected = (failures: number) => failures * 100 > 5 * requests;
    const expected = total(distribute(requests, rate).filter((_, hits) => isDetected(hits)));
    expect(chanceToDetect(requests, rate)).toBeCloseTo(expected, 9);
  });

  it.each(['verification.md', 'verification.zh-CN.md'])('is described in docs/%s', (file) => {
    const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
    const rows = (markdown: string) =>
      markdown
        .split('\n')
        .map((line) => line.replace(/\s/g, ''))
        .filter((line) => /^\|\d/.test(line));
    const described = rows(text);
    for (const required of [95, 99]) {
      for (const row of rows(formatWindows(required))) expect(described).toContain(row);
    }
  });

  it('has a row for each length', () => {
    expect(formatWindows().split('\n')).toHaveLength(6);
  });
});

describe('a balancer that chooses for each connection', () => {
  it('hides a broken batch from few connections', () => {
    const shape = { instances: 6, requests: 60, hasText: false };
    const { passed } = simulateBatch(shape, 1, 1_000, { perConnection: 10 });
    // None of six connections reaches the new instance.
    expect(passed).toBeCloseTo((5 / 6) ** 6, 1);
  });
});
