import { beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { findPackageFile } from '../../src/transfer/package-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const folder = temporaryFolder();

beforeEach(async () => {
  await mkdir(folder('target', 'classes.jar'), { recursive: true });
  await writeFile(folder('target', 'app-1.0.jar'), 'content');
  await writeFile(folder('target', 'notes.txt'), 'a');
  await writeFile(folder('target', 'other.txt'), 'b');
  await writeFile(folder('target', 'empty.war'), '');
});

describe('oneFile', () => {
  it.each([
    ['target/app-1.0.jar'],
    ['./target/*.jar'],
    ['**/*.jar'],
    ['target/app-?.[0-9].{jar,war}'],
  ])('finds by %s', async (pattern) => {
    expect(await findPackageFile(pattern, folder())).toEqual({
      ...{ path: folder('target', 'app-1.0.jar'), bytes: 7 },
    });
  });

  it('finds by an absolute pattern', async () => {
    expect(await findPackageFile(folder('target', '*.jar'), '/')).toMatchObject({ bytes: 7 });
  });

  it('takes a name that is there as it is', async () => {
    await writeFile(folder('app[1].jar'), 'x');
    expect(await findPackageFile('app[1].jar', folder())).toMatchObject({
      path: folder('app[1].jar'),
    });
  });

  it('takes a link to a file', async () => {
    await symlink(folder('target', 'app-1.0.jar'), folder('link.jar'));
    expect(await findPackageFile('*.jar', folder())).toEqual({
      path: folder('link.jar'),
      bytes: 7,
    });
  });

  it.each([['*.zip'], ['target/*.d'], ['target/classes.jar'], ['none/app.jar'], ['target']])(
    'finds no file by %s',
    async (pattern) => {
      await expect(findPackageFile(pattern, folder())).rejects.toThrow(
        `package-file "${pattern}" matches no file\nLooked in:       ${folder()}\nWhat to change:  build the package in a step before this one`,
      );
    },
  );

  it('lists several', async () => {
    await expect(findPackageFile('target/*.txt', folder())).rejects.toThrow(
      `package-file "target/*.txt" matches 2 files\n  ${folder('target', 'notes.txt')}\n  ${folder('target', 'other.txt')}\nWhat to change:  use a pattern that matches one of them alone`,
    );
  });

  it('lists ten of many', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => index + 10);
    await Promise.all(numbers.map((n) => writeFile(folder(`${n}.zip`), 'x')));
    const message = await findPackageFile('*.zip', folder()).then(
      () => '',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    expect(message.split('\n').slice(10)).toEqual([
      `  ${folder('19.zip')}`,
      '  and 2 more',
      expect.stringMatching(/^What to change: /),
    ]);
  });

  it('refuses a file that cannot be read', async () => {
    await chmod(folder(), 0o755);
    await writeFile(folder('locked.jar'), 'x', { mode: 0 });
    const refusal = asNobody(() => findPackageFile('locked.jar', folder()));
    await expect(refusal).rejects.toThrow('locked.jar cannot be read (EACCES).');
  });

  it('refuses an empty file', async () => {
    await expect(findPackageFile('target/*.war', folder())).rejects.toThrow(
      /empty\.war is empty\nWhat to change: {2}build the package/,
    );
  });
});

/** Root can read everything. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (user === 0) process.seteuid?.(0);
  }
}
