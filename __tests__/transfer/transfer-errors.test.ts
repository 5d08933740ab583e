import { describe, expect, it } from '@jest/globals';
import {
  assertSameCrc64,
  DigestMismatchError,
  FileChangedError,
  TransferError,
  UnwritableFileError,
} from '../../src/transfer/transfer-errors.ts';

const withCode = (code: string) => Object.assign(new Error(`${code}: no`), { code });

describe('a file that cannot be written', () => {
  it.each([
    ['a full disk', 'ENOSPC', false, 'files.fix-disk-full'],
    ['no permission', 'EACCES', false, 'files.fix-permission'],
    ['a file that a program has open', 'EPERM', true, 'files.fix-in-use'],
  ])('for %s has its fix', (_, code, isInUse, fix) => {
    const cause = withCode(code);
    const error = new UnwritableFileError('/work/x', cause, isInUse);
    expect(error).toMatchObject({
      ...{ name: 'UnwritableFileError', code: 'file-unwritable', cause },
      text: { values: { path: '/work/x', reason: { values: { remark: code } } } },
      details: [{ label: { key: 'words.fix' }, text: { key: fix } }],
    });
  });

  it('for an unknown reason has none', () => {
    expect(new UnwritableFileError('/work/x', withCode('EODD')).details).toEqual([]);
  });
});

describe('a transfer', () => {
  it('has an error with its code and no details by default', () => {
    const error = new TransferError('url-invalid', 'no');
    expect(error).toMatchObject({ name: 'TransferError', code: 'url-invalid', text: 'no' });
    expect(error.details).toEqual([]);
  });

  it('of a file that has changed has the path and the fix', () => {
    expect(new FileChangedError('/work/x')).toMatchObject({
      ...{ name: 'FileChangedError', code: 'file-changed' },
      text: { values: { path: '/work/x' } },
      details: [{ label: { key: 'words.fix' }, text: { key: 'files.changed-fix' } }],
    });
  });

  it('with another digest has both', () => {
    const digests = { expected: 'aa', actual: 'bb' };
    const error = new DigestMismatchError(digests);
    expect(error).toMatchObject({ ...digests, code: 'digest-mismatch', text: { values: digests } });
  });

  it.each([
    ['7', '7'],
    ['', '7'],
    ['7', ''],
    ['', ''],
  ])('with the checksums %j and %j is intact', (ours, answered) => {
    expect(() => {
      assertSameCrc64('the object', ours, answered);
    }).not.toThrow();
  });

  it('with different checksums is not', () => {
    const values = { what: 'the object', ours: '7', answered: '8' };
    const text = expect.objectContaining({ values });
    expect(() => {
      assertSameCrc64('the object', '7', '8');
    }).toThrow(expect.objectContaining({ code: 'integrity', text }));
  });
});
