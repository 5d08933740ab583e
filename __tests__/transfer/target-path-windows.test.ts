import { describe, expect, it } from '@jest/globals';
import type { PlatformPath } from 'node:path';
import { posix, win32 } from 'node:path';
import type { PathDisk } from '../../src/transfer/target-path.ts';
import { resolveTargetPath } from '../../src/transfer/target-path.ts';

/** The folders (ending in the separator) and files of a disk, and the links among them. */
interface Content {
  readonly paths: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
}

/** A disk that ignores case and tells the real spelling, as those of Windows and Macs do. */
function caseBlindDisk({ paths, links = {} }: Content, rules: PlatformPath): PathDisk {
  const key = (path: string) => rules.join(path, rules.sep).toLowerCase();
  const spelled = new Map(paths.map((path) => [key(path), path]));
  const targets = new Map(Object.entries(links).map(([from, to]) => [key(from), to]));
  const follow = (path: string): string => {
    const parent = rules.dirname(path);
    const whole = parent === path ? path : rules.join(follow(parent), rules.basename(path));
    return targets.get(key(whole)) ?? whole;
  };
  const find = (path: string) => {
    // Windows gives a path without the prefix that allows long ones.
    const found = spelled.get(key(follow(path.replace(/^\\\\\?\\/, ''))));
    if (found === undefined) throw Object.assign(new Error('absent'), { code: 'ENOENT' });
    return found;
  };
  const answer = <T>(act: () => T) => Promise.resolve().then(act);
  return {
    lstat: (path) => answer(() => find(path)),
    realpath: (path) => answer(() => rules.resolve(find(path))),
    stat: (path) =>
      answer(() => {
        const isFolder = find(path).endsWith(rules.sep);
        return { isDirectory: () => isFolder, isFile: () => !isFolder };
      }),
  };
}

const WINDOWS = caseBlindDisk(
  {
    paths: [
      ...['C:\\', 'C:\\Windows\\', 'C:\\Users\\', 'C:\\Users\\runneradmin\\'],
      ...['D:\\', 'D:\\a\\', 'D:\\a\\_temp\\', 'D:\\a\\shop\\', 'D:\\a\\shop\\shop\\'],
      ...['D:\\a\\shop\\shop\\Build\\', 'D:\\a\\shop\\shop\\Old.zip'],
      ...['\\\\server\\share\\', '\\\\server\\share\\out\\'],
    ],
    links: {
      'D:\\a\\shop\\shop\\outer': 'C:\\Windows\\',
      'D:\\a\\shop\\shop\\inner': 'D:\\a\\shop\\shop\\Build\\',
      'C:\\Users\\RUNNER~1': 'C:\\Users\\runneradmin\\',
    },
  },
  win32,
);

function onWindows(downloadPath: string, name = 'code.zip', workspace = 'D:\\a\\shop\\shop') {
  const roots = [workspace, 'D:\\a\\_temp'] as const;
  return resolveTargetPath({ downloadPath, name, roots, rules: win32, disk: WINDOWS });
}

describe('a path on Windows', () => {
  it.each([
    ['x.zip', 'D:\\a\\shop\\shop\\x.zip'],
    ['new\\a/b\\x.zip', 'D:\\a\\shop\\shop\\new\\a\\b\\x.zip'],
    ['.', 'D:\\a\\shop\\shop\\code.zip'],
    ['build', 'D:\\a\\shop\\shop\\Build\\code.zip'],
    ['BUILD\\', 'D:\\a\\shop\\shop\\Build\\code.zip'],
    ['new/', 'D:\\a\\shop\\shop\\new\\code.zip'],
    ['old.ZIP', 'D:\\a\\shop\\shop\\Old.zip'],
    ['inner\\x.zip', 'D:\\a\\shop\\shop\\Build\\x.zip'],
    ['build\\..\\x.zip', 'D:\\a\\shop\\shop\\x.zip'],
    ['..x', 'D:\\a\\shop\\shop\\..x'],
    ['d:/A/Shop/SHOP/x.zip', 'D:\\a\\shop\\shop\\x.zip'],
    ['D:\\a\\_temp\\', 'D:\\a\\_temp\\code.zip'],
    ['\\a\\shop\\shop\\x.zip', 'D:\\a\\shop\\shop\\x.zip'],
    ['\\\\?\\D:\\a\\shop\\shop\\x.zip', 'D:\\a\\shop\\shop\\x.zip'],
  ])('leads into the workspace: %s', async (downloadPath, path) => {
    expect(await onWindows(downloadPath)).toBe(path);
  });

  // Node itself adds the prefix that Windows needs for more than 260 characters.
  it('may be long', async () => {
    const folders = `${'y'.repeat(200)}\\`.repeat(3);
    expect(await onWindows(`${folders}x.zip`)).toBe(`D:\\a\\shop\\shop\\${folders}x.zip`);
  });

  it.each([
    '..\\x.zip',
    '..\\..\\x.zip',
    '../shop2/x.zip',
    'build\\..\\..\\x.zip',
    'D:\\x.zip',
    '\\x.zip',
    '/x.zip',
    'C:\\Windows\\x.zip',
    'c:/x.zip',
    '\\\\?\\C:\\Windows\\x.zip',
    '\\\\server\\share\\out\\x.zip',
    '//server/share/x.zip',
    'outer\\x.zip',
    'outer/',
  ])('is refused if it leads out: %s', async (downloadPath) => {
    await expect(onWindows(downloadPath)).rejects.toMatchObject({ code: 'path-outside' });
  });

  it.each([
    ['Q:\\out\\y.zip', 'Q:\\'],
    ['Q:/out/', 'Q:\\'],
    ['q:b', 'q:\\'],
    ['\\\\nowhere\\share\\y.zip', '\\\\nowhere\\share\\'],
    ['//server/other', '\\\\server\\other\\'],
    ['\\\\?\\Q:\\y.zip', '\\\\?\\Q:\\'],
  ])('is refused if its drive or share does not exist: %s', async (downloadPath, root) => {
    await expect(onWindows(downloadPath)).rejects.toMatchObject({
      code: 'path-invalid',
      text: { values: { path: downloadPath, root } },
      details: [{ label: { key: 'words.fix' } }],
    });
  });

  it.each(['NUL', 'build/con.txt', 'x.zip:stream', 'x.', `${'x'.repeat(300)}/x.zip`])(
    'is refused if a name has another meaning there: %s',
    async (downloadPath) => {
      await expect(onWindows(downloadPath)).rejects.toMatchObject({
        code: 'path-invalid',
        text: { key: 'files.path-windows-name' },
      });
    },
  );

  it.each([
    ['keys/..\\..\\x.zip', '_.._x.zip'],
    ['keys/C:x.zip', 'C_x.zip'],
    ['keys/nul.zip', '_nul.zip'],
    ['keys/a.zip:stream', 'a.zip_stream'],
    ['\\\\server\\share\\x', '__server_share_x'],
  ])('has a safe name from the cloud: %s', async (name, file) => {
    expect(await onWindows('build', name)).toBe(`D:\\a\\shop\\shop\\Build\\${file}`);
  });

  it('is inside a workspace that has another spelling', async () => {
    const path = 'D:\\a\\shop\\shop\\x.zip';
    expect(await onWindows('x.zip', '', 'd:/A/SHOP/shop/')).toBe(path);
    expect(await onWindows(path, '', 'd:\\a\\SHOP\\shop')).toBe(path);
    const home = 'C:\\Users\\runneradmin\\x.zip';
    expect(await onWindows(home, '', 'C:\\Users\\RUNNER~1')).toBe(home);
  });
});

describe('a path on a Mac', () => {
  const workspace = '/Users/runner/work/shop/shop';
  const disk = caseBlindDisk(
    {
      paths: ['/', '/Users/', '/Users/runner/', '/Users/runner/work/', '/Users/runner/work/shop/']
        .concat([`${workspace}/`, `${workspace}/Build/`])
        .concat(['/private/', '/private/var/', '/private/var/x/']),
      links: { '/var': '/private/var/' },
    },
    posix,
  );
  const onMac = (downloadPath: string, root = workspace) =>
    resolveTargetPath({ downloadPath, name: 'code.zip', roots: [root], rules: posix, disk });

  it('may have another spelling than the disk', async () => {
    expect(await onMac('build')).toBe(`${workspace}/Build/code.zip`);
    expect(await onMac('/users/RUNNER/work/shop/shop/x.zip')).toBe(`${workspace}/x.zip`);
    expect(await onMac('x.zip', '/users/runner/Work/shop/shop')).toBe(`${workspace}/x.zip`);
    expect(await onMac('/VAR/x/y.zip', '/var/x')).toBe('/private/var/x/y.zip');
  });

  it.each(['report.', '~x.zip', 'a:b', 'NUL', 'old /x.zip', 'C:\\x.zip'])(
    'may have a name that Windows refuses: %s',
    async (downloadPath) => {
      expect(await onMac(downloadPath)).toBe(`${workspace}/${downloadPath}`);
    },
  );

  it.each(['../x.zip', '/users/runner/x.zip', '/private/var/x/y.zip'])(
    'is refused if it leads out: %s',
    async (downloadPath) => {
      await expect(onMac(downloadPath)).rejects.toMatchObject({ code: 'path-outside' });
    },
  );
});
