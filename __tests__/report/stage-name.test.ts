import { describe, expect, it } from '@jest/globals';
import { formatRate } from '../../src/report/stage-name.ts';

describe('a rate that is too low', () => {
  it.each([
    [94.99, '94.9'],
    [99.99, '99.9'],
    [100, '100'],
    [0, '0'],
    [72.48, '72.4'],
  ])('%d never looks sufficient: %s', (rate, shown) => {
    expect(formatRate(rate)).toBe(shown);
  });
});
