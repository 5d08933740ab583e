import { describe, expect, it } from '@jest/globals';
import { mayMatchType, readFilePatterns } from '../../src/transfer/file-pattern.ts';

describe('the type of what a pattern matches', () => {
  it.each([
    'shop.jar',
    'SHOP.WAR',
    'target/*',
    'target/*.@(jar|war)',
    'target/*.[jw]ar',
    'target/*.?ar',
    'target/shop.{jar,war}',
    'target/*r',
    'v1.2/!(x)',
  ])('may be the right one: %s', (pattern) => {
    expect(mayMatchType(pattern, /\.(jar|war)$/i)).toBe(true);
  });

  it.each(['shop.zip', 'shop', 'target/*.zip', 'target/[a-z].jar.original', '*.jar/x.txt'])(
    'cannot be the right one: %s',
    (pattern) => {
      expect(mayMatchType(pattern, /\.(jar|war)$/i)).toBe(false);
    },
  );
});

describe('lines of patterns', () => {
  it.each([
    ['a.jar', ['a.jar'], []],
    [' a.jar \r\n\n!b.jar\n ! c ', ['a.jar'], ['b.jar', 'c']],
    ['!(a|b).jar', ['!(a|b).jar'], []],
  ])('%j', (text, includes, excludes) => {
    expect(readFilePatterns(text)).toEqual({ includes, excludes });
  });
});
