import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  getPercentile,
  getWeightedPercentile,
  sortNumbers,
} from '../../src/verification/percentile.ts';
import { findPercentile } from './oracle.ts';

const values = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60, size: 'max' });
const percents = fc.constantFrom(1, 50, 90, 95, 99, 100);

describe('a percentile', () => {
  it.each([
    [[], 95, undefined],
    [[7], 50, 7],
    [[1, 2], 50, 1],
    [[1, 2, 3], 50, 2],
    [Array.from({ length: 20 }, (_, index) => index + 1), 95, 19],
    [Array.from({ length: 19 }, (_, index) => index + 1), 95, 19],
    [Array.from({ length: 100 }, (_, index) => index + 1), 99, 99],
  ])('of %j, %d percent, is %j', (sorted, percent, expected) => {
    expect(getPercentile(sorted, percent)).toBe(expected);
  });

  it('is what a naive computation finds', () => {
    fc.assert(
      fc.property(values, percents, (all, percent) => {
        const expected = findPercentile(all, percent);
        expect(getPercentile(sortNumbers(all), percent)).toBe(expected);
        const weighted = all.map((value) => ({ value, weight: 1 / 6 }));
        expect(getWeightedPercentile(weighted, percent)).toBe(expected);
      }),
    );
  });

  it('counts a value as often as its weight', () => {
    const weighted = fc.array(
      fc.record({ value: fc.nat(50), weight: fc.integer({ min: 0, max: 5 }) }),
    );
    fc.assert(
      fc.property(weighted, percents, (all, percent) => {
        const repeated = all.flatMap(({ value, weight }) =>
          Array.from({ length: weight }, () => value),
        );
        if (repeated.length === 0) return;
        expect(getWeightedPercentile(all, percent)).toBe(findPercentile(repeated, percent));
      }),
    );
  });
});
