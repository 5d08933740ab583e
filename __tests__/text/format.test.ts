import { describe, expect, it } from '@jest/globals';
import { formatBytes, formatDuration, formatInstances, joinParts } from '../../src/text/format.ts';

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [400, '0 s'],
    [1_000, '1 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [60_000, '1 min'],
    [61_000, '1 min 1 s'],
    [252_000, '4 min 12 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h 5 s'],
    [5_400_000, '1 h 30 min'],
    [21_600_000, '6 h'],
  ])('of %i ms is "%s"', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});

describe('small words', () => {
  it('count and join', () => {
    expect([0, 1, 2].map(formatInstances)).toEqual(['0 instances', '1 instance', '2 instances']);
    expect(joinParts('a', '', 'b')).toBe('a · b');
  });
});

describe('an amount of bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 KB'],
    [48_200_000, '48.2 MB'],
    [1_000_000_000, '1.0 GB'],
    [5_000_000_000_000, '5.0 TB'],
    [5_000_000_000_000_000, '5000.0 TB'],
  ])('%d is %s', (count, words) => {
    expect(formatBytes(count)).toBe(words);
  });
});
