import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { resolveTargetPath } from '../../src/transfer/target-path.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { isWindows, linkFolder } from '../support/platform.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { anyText } from './any-text.ts';

const folder = temporaryFolder();

beforeEach(async () => {
  await mkdir(folder('workspace', 'build'), { recursive: true });
  await mkdir(folder('temp'));
  await mkdir(folder('outside'));
  await writeFile(folder('outside', 'secret'), 'x');
  await writeFile(folder('workspace', 'old.zip'), 'x');
  await linkFolder(folder('workspace', 'build'), folder('workspace', 'inner'));
  await linkFolder(folder('outside'), folder('workspace', 'outer'));
  await symlink(folder('outside', 'secret'), folder('workspace', 'linked.zip'));
  await linkFolder(folder('nowhere'), folder('workspace', 'broken'));
});

function target(downloadPath: string, name = 'keys/code.zip') {
  return resolveTargetPath({ downloadPath, name, roots: [folder('workspace'), folder('temp')] });
}

describe('resolveTargetPath', () => {
  it.each([
    ['a file', 'code.zip', ['workspace', 'code.zip']],
    ['an existing file', 'old.zip', ['workspace', 'old.zip']],
    ['a file in new folders', 'a/b/c.zip', ['workspace', 'a', 'b', 'c.zip']],
    ['a new folder', 'a/b/', ['workspace', 'a', 'b', 'code.zip']],
    ['an existing folder', 'build', ['workspace', 'build', 'code.zip']],
    ['the workspace', '.', ['workspace', 'code.zip']],
    ['a link to a folder inside', 'inner', ['workspace', 'build', 'code.zip']],
    ['a way there and back', 'build/../x.zip', ['workspace', 'x.zip']],
    ['a name that begins with dots', '..x', ['workspace', '..x']],
    [
      'a path behind a file: making the folder will fail',
      'old.zip/a',
      ['workspace', 'old.zip', 'a'],
    ],
  ])('takes %s', async (_, downloadPath, segments) => {
    expect(await target(downloadPath)).toBe(folder(...segments));
  });

  it('takes an absolute path inside a root', async () => {
    expect(await target(folder('temp', 'x.zip'))).toBe(folder('temp', 'x.zip'));
    expect(await target(`${folder('temp')}/`)).toBe(folder('temp', 'code.zip'));
  });

  it('takes roots that are links, or do not exist yet', async () => {
    await linkFolder(folder('workspace'), folder('link'));
    const options = { downloadPath: 'a/', name: 'b' };
    expect(await resolveTargetPath({ ...options, roots: [folder('link')] })).toBe(
      folder('workspace', 'a', 'b'),
    );
    expect(await resolveTargetPath({ ...options, roots: [folder('new')] })).toBe(
      folder('new', 'a', 'b'),
    );
  });

  it('sanitizes the name', async () => {
    expect(await target('build/', '../../.ssh')).toBe(folder('workspace', 'build', 'ssh'));
  });

  it.each([
    ['out of the workspace', '../x.zip', 'path-outside'],
    ['beside it', '../workspace2/x', 'path-outside'],
    ['by an absolute path', '/etc/x.zip', 'path-outside'],
    ['by a link', 'outer/x.zip', 'path-outside'],
    ['by a link to a folder', 'outer/', 'path-outside'],
    ['by a link to a file', 'linked.zip', 'path-outside'],
    ['by a broken link', 'broken', 'path-invalid'],
    ['by a broken link in the middle', 'broken/a/b', 'path-invalid'],
    ['a control character', 'a\u0000b', 'path-invalid'],
    ['a home folder, which a shell alone knows', '~/x.zip', 'path-invalid'],
    ['a home folder alone', '~', 'path-invalid'],
    ['a variable, which a shell alone knows', '$RUNNER_TEMP/x.zip', 'path-invalid'],
    ['a variable in braces', '${GITHUB_WORKSPACE}/', 'path-invalid'],
    ['a variable of Windows', '%RUNNER_TEMP%\\x.zip', 'path-invalid'],
    ['a variable of PowerShell', '$env:RUNNER_TEMP\\x.zip', 'path-invalid'],
  ])('rejects %s', async (_, downloadPath, code) => {
    const details = [
      { label: { key: 'words.fix' }, text: { key: expect.stringMatching(/^files\./) } },
    ];
    await expect(target(downloadPath)).rejects.toMatchObject({ code, details });
  });

  it('tells the way into the workspace where a path comes from outside the container', async () => {
    const options = { downloadPath: '/home/runner/work/shop/shop/build/', name: 'x' };
    await expect(
      resolveTargetPath({ ...options, roots: ['/__w/shop/shop'] }),
    ).rejects.toMatchObject({
      code: 'path-outside',
      details: [
        {
          text: {
            key: 'files.use-path-inside',
            values: { input: 'download-path', path: 'build/' },
          },
        },
      ],
    });
  });

  it('names what is wrong', async () => {
    await mkdir(folder('workspace', 'build', 'code.zip'));
    const wrong: readonly [string, Record<string, string>][] = [
      ['a\u0000b', {}],
      ['~/x.zip', { start: '~' }],
      ['../x.zip', {}],
      ['broken/a', { link: folder('workspace', 'broken') }],
      ['build/', { folder: 'code.zip' }],
    ];
    for (const [path, values] of wrong) {
      await expect(target(path)).rejects.toMatchObject({ text: { values: { path, ...values } } });
    }
  });

  it('rejects what would replace a folder or a device', async () => {
    await mkdir(folder('workspace', 'build', 'code.zip'));
    await expect(target('build/')).rejects.toMatchObject({ code: 'path-invalid' });
    const [device, root] = isWindows ? ['NUL', folder('temp')] : ['/dev/null', '/dev'];
    await expect(
      resolveTargetPath({ downloadPath: device, name: 'a', roots: [root] }),
    ).rejects.toMatchObject({ code: 'path-invalid', text: { values: { path: device } } });
  });

  it("passes on the system's errors", async () => {
    await linkFolder(folder('workspace', 'loop'), folder('workspace', 'loop'));
    await expect(target('loop')).rejects.toMatchObject({ code: 'ELOOP' });
  });

  it('stays inside, or rejects with an error of ours, whatever it is given', async () => {
    const root = folder('workspace');
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (downloadPath, name) => {
        const path = await resolveTargetPath({ downloadPath, name, roots: [root] }).catch(
          (error: unknown) => error,
        );
        const isWithin =
          typeof path === 'string' && resolve(path) === path && path.startsWith(`${root}${sep}`);
        expect(isWithin || path instanceof TransferError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
