import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { resolveTargetPath } from '../../src/transfer/target-path.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

beforeEach(async () => {
  await mkdir(folder('workspace', 'build'), { recursive: true });
  await mkdir(folder('temp'));
  await mkdir(folder('outside'));
  await writeFile(folder('outside', 'secret'), 'x');
  await writeFile(folder('workspace', 'old.zip'), 'x');
  await symlink(folder('workspace', 'build'), folder('workspace', 'inner'));
  await symlink(folder('outside'), folder('workspace', 'outer'));
  await symlink(folder('outside', 'secret'), folder('workspace', 'linked.zip'));
  await symlink(folder('nowhere'), folder('workspace', 'broken'));
});

function target(downloadPath: string, name = 'keys/code.zip') {
  return resolveTargetPath({ downloadPath, name, roots: [folder('workspace'), folder('temp')] });
}

describe('targetPath', () => {
  it.each([
    ['a file', 'code.zip', ['workspace', 'code.zip']],
    ['a file that is there', 'old.zip', ['workspace', 'old.zip']],
    ['a file in folders to come', 'a/b/c.zip', ['workspace', 'a', 'b', 'c.zip']],
    ['a folder to come', 'a/b/', ['workspace', 'a', 'b', 'code.zip']],
    ['a folder that is there', 'build', ['workspace', 'build', 'code.zip']],
    ['the workspace', '.', ['workspace', 'code.zip']],
    ['a link to a folder inside', 'inner', ['workspace', 'build', 'code.zip']],
    ['a way there and back', 'build/../x.zip', ['workspace', 'x.zip']],
    ['a name that begins with dots', '..x', ['workspace', '..x']],
  ])('takes %s', async (_, downloadPath, segments) => {
    expect(await target(downloadPath)).toBe(folder(...segments));
  });

  it('takes an absolute path inside a root', async () => {
    expect(await target(folder('temp', 'x.zip'))).toBe(folder('temp', 'x.zip'));
    expect(await target(`${folder('temp')}/`)).toBe(folder('temp', 'code.zip'));
  });

  it('takes roots that are links themselves, or not there yet', async () => {
    await symlink(folder('workspace'), folder('link'));
    const options = { downloadPath: 'a/', name: 'b' };
    expect(await resolveTargetPath({ ...options, roots: [folder('link')] })).toBe(
      folder('workspace', 'a', 'b'),
    );
    expect(await resolveTargetPath({ ...options, roots: [folder('new')] })).toBe(
      folder('new', 'a', 'b'),
    );
  });

  it('makes the name harmless', async () => {
    expect(await target('build/', '../../.ssh')).toBe(folder('workspace', 'build', 'ssh'));
  });

  it.each([
    ['out of the workspace', '../x.zip', /leads out of the workspace and RUNNER_TEMP/],
    ['beside it', '../workspace2/x', /leads out/],
    ['by an absolute path', '/etc/x.zip', /leads out/],
    ['by a link', 'outer/x.zip', /leads out/],
    ['by a link to a folder', 'outer/', /leads out/],
    ['by a link to a file', 'linked.zip', /leads out/],
    ['by a broken link', 'broken', /leads over a broken link/],
    ['by a broken link in the middle', 'broken/a/b', /leads over a broken link/],
    ['a control character', 'a\u0000b', /has a control character/],
  ])('refuses %s', async (_, downloadPath, message) => {
    await expect(target(downloadPath)).rejects.toThrow(message);
    await expect(target(downloadPath)).rejects.toThrow('such as   download-path: build/');
  });

  it('refuses to replace a folder', async () => {
    await mkdir(folder('workspace', 'build', 'code.zip'));
    await expect(target('build/')).rejects.toThrow('would replace the folder code.zip');
  });

  it('refuses what is no file', async () => {
    await expect(
      resolveTargetPath({ downloadPath: '/dev/null', name: 'a', roots: ['/dev'] }),
    ).rejects.toThrow('is something other than a file');
  });

  it('takes a path behind a file: making the folder will say what is wrong', async () => {
    expect(await target('old.zip/a')).toBe(folder('workspace', 'old.zip', 'a'));
  });

  it('passes on what the system says', async () => {
    await symlink(folder('workspace', 'loop'), folder('workspace', 'loop'));
    await expect(target('loop')).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
