import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { camelCase } from '../../src/github/inputs/declare-input.ts';
import { formatList, closestMatch } from '../../src/text/format.ts';

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

describe('a camelCase name', () => {
  it.each([
    ['application-id', 'applicationId'],
    ['beta-batch-num', 'betaBatchNum'],
    ['wait', 'wait'],
  ])('%s -> %s', (name, camel) => {
    expect(camelCase(name)).toBe(camel);
  });
});
