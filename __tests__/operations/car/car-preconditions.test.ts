import { describe, expect, it } from '@jest/globals';
import {
  assertFileType,
  assertSameFileType,
  checkNewVersion,
} from '../../../src/operations/car/car-preconditions.ts';
import { message } from '../../../src/text/message.ts';

describe('the inputs of a new version', () => {
  const file = { packageFile: 'game.zip' };
  const name = { applicationFileName: 'game.zip' };

  it.each([
    file,
    name,
    { packageFile: 'build/*.zip' },
    { packageFile: 'build/game.*' },
    { packageFile: 'game.[a-z]' },
    { packageFile: 'build/game.{zip,rar}' },
    { packageFile: 'build/game.zi?' },
    { packageFile: 'build/out', applicationFileName: 'GAME.APK' },
    { ...file, setOnline: true, wait: true },
    { ...file, setOnline: false, wait: false },
    { ...file, applicationVersionRegions: ['ap-chinese-mainland', 'sa-south-america-fusion'] },
  ])('%j are right', (inputs) => {
    expect(checkNewVersion(inputs)).toEqual([]);
  });

  it.each([
    [{}, ['package-file']],
    [{ packageFile: 'game.tar' }, ['package-file']],
    [{ packageFile: 'game.zip.exe' }, ['package-file']],
    [{ packageFile: '*.tar' }, ['package-file']],
    [{ ...file, applicationFileName: 'game.exe' }, ['application-file-name']],
    [{ ...file, applicationFileName: 'game.*' }, ['application-file-name']],
    [{ ...file, setOnline: true, wait: false }, ['set-online']],
    [{ ...name, setOnline: true }, ['set-online']],
    [
      { ...file, applicationVersionRegions: ['ap-tokyo', 'NOWHERE'] },
      ['application-version-regions'],
    ],
    [
      { setOnline: true, applicationVersionRegions: ['tokyo'] },
      ['package-file', 'set-online', 'application-version-regions'],
    ],
  ])('%j are wrong in %j', (inputs, wrong) => {
    expect(checkNewVersion(inputs).map(({ input }) => input)).toEqual(wrong);
  });

  it('quotes the regions that cannot be any', () => {
    const [issue] = checkNewVersion({ ...file, applicationVersionRegions: ['ap-tokyo', 'X', 'Y'] });
    expect(issue?.problem).toEqual(message('car.input-regions', { regions: 'X, Y' }));
  });
});

it('quotes the file whose type is wrong', () => {
  const [issue] = checkNewVersion({ packageFile: 'game.tar' });
  expect(issue?.problem).toEqual(message('car.input-file-type', { value: 'game.tar' }));
});

describe('a file that was found', () => {
  it.each(['a.zip', 'a.rar', 'a.7z', 'a.apk', 'a.xapk', 'A.ZIP'])('may be %s', (fileName) => {
    expect(() => {
      assertFileType(fileName);
    }).not.toThrow();
  });

  it.each(['a.tar', 'zip', 'a.zip.exe', 'a.xzip'])('may not be %s', (fileName) => {
    expect(() => {
      assertFileType(fileName);
    }).toThrow(
      expect.objectContaining({
        code: 'file-type',
        text: message('car.file-type', { file: fileName }),
        next: [{ sentence: message('car.file-type-fix') }],
      }),
    );
  });

  it('has the type of its name, in whatever letters', () => {
    expect(() => {
      assertSameFileType('/build/game.zip', 'shop.ZIP');
    }).not.toThrow();
    expect(() => {
      assertSameFileType('/build/game.zip', 'game.apk');
    }).toThrow(
      expect.objectContaining({
        code: 'file-type-mismatch',
        text: message('car.file-type-mismatch', { path: '/build/game.zip', type: '.apk' }),
        next: [{ sentence: message('car.file-type-mismatch-fix', { type: '.zip' }) }],
      }),
    );
  });
});
