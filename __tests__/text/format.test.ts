import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  closestMatch,
  formatBytes,
  formatDuration,
  formatInstances,
  formatList,
  joinParts,
} from '../../src/text/format.ts';

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

describe('enumerated words', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('%j', (words, text) => {
    expect(formatList(words, 'or')).toBe(text);
  });

  it('take the conjunction', () => {
    expect(formatList(['a', 'b'], 'and')).toBe('a and b');
  });
});

describe('the nearest word', () => {
  const OPERATIONS = ['tem-rolling-update', 'tem-wait', 'tem-resume', 'tem-revert'] as const;

  it.each([
    ['tem-rolling-updat', 'tem-rolling-update'],
    ['tem_rolling_update', 'tem-rolling-update'],
    ['tem-rollling-update', 'tem-rolling-update'],
    ['rolling-update', 'tem-rolling-update'],
    ['tem-wiat', 'tem-wait'],
    ['temwait', 'tem-wait'],
    ['tem-reverse', 'tem-revert'],
    ['tem-resume', 'tem-resume'],
    ['deploy', undefined],
    ['x', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('to %j is %j', (mistyped, meant) => {
    expect(closestMatch(mistyped, OPERATIONS)).toBe(meant);
  });

  it('is found with one letter lost', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPERATIONS), fc.nat(), (word, seed) => {
        const place = seed % word.length;
        expect(closestMatch(word.slice(0, place) + word.slice(place + 1), OPERATIONS)).toBe(word);
      }),
    );
  });

  it('is the nearer of two', () => {
    expect(closestMatch('on-failurs', ['on-failures-x', 'on-failure', 'on-failed'])).toBe(
      'on-failure',
    );
  });

  it('has none among no words', () => {
    expect(closestMatch<string>('tem-wait', [])).toBeUndefined();
  });
});
