import { describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { PartialFileSystem } from '../../src/transfer/partial-file.ts';
import { createPartialFile, sha256Digest } from '../../src/transfer/partial-file.ts';
import { UnwritableFileError } from '../../src/transfer/transfer-errors.ts';
import { asNobody } from '../support/as-nobody.ts';
import { itWithModeBits } from '../support/platform-tests.ts';
import { isWindows } from '../support/platform.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejection } from './downloading.ts';

const folder = temporaryFolder();
const create = (path: string) => createPartialFile(path, () => 0.5, sha256Digest);

/** An error of the file with what to change, the system's code in its message. */
const unwritable = (code: string) => ({
  code: 'file-unwritable',
  message: expect.stringContaining(code),
  details: [{ label: { key: 'words.fix' }, text: { key: expect.stringMatching(/^files\./) } }],
});

/** A system that refuses to rename or remove so many times, with these codes in turn. */
function refusing(refusals: Partial<Record<'rename' | 'remove', readonly string[]>>) {
  const tries = { rename: 0, remove: 0 };
  const refuse = (call: 'rename' | 'remove') => {
    const code = refusals[call]?.[tries[call]];
    tries[call] += 1;
    if (code !== undefined) throw Object.assign(new Error(`${code}: held`), { code });
  };
  const on = (isWindows: boolean): PartialFileSystem => ({
    isWindows,
    sleep: () => Promise.resolve(),
    rename: async (from, to) => {
      refuse('rename');
      await rename(from, to);
    },
    remove: async (path) => {
      refuse('remove');
      await rm(path);
    },
  });
  return { on, tries };
}

async function receive(system: PartialFileSystem) {
  await writeFile(folder('x.zip'), 'before');
  const file = await createPartialFile(folder('x.zip'), () => 0.5, sha256Digest, system);
  await file.append(Buffer.from('content'));
  return file;
}

describe('chunks', () => {
  it('are written at their places, and released once they are', async () => {
    const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(100_000, index));
    const file = await create(folder('x.zip'));
    const released: number[] = [];
    for (const [index, chunk] of chunks.entries()) {
      await file.append(chunk, () => void released.push(index));
    }
    expect(file.bytes()).toBe(4_000_000);
    await file.keep();
    await file.dispose();
    expect(released.sort((a, b) => a - b)).toEqual([...chunks.keys()]);
    expect((await readFile(folder('x.zip'))).equals(Buffer.concat(chunks))).toBe(true);
  });

  it('that are being written do not outlive a restart', async () => {
    const file = await create(folder('x.zip'));
    await file.append(Buffer.alloc(900_000, 1));
    await file.restart();
    await file.append(Buffer.from('new'));
    await file.keep();
    await file.dispose();
    expect(await readFile(folder('x.zip'), 'utf8')).toBe('new');
  });
});

describe('a file that another program has open for a moment', () => {
  it('is replaced on Windows once it is free', async () => {
    const { on, tries } = refusing({ rename: ['EPERM', 'EBUSY', 'EACCES'] });
    const file = await receive(on(true));
    await file.keep();
    await file.dispose();
    expect(tries).toEqual({ rename: 4, remove: 0 });
    expect(await readdir(folder())).toEqual(['x.zip']);
    expect(await readFile(folder('x.zip'), 'utf8')).toBe('content');
  });

  it('is an error that says so if it stays open, and leaves nothing else behind', async () => {
    const refusals = { rename: Array<string>(99).fill('EPERM'), remove: ['EBUSY', 'EBUSY'] };
    const { on, tries } = refusing(refusals);
    const file = await receive(on(true));
    expect(await rejection(file.keep())).toMatchObject({
      ...unwritable('EPERM'),
      text: { values: { reason: { values: { text: { key: 'files.system-in-use' } } } } },
      details: [{ text: { key: 'files.fix-in-use' } }],
    });
    await file.dispose();
    expect(tries).toEqual({ rename: 7, remove: 3 });
    expect(await readdir(folder())).toEqual(['x.zip']);
    expect(await readFile(folder('x.zip'), 'utf8')).toBe('before');
  });

  it('is no reason to wait on other systems, where the code means permission', async () => {
    const { on, tries } = refusing({ rename: ['EPERM'] });
    const file = await receive(on(false));
    expect(await rejection(file.keep())).toMatchObject({
      details: [{ text: { key: 'files.fix-permission' } }],
    });
    await file.dispose();
    expect(tries).toEqual({ rename: 1, remove: 1 });
  });
});

describe('a download that cannot be written', () => {
  it.each([
    ['whose folder is a file', 'file/x.zip', 'EEXIST'],
    ['whose folder is behind a file', 'file/a/x.zip', 'ENOTDIR'],
    // On Windows, resolveTargetPath refuses it.
    ...(isWindows ? [] : [['whose name is too long', `${'x'.repeat(300)}/x.zip`, 'ENAMETOOLONG']]),
  ])('says why: one %s', async (_, path = '', code = '') => {
    await writeFile(folder('file'), '');
    expect(await rejection(create(folder(path)))).toMatchObject(unwritable(code));
  });

  itWithModeBits('says why: one whose folder belongs to another user', async () => {
    const error = await asNobody(() => rejection(create(folder('x.zip'))), folder());
    expect(error).toMatchObject(unwritable('EACCES'));
  });

  it('leaves nothing behind where its name is taken at last', async () => {
    const file = await create(folder('x.zip'));
    await file.append(Buffer.from('content'));
    await mkdir(folder('x.zip', 'inner'), { recursive: true });
    expect(await rejection(file.keep())).toMatchObject(unwritable(isWindows ? 'EPERM' : 'EISDIR'));
    await file.dispose();
    expect(await readdir(folder())).toEqual(['x.zip']);
  });

  it.each(['ENOSPC', 'EFBIG', 'EROFS', 'EPERM', 'EDQUOT'])('has advice for %s', (code) => {
    const cause = Object.assign(new Error(`${code}: x, write`), { code });
    const error = new UnwritableFileError('/work/x.zip', cause);
    expect(error).toMatchObject(unwritable(code));
    expect(error.message).not.toContain(', write');
  });
});
