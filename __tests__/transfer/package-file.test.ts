import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { findPackageFile } from '../../src/transfer/package-file.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { asNobody } from '../support/as-nobody.ts';
import { itWithModeBits } from '../support/platform-tests.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { anyText } from './any-text.ts';
import { rejection } from './downloading.ts';

const folder = temporaryFolder();

beforeEach(async () => {
  await mkdir(folder('target', 'classes.jar'), { recursive: true });
  await writeFile(folder('target', 'app-1.0.jar'), 'content');
  await writeFile(folder('target', 'notes.txt'), 'a');
  await writeFile(folder('target', 'other.txt'), 'b');
  await writeFile(folder('target', 'empty.war'), '');
});

describe('findPackageFile', () => {
  it.each(['target/app-1.0.jar', './target/*.jar', '**/*.jar', 'target/app-?.[0-9].{jar,war}'])(
    'finds by %s',
    async (pattern) => {
      const path = folder('target', 'app-1.0.jar');
      expect(await findPackageFile(pattern, folder())).toEqual({ path, bytes: 7 });
    },
  );

  it('finds by an absolute pattern', async () => {
    expect(await findPackageFile(folder('target', '*.jar'), '/')).toMatchObject({ bytes: 7 });
  });

  it('takes the name of an existing file literally', async () => {
    const path = folder('app[1].jar');
    await writeFile(path, 'x');
    expect(await findPackageFile('app[1].jar', folder())).toEqual({ path, bytes: 1 });
  });

  it('takes a link to a file', async () => {
    await symlink(folder('target', 'app-1.0.jar'), folder('link.jar'));
    const path = folder('link.jar');
    expect(await findPackageFile('*.jar', folder())).toEqual({ path, bytes: 7 });
  });

  it.each(['*.zip', 'target/*.d', 'target/classes.jar', 'none/app.jar', 'target'])(
    'rejects %s, which matches no file',
    async (pattern) => {
      await expect(findPackageFile(pattern, folder())).rejects.toMatchObject({
        code: 'file-not-found',
        message: expect.stringContaining(pattern),
        details: [{ text: folder() }, { label: { key: 'words.fix' } }],
      });
    },
  );

  it('lists several matches', async () => {
    await expect(findPackageFile('target/*.txt', folder())).rejects.toMatchObject({
      code: 'file-ambiguous',
      details: [
        { text: expect.stringContaining(folder('target', 'notes.txt')) },
        { text: expect.stringContaining(folder('target', 'other.txt')) },
        { label: { key: 'words.fix' } },
      ],
    });
  });

  it.each([
    [10, 10],
    [12, 11],
  ])('of %d matches lists ten, and how many more', async (count, lines) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 10);
    await Promise.all(numbers.map((n) => writeFile(folder(`${n}.zip`), 'x')));
    const error = await rejection(findPackageFile('*.zip', folder()));
    const texts = (error instanceof TransferError ? error.details : []).map(({ text }) => text);
    expect(texts).toHaveLength(lines + 1);
    expect(texts[9]).toContain(folder('19.zip'));
    expect(texts.slice(10, -1)).toMatchObject(count > 10 ? [{ values: { count: 2 } }] : []);
  });

  itWithModeBits('rejects a file that cannot be read', async () => {
    await writeFile(folder('locked.jar'), 'x', { mode: 0 });
    const found = asNobody(() => findPackageFile('locked.jar', folder()), folder());
    await expect(found).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('EACCES'),
    });
  });

  it('rejects an empty file', async () => {
    await expect(findPackageFile('target/*.war', folder())).rejects.toMatchObject({
      code: 'file-empty',
      details: [{ label: { key: 'words.fix' } }],
    });
  });

  it('finds a file or rejects with an error of ours, whatever the pattern', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, async (pattern) => {
        // Everything that the machine has would be a match of its own.
        fc.pre(!pattern.includes('..') && !/^[\\/!+@{(]/.test(pattern));
        const found = await findPackageFile(pattern, folder('target')).catch(
          (error: unknown) => error,
        );
        const isFile = typeof found === 'object' && found !== null && 'bytes' in found;
        expect(isFile || found instanceof TransferError).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
