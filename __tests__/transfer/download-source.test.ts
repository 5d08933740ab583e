import { describe, expect, it } from '@jest/globals';
import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { RangeHeaders, Source } from '../../src/transfer/download-source.ts';
import {
  continues,
  createCosSource,
  createReplaceableSource,
  describeContent,
} from '../../src/transfer/download-source.ts';
import { KEY, OBJECT } from '../support/cos-world.ts';
import { CONTENT, crcOf, downloading, rejection, SHA256 } from './downloading.ts';

const { world, download, saved, left } = downloading();

type Headers = Record<string, string>;

const answer = (status: number, headers: Headers) => ({ status, headers, body: Readable.from([]) });

describe('a content', () => {
  const NOTHING = {
    ...{ validator: '', total: undefined, crc64: '' },
    ...{ codings: [], tellsItsEnd: false },
  };

  it.each<[number, Headers, object]>([
    [200, {}, {}],
    [200, { 'content-length': '7' }, { total: 7, tellsItsEnd: true }],
    [200, { 'content-length': '7 or 8' }, {}],
    [200, { 'content-range': 'bytes 2-6/7' }, {}],
    [
      206,
      { 'content-range': 'bytes 2-6/7', 'content-length': '5' },
      { total: 7, tellsItsEnd: true },
    ],
    [206, { 'content-range': 'bytes 12-16/*', 'content-length': '5' }, {}],
    [206, { 'content-range': 'items 2-6/7' }, {}],
    [200, { 'transfer-encoding': 'gzip, Chunked' }, { tellsItsEnd: true }],
    [200, { 'transfer-encoding': 'unchunked' }, {}],
    [200, { 'content-encoding': 'gzip' }, { codings: ['gzip'], tellsItsEnd: true }],
    [200, { etag: '"a"', 'last-modified': 'today' }, { validator: '"a"' }],
    [200, { etag: 'W/"a"', 'last-modified': 'today' }, { validator: 'today' }],
    [200, { 'x-cos-hash-crc64ecma': '42' }, { crc64: '42' }],
  ])('with status %d and %j is described', (status, headers, described) => {
    expect(describeContent(answer(status, headers))).toEqual({ ...NOTHING, ...described });
  });

  const PART = { etag: '"a"', 'content-range': 'bytes 10-99/100', 'content-length': '90' };

  it.each<[number, Headers, boolean]>([
    [206, {}, true],
    [200, { 'content-length': '100' }, false],
    [416, {}, false],
    [206, { 'content-range': 'bytes 1-99/100' }, false],
    [206, { 'content-range': 'bytes 100-199/100' }, false],
    [206, { 'content-range': '10' }, false],
    [206, { 'content-range': 'bytes 10-99/101' }, false],
    [206, { 'content-range': 'bytes 10-99/*' }, false],
    [206, { etag: '"b"' }, false],
    [206, { 'content-encoding': 'gzip' }, false],
  ])('is continued at byte 10 by status %d and %j: %j', (status, headers, expected) => {
    const content = describeContent(answer(200, { etag: '"a"', 'content-length': '100' }));
    expect(continues(content, 10, answer(status, { ...PART, ...headers }))).toBe(expected);
  });
});

describe('createCosSource', () => {
  it('is signed, and goes on where it was cut', async () => {
    const cos = world().server;
    cos.crc64 = crcOf;
    cos.objects.set(KEY, CONTENT);
    const source = createCosSource(world().options, OBJECT);
    expect(source.name).toBe(`cosn://${OBJECT.bucket}/${KEY}`);
    let opened = 0;
    const cutOnce: typeof source.open = async (headers, signal) => {
      const answer = await source.open(headers, signal);
      opened += 1;
      if (opened === 1) void setImmediate().then(() => answer.body.destroy(new Error('cut')));
      return answer;
    };
    const done = await download({ source: { ...source, open: cutOnce } });
    expect(done).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(cos.calls.map(({ headers }) => 'authorization' in headers)).toEqual([true, true]);
  });

  it('tells what COS says', async () => {
    const source = createCosSource(world().options, OBJECT);
    expect(await rejection(download({ source }))).toMatchObject({ code: 'NoSuchKey' });
    expect(await left()).toEqual([]);
  });
});

describe('createReplaceableSource', () => {
  const { signal: NEVER } = new AbortController();
  const failing = { name: 'first', open: () => Promise.reject(new Error('expired')) };
  const opened = { status: 200, headers: {}, body: Readable.from([]) };
  const answering: Source = { name: 'second', open: () => Promise.resolve(opened) };

  it('goes on with the replacement, and stays there', async () => {
    const errors: unknown[] = [];
    const source = createReplaceableSource(failing, (error) => {
      errors.push(error);
      return () => Promise.resolve(answering);
    });
    expect(source.name).toBe('first');
    expect(await source.open({}, NEVER)).toBe(opened);
    expect(await source.open({}, NEVER)).toBe(opened);
    expect(errors).toEqual([new Error('expired')]);
  });

  it('rejects with the error where there is no replacement', async () => {
    const source = createReplaceableSource(failing, () => undefined);
    await expect(source.open({}, NEVER)).rejects.toThrow('expired');
  });

  it('asks once for all requests that fail at the same time, and for one that fails later', async () => {
    const late = new EventEmitter();
    const open = async ({ range }: RangeHeaders) => {
      if (range === 'late') await once(late, 'fail');
      throw new Error('expired');
    };
    let asked = 0;
    const source = createReplaceableSource({ name: 'first', open }, () => async () => {
      asked += 1;
      await setImmediate();
      return answering;
    });
    const last = source.open({ range: 'late' }, NEVER);
    await Promise.all([source.open({}, NEVER), source.open({}, NEVER), source.open({}, NEVER)]);
    late.emit('fail');
    expect(await last).toBe(opened);
    expect(asked).toBe(1);
  });

  it('asks again after an answer that failed, and after one that expired as well', async () => {
    const answers = [
      () => Promise.reject(new Error('no answer')),
      () => Promise.resolve(failing),
      () => Promise.resolve(answering),
    ];
    const source = createReplaceableSource(failing, () => answers.shift());
    await expect(source.open({}, NEVER)).rejects.toThrow('no answer');
    await expect(source.open({}, NEVER)).rejects.toThrow('expired');
    expect(await source.open({}, NEVER)).toBe(opened);
  });

  it('waits for no replacement once the signal aborts', async () => {
    const cancel = new AbortController();
    const source = createReplaceableSource(failing, () => () => new Promise(() => undefined));
    const waiting = source.open({}, cancel.signal);
    await setImmediate();
    cancel.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
  });
});
