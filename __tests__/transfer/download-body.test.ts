import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import { readCosError } from '../../src/tencent/cos/cos-errors.ts';
import {
  assertWhole,
  createCutError,
  createProgressCheck,
  readChunks,
} from '../../src/transfer/download-body.ts';
import { detachBuffer } from '../../src/transfer/download-file.ts';
import { ignoreChange } from '../../src/transfer/download-ranges.ts';
import { IntegrityError } from '../../src/transfer/transfer-errors.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { rejection } from './downloading.ts';

const withCode = (code: string) => Object.assign(new Error('failed'), { code });

describe('the chunks of a body', () => {
  /** What a body yields that fails after its first chunk. */
  async function readAll(failure?: Error, signal = new AbortController().signal) {
    const chunks: Uint8Array[] = [];
    const body = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from('a'));
        if (failure) throw failure;
      })(),
    );
    for await (const chunk of readChunks(body, 'https://h/x', signal)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  it('are those that were received', async () => {
    expect(await readAll()).toBe('a');
  });

  // The last two are what Node says of damaged Brotli and zstd.
  it.each([
    'Z_DATA_ERROR',
    'Z_NEED_DICT',
    'ERR__ERROR_FORMAT_PADDING_2',
    'ZSTD_error_checksum_wrong',
  ])('are damaged: %s', async (code) => {
    const error = await rejection(readAll(withCode(code)));
    expect(error).toBeInstanceOf(IntegrityError);
    expect(error).toMatchObject({ text: { values: { name: 'https://h/x' } } });
  });

  it.each([
    ['ECONNRESET', { name: 'https://h/x', code: 'ECONNRESET' }],
    ['Z_BUF_ERROR', { name: 'https://h/x', code: 'Z_BUF_ERROR' }],
    ['Z_DATA_ERRORS', { name: 'https://h/x', code: 'Z_DATA_ERRORS' }],
    ['NO_Z_DATA_ERROR', { name: 'https://h/x', code: 'NO_Z_DATA_ERROR' }],
    ['', { name: 'https://h/x' }],
  ])('are cut: %s', async (code, values) => {
    const cause = withCode(code);
    const error = await rejection(readAll(cause));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error).toMatchObject({ cause, text: { values } });
  });

  it('end with the reason of the signal', async () => {
    const reason = new Error('cancelled');
    const signal = AbortSignal.abort(reason);
    expect(await rejection(readAll(withCode('Z_DATA_ERROR'), signal))).toBe(reason);
  });
});

describe('a body of a known length', () => {
  const CUT = { name: 'AmbiguousResponseError', service: 'download', action: 'GET' };

  it.each([
    [7, 7],
    [7, undefined],
    [0, 0],
  ])('is whole with %d bytes of %j', (bytes, total) => {
    expect(() => {
      assertWhole('x', bytes, total);
    }).not.toThrow();
  });

  it.each([
    [6, 7],
    [8, 7],
    [0, 7],
  ])('is cut with %d bytes of %d', (bytes, total) => {
    const text = expect.objectContaining({ values: { name: 'x', bytes, total } });
    expect(() => {
      assertWhole('x', bytes, total);
    }).toThrow(expect.objectContaining({ ...CUT, text }));
  });

  it('that is cut may be tried again', () => {
    expect(createCutError('cut')).toMatchObject({ ...CUT, failureClass: 'transient', text: 'cut' });
  });
});

describe('the progress of a download', () => {
  it('is a position that is further than any before', () => {
    let position = 5;
    const check = createProgressCheck(() => position);
    const at = (next: number) => {
      position = next;
      return check();
    };
    expect([5, 6, 6, 3, 6, 7].map(at)).toEqual([false, true, false, false, false, true]);
  });
});

describe('a content that has changed', () => {
  const refused = (status: number) =>
    readCosError(
      { service: 'cos', action: 'GetObject' },
      { status, headers: {} },
      cosErrorXml('Code'),
    );

  it.each([412, 416])('is no failure: %d', (status) => {
    expect(() => {
      ignoreChange(refused(status));
    }).not.toThrow();
  });

  it.each([refused(404), refused(410), new Error('412')])('is not %s', (error) => {
    expect(() => {
      ignoreChange(error);
    }).toThrow(error);
  });
});

describe('a chunk that was written', () => {
  it('is released if it has its own memory', () => {
    const own = new Uint8Array(new ArrayBuffer(8));
    const shared = new Uint8Array(new ArrayBuffer(16), 8);
    detachBuffer(own);
    detachBuffer(shared);
    // Node 20 cannot release it.
    expect(own.length).toBe('transfer' in ArrayBuffer.prototype ? 0 : 8);
    expect(shared.length).toBe(8);
  });
});
