import { describe, expect, it } from '@jest/globals';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createPartialFile, sha256Digest } from '../../src/transfer/partial-file.ts';
import { UnwritableFileError } from '../../src/transfer/transfer-errors.ts';
import { asNobody } from '../support/as-nobody.ts';
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

describe('a download that cannot be written', () => {
  it.each([
    ['whose folder is a file', 'file/x.zip', 'EEXIST'],
    ['whose folder is behind a file', 'file/a/x.zip', 'ENOTDIR'],
    ['whose name is too long', `${'x'.repeat(300)}/x.zip`, 'ENAMETOOLONG'],
  ])('says why: one %s', async (_, path, code) => {
    await writeFile(folder('file'), '');
    expect(await rejection(create(folder(path)))).toMatchObject(unwritable(code));
  });

  it('says why: one whose folder belongs to another user', async () => {
    const error = await asNobody(() => rejection(create(folder('x.zip'))), folder());
    expect(error).toMatchObject(unwritable('EACCES'));
  });

  it('leaves nothing behind where its name is taken at last', async () => {
    const file = await create(folder('x.zip'));
    await file.append(Buffer.from('content'));
    await mkdir(folder('x.zip', 'inner'), { recursive: true });
    expect(await rejection(file.keep())).toMatchObject(unwritable('EISDIR'));
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
