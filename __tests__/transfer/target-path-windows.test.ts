import { describe, expect, it } from '@jest/globals';
import { win32 } from 'node:path';
import { findNameWindowsRefuses, resolveTargetPath } from '../../src/transfer/target-path.ts';

describe('a path on Windows', () => {
  // None of them is there on the machine of this test, as none of them is on many runners.
  it.each([
    'Q:\\out\\y.zip',
    'Q:/out/',
    'a:b',
    '\\\\server\\share\\out\\y.zip',
    '\\\\server\\share',
    '//server/share/y.zip',
    '\\\\?\\Q:\\y.zip',
  ])('is refused where its drive or share is not there: %s', async (downloadPath) => {
    const options = { downloadPath, name: 'code.zip', rules: win32 };
    const wanted = resolveTargetPath({ ...options, roots: ['D:\\a\\shop\\shop', 'D:\\a\\_temp'] });
    await expect(wanted).rejects.toMatchObject({
      code: 'path-invalid',
      details: [{ label: { key: 'words.fix' } }],
    });
  });

  it.each([
    ['CON', 'CON'],
    ['build\\aux.txt', 'aux.txt'],
    ['build/nul', 'nul'],
    ['com1.zip', 'com1.zip'],
    ['LPT².zip', 'LPT².zip'],
    ['conin$', 'conin$'],
    ['report.', 'report.'],
    ['old \\x.zip', 'old '],
    ['a.zip:stream', 'a.zip:stream'],
    ['D:\\a\\x*.zip', 'x*.zip'],
    ['D:aux', 'aux'],
  ])('is refused where a name means something else there: %s', async (downloadPath, name) => {
    expect(findNameWindowsRefuses(downloadPath)).toBe(name);
    const wanted = resolveTargetPath({ downloadPath, name: 'x', roots: ['D:\\a'], rules: win32 });
    await expect(wanted).rejects.toMatchObject({
      code: 'path-invalid',
      message: expect.stringContaining(`"${name}"`),
    });
  });

  it.each(['.', '..\\x.zip', 'D:\\a\\b\\', 'console.log', 'build/com10.zip', '.x', '\\\\s\\s\\x'])(
    'is fine where its names are: %s',
    (path) => {
      expect(findNameWindowsRefuses(path)).toBeUndefined();
    },
  );
});
