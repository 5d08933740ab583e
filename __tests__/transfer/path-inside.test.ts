import { describe, expect, it } from '@jest/globals';
import { posix, win32 } from 'node:path';
import { isInside } from '../../src/transfer/path-inside.ts';

describe('isInside', () => {
  it.each([
    ['D:\\a\\shop', 'D:\\a\\shop\\x.zip', true],
    ['D:\\a\\shop', 'D:/a/shop/b/x.zip', true],
    ['D:\\a\\shop', 'd:\\A\\SHOP\\x.zip', true],
    ['D:\\a\\shop', 'D:\\a\\shop\\..x', true],
    ['D:\\', 'D:\\x.zip', true],
    ['\\\\server\\share\\a', '\\\\SERVER\\Share\\a\\x.zip', true],
    ['D:\\a\\shop', 'D:\\a\\shop', false],
    ['D:\\a\\shop', 'D:\\a\\SHOP\\', false],
    ['D:\\a\\shop', 'D:\\a\\shop2\\x.zip', false],
    ['D:\\a\\shop', 'D:\\a', false],
    ['D:\\a\\shop', 'D:\\a\\x.zip', false],
    ['D:\\a\\shop', 'D:\\a\\shop\\..\\x.zip', false],
    ['D:\\a\\shop', 'C:\\a\\shop\\x.zip', false],
    ['D:\\a\\shop', '\\\\server\\share\\x.zip', false],
    ['\\\\server\\share', '\\\\server\\other\\x.zip', false],
    ['\\\\server\\share\\a', 'D:\\a\\x.zip', false],
  ])('knows the rules of Windows: %s, %s', (folder, path, isWithin) => {
    expect(isInside(folder, path, win32)).toBe(isWithin);
  });

  it.each([
    ['/work/shop', '/work/shop/x.zip', true],
    ['/work/shop', '/work/shop/..x', true],
    ['/work/shop', '/work/shop/C:\\x.zip', true],
    ['/', '/x.zip', true],
    ['/work/shop', '/work/shop/', false],
    ['/work/shop', '/work', false],
    ['/work/shop', '/', false],
    ['/work/shop', '/work/shop2/x.zip', false],
    ['/work/shop', '/work/shop/../x.zip', false],
    ['/work/shop', '/Work/shop/x.zip', false],
  ])('knows the rules of POSIX: %s, %s', (folder, path, isWithin) => {
    expect(isInside(folder, path, posix)).toBe(isWithin);
  });
});
