import { beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import {
  findFiles,
  findUnreadableFolder,
  mayMatchType,
  readFilePatterns,
  splitPattern,
} from '../../src/transfer/file-pattern.ts';
import { asNobody } from '../support/as-nobody.ts';
import { itWithModeBits } from '../support/platform-tests.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

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
    ['dist/a!b.jar', ['dist/a!b.jar'], []],
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

describe('a folder that may not be read', () => {
  const folder = temporaryFolder();

  beforeEach(async () => {
    await mkdir(folder('a', 'locked'), { recursive: true });
    await writeFile(folder('a', 'locked', 'x.jar'), 'x');
  });

  itWithModeBits('is named by the search for what is in it', async () => {
    await chmod(folder('a', 'locked'), 0);
    const path = folder('a', 'locked', 'x.jar');
    const found = asNobody(() => findFiles('a/locked/x.jar', folder()), folder());
    await expect(found).rejects.toMatchObject({
      ...{ name: 'UnreadablePathError', code: 'EACCES', path },
      text: { values: { code: 'EACCES', path } },
    });
  });

  itWithModeBits.each([
    [0, false],
    [2, false],
    [3, true],
  ])('is found if it is among the first %d: %j', async (maxFolders, isFound) => {
    await chmod(folder('a', 'locked'), 0);
    const found = await asNobody(() => findUnreadableFolder(folder(), maxFolders), folder());
    expect(found).toBe(isFound ? folder('a', 'locked') : undefined);
  });

  it.each([
    ['one that can be read', []],
    ['one that does not exist', ['none']],
    ['a file', ['a', 'locked', 'x.jar']],
  ])('is not %s', async (_, names) => {
    expect(await findUnreadableFolder(folder(...names), 10)).toBeUndefined();
  });
});

function isAmong(folders: readonly string[]) {
  return (path: string) => Promise.resolve(folders.includes(path));
}
