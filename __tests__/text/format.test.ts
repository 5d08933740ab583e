import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closestMatch, formatBytes } from '../../src/text/format.ts';

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
