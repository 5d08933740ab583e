import { describe, expect, it } from '@jest/globals';
import { posix, win32 } from 'node:path';
import { mayMatchType, readFilePatterns, splitPattern } from '../../src/transfer/file-pattern.ts';

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

describe('a pattern with a path', () => {
  it.each([
    ['target\\*.jar', 'D:\\a\\shop\\target', '*.jar'],
    ['target/[1]\\*.jar', 'D:\\a\\shop\\target\\[1]', '*.jar'],
    ['none\\a/*.jar', 'D:\\a\\shop', 'none/a/*.jar'],
    ['..\\shop\\target\\**\\*.jar', 'D:\\a\\shop\\target', '**/*.jar'],
    ['D:/a/shop/target/*.jar', 'D:\\a\\shop\\target', '*.jar'],
    ['\\a\\shop\\*.jar', 'D:\\a\\shop', '*.jar'],
    ['\\\\server\\share\\out\\*.jar', '\\\\server\\share\\out', '*.jar'],
    ['//server/share/*.jar', '\\\\server\\share\\', '*.jar'],
    ['Q:\\out\\*.jar', 'Q:\\', 'out/*.jar'],
  ])('is split by the rules of Windows: %s', async (pattern, base, rest) => {
    const folders = ['D:\\a', 'D:\\a\\shop', 'D:\\a\\shop\\target', 'D:\\a\\shop\\target\\[1]'];
    const isFolder = isAmong([...folders, '\\\\server\\share\\out']);
    const split = await splitPattern(pattern, 'D:\\a\\shop', { rules: win32, isFolder });
    expect(split).toEqual({ base, rest });
  });

  it.each([
    ['target/*.jar', '/work/target', '*.jar'],
    ['target/[1]/*.jar', '/work/target/[1]', '*.jar'],
    ['target\\[1]/*.jar', '/work', 'target\\[1]/*.jar'],
    ['/work//target/*.jar', '/work/target', '*.jar'],
    ['/none/*.jar', '/', 'none/*.jar'],
  ])('is split by the rules of POSIX: %s', async (pattern, base, rest) => {
    const isFolder = isAmong(['/work', '/work/target', '/work/target/[1]']);
    const split = await splitPattern(pattern, '/work', { rules: posix, isFolder });
    expect(split).toEqual({ base, rest });
  });
});

function isAmong(folders: readonly string[]) {
  return (path: string) => Promise.resolve(folders.includes(path));
}
