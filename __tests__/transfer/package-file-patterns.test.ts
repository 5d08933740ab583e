import { beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { normalize } from 'node:path';
import { formatText } from '../../src/text/format-text.ts';
import { joinTexts } from '../../src/text/message.ts';
import { findPackageFile } from '../../src/transfer/package-file.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { asNobody } from '../support/as-nobody.ts';
import { itWithModeBits } from '../support/platform-tests.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { rejection } from './downloading.ts';

const folder = temporaryFolder();

beforeEach(async () => {
  await mkdir(folder('target', 'old'), { recursive: true });
  await mkdir(folder('shop [1]', 'build'), { recursive: true });
  const names = ['shop.jar', 'shop-sources.jar', 'shop-plain.jar', 'old/shop.jar', 'shop.txt'];
  await Promise.all(names.map((name) => writeFile(folder('target', name), 'x')));
  await writeFile(folder('shop [1]', 'build', 'app.war'), 'x');
});

/** What to change, in all words. */
async function advice(pattern: string, workspace = folder()): Promise<string> {
  const error = await rejection(findPackageFile(pattern, workspace));
  if (!(error instanceof TransferError)) throw error;
  const lines = error.details.map(({ label = '', text }) => joinTexts('colon', label, text));
  return formatText(joinTexts('line', error.code, ...lines), 'en-US');
}

describe('lines that leave files out', () => {
  it.each([
    ['files', 'target/*.jar\n!target/*-sources.jar\n!**/*-plain.jar'],
    ['files by name', 'target/*.jar\n!target/shop-sources.jar\n!target/shop-plain.jar'],
    ['a folder', '**/shop.jar\n!target/old'],
    ['a folder with all that is in it', '**/shop.jar\n!target/old/**'],
    ['more than there is', 'target/*p.jar\n!none/*\n!target/*.zip'],
    ['what several lines found', 'none/*.jar\ntarget/**/shop.jar\r\n! **/old/*'],
  ])('leave out %s', async (_, text) => {
    expect(await findPackageFile(text, folder())).toMatchObject({
      path: folder('target', 'shop.jar'),
    });
  });

  it('are no patterns of what is not', async () => {
    expect(await findPackageFile('target/!(*-*).jar', folder())).toMatchObject({
      path: folder('target', 'shop.jar'),
    });
  });

  it('are told apart from a pattern that matches nothing', async () => {
    const error = await rejection(findPackageFile('target/*.txt\n!target/shop*', folder()));
    expect(error).toMatchObject({
      code: 'file-not-found',
      text: { key: 'files.package-none-left' },
      details: [{ text: { values: { count: 1 } } }, { label: { key: 'words.fix' } }],
    });
  });

  it('are suggested where several files match', async () => {
    const told = await advice('target/*.jar');
    expect(told).toContain('file-ambiguous');
    expect(told).toMatch(/!\*\*\/\*-sources\.jar.*!\*\*\/\*-plain/);
  });

  it.each([
    ['shop-javadoc.jar', '!**/*-javadoc.jar'],
    ['shop-tests.jar', '!**/*-tests.jar'],
    ['shop-plain.war', '!**/*-plain.*'],
    ['original-shop.jar', '!**/original-*'],
    // An example, for files of no known kind.
    ['shop-javadoc.jar.zip', '!**/*-sources.jar'],
    ['shop-tests.jar.zip', '!**/*-sources.jar'],
    ['shop-plain.jar.zip', '!**/*-sources.jar'],
    ['original-shop.jar.zip', '!**/*-sources.jar'],
    ['shop-original-1.jar', '!**/*-sources.jar'],
  ])('are suggested for what a build tool adds: %s', async (name, pattern) => {
    await writeFile(folder('shop [1]', 'build', name), 'x');
    const told = await advice('build/*', folder('shop [1]'));
    expect(told.match(/!\*\*\/[\w.*-]+/g)).toEqual([pattern]);
  });
});

describe('a folder with the characters of a pattern in its name', () => {
  it.each([
    ['is the workspace', 'build/*.war', ['shop [1]']],
    ['is in an absolute path', '{root}/shop [1]/build/*.war', []],
    ['is in a relative path', 'shop [1]/**/*.war', []],
    ['leads to what is left out', '**/*.war\n!shop [1]/build/b*', []],
  ])('%s', async (_, pattern, workspace) => {
    const text = pattern.replace('{root}', folder());
    expect(await findPackageFile(text, folder(...workspace))).toMatchObject({
      path: folder('shop [1]', 'build', 'app.war'),
    });
  });
});

describe('a pattern that matches nothing', () => {
  it.each([
    ['{root}/target/*.war', '{root}/target'],
    ['{root}/none/*.war', '{root}'],
    ['none/*.war', '{workspace}'],
  ])('%s was looked for in %s', async (pattern, place) => {
    const workspace = folder('shop [1]');
    const fill = (text: string) =>
      text.replace('{root}', folder()).replace('{workspace}', workspace);
    expect(await advice(fill(pattern), workspace)).toContain(`: ${normalize(fill(place))}\n`);
  });

  it('begins with ~, which no shell reads here', async () => {
    const error = await rejection(findPackageFile('~/shop/*.jar', folder()));
    expect(error).toMatchObject({ details: [{}, { text: { key: 'files.write-home-out' } }] });
  });

  it.each([
    [
      '$GITHUB_WORKSPACE/target/*.jar',
      'files.write-variable-out',
      { variable: '$GITHUB_WORKSPACE' },
    ],
    ['${HOME}/shop.jar', 'files.write-variable-out', { variable: '${HOME}' }],
    ['%USERPROFILE%\\shop.jar', 'files.write-variable-out', { variable: '%USERPROFILE%' }],
    ['"target/*.jar"', 'files.write-quotes-out', { path: 'target/*.jar' }],
    ["'shop.jar'", 'files.write-quotes-out', { path: 'shop.jar' }],
  ])('is one for a shell: %s', async (pattern, key, values) => {
    const error = await rejection(findPackageFile(pattern, folder()));
    expect(error).toMatchObject({ details: [{}, { text: { key, values } }] });
  });

  it.each([
    ['/home/runner/work/shop/shop/target/*.jar', 'package-file: target/*.jar'],
    ['/actions/_work/shop/shop/shop.jar', 'package-file: shop.jar'],
    ['/home/runner/work/_temp/shop.jar', '/__w/shop/shop'],
  ])('is a path outside the container of the job: %s', async (pattern, use) => {
    expect(await advice(pattern, '/__w/shop/shop')).toContain(use);
  });

  it('is no path of the container outside of one', async () => {
    const error = await rejection(findPackageFile('/nowhere/work/shop/shop/x.jar', folder()));
    expect(error).toMatchObject({ details: [{}, { text: { key: 'files.build-package' } }] });
  });
});

describe('a folder that cannot be read', () => {
  itWithModeBits.each([
    'target/old/*.war',
    'target/**/*.war',
    '*/old/x.war',
    'target/old/shop.jar',
  ])('is no folder without a match: %s', async (pattern) => {
    await chmod(folder('target', 'old'), 0);
    const error = await asNobody(() => rejection(findPackageFile(pattern, folder())), folder());
    expect(error).toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining(folder('target', 'old')),
      details: [{ label: { key: 'words.fix' } }],
    });
  });
});
