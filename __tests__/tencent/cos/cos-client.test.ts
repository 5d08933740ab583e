import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { AmbiguousResponseError } from '../../../src/tencent/api-errors.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { startServer } from '../../support/http-server.ts';
import { CREDENTIALS, KEY, OBJECT } from '../../support/cos-world.ts';
import { bodyOf, cosRequests, rejection } from './requests.ts';

const { world, client, faults } = cosRequests();

describe('requests', () => {
  it('puts an object with its length and MD5, signed', async () => {
    const stored = await client().putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    const etag = '"9a0364b9e99bb480dd25e1f0284c8555"';
    expect(stored).toEqual({ etag, crc64: '', requestId: 'req-1' });
    const { headers } = world().server.calls[0] ?? {};
    expect(headers).toMatchObject({ 'content-length': '7' });
    expect(headers?.authorization).toContain('&q-header-list=content-length;content-md5;host&');
  });

  it('signs with the time of the cloud, where that is known', async () => {
    const time = { now: () => 1_700_000_000_500, set: () => undefined };
    await client({ time })
      .headObject(OBJECT)
      .catch(() => undefined);
    const { headers } = world().server.calls[0] ?? {};
    const [, start, end] = /q-sign-time=(\d+);(\d+)/.exec(headers?.authorization ?? '') ?? [];
    expect(Number(start)).toBeLessThanOrEqual(1_700_000_000);
    expect(Number(end)).toBeGreaterThan(1_700_000_000);
  });

  it('reads headers with blanks around their values', async () => {
    const headers = { etag: ' "tag" ', 'x-cos-hash-crc64ecma': '7\t ' };
    faults({ headers });
    const stored = await client().putObject(OBJECT, bodyOf('a'));
    expect(stored).toMatchObject({ etag: '"tag"', crc64: '7' });
  });

  it('reads what comes compressed', async () => {
    const body = gzipSync('<r><UploadId>7</UploadId></r>');
    const compressed = await startServer((_, response) => {
      const headers = { 'content-encoding': 'gzip' };
      response.writeHead(200, headers).end(body);
      return Promise.resolve();
    });
    const cos = client({ endpoint: compressed.origin });
    await expect(cos.initiateMultipartUpload(OBJECT)).resolves.toBe('7');
    await compressed.close();
  });

  it('puts an empty object', async () => {
    await client().putObject(OBJECT, bodyOf(''));
    expect(world().server.objects.get(KEY)).toEqual(Buffer.alloc(0));
  });

  it('gives the session token along', async () => {
    world().server.tokens = ['session'];
    const credentials = () => Promise.resolve({ ...CREDENTIALS, token: 'session' });
    await client({ credentials }).putObject(OBJECT, bodyOf('a'));
    expect(world().server.calls[0]?.headers['x-cos-security-token']).toBe('session');
  });

  it('uploads in parts', async () => {
    const cos = client();
    const uploadId = await cos.initiateMultipartUpload(OBJECT);
    const first = await cos.uploadPart(OBJECT, { uploadId, partNumber: 1 }, bodyOf('one'));
    const second = await cos.uploadPart(OBJECT, { uploadId, partNumber: 2 }, bodyOf('two'));
    const done = await cos.completeMultipartUpload(OBJECT, uploadId, [
      { partNumber: 1, etag: first.etag },
      { partNumber: 2, etag: second.etag },
    ]);
    expect(world().server.objects.get(KEY)?.toString()).toBe('onetwo');
    expect(done.etag).toBe(`"${createHash('md5').update('onetwo').digest('hex')}"`);
    expect(world().server.calls[0]?.url.search).toBe('?uploads');
  });

  it.each([
    [1, '"f97c5d29941bfb1b2fdab0874906ab82"', 3],
    [3, '"35d6d33467aae9a2e3dccb4b6b027878"', 5],
    [2, undefined, undefined],
    [4, undefined, undefined],
  ])('finds a part that was stored: %d', async (partNumber, etag, bytes) => {
    const cos = client();
    const uploadId = await cos.initiateMultipartUpload(OBJECT);
    await cos.uploadPart(OBJECT, { uploadId, partNumber: 1 }, bodyOf('one'));
    await cos.uploadPart(OBJECT, { uploadId, partNumber: 3 }, bodyOf('three'));
    const found = await cos.findPart(OBJECT, { uploadId, partNumber });
    expect(found).toEqual(etag && { etag, bytes });
    // Document 436/7747: the marker is the part after which the list begins.
    expect(Object.fromEntries(world().server.calls.at(-1)?.url.searchParams ?? [])).toEqual({
      'max-parts': expect.stringMatching(/^[12]$/),
      'part-number-marker': String(partNumber - 1),
      uploadId,
    });
  });

  it('aborts an upload', async () => {
    const cos = client();
    await cos.abortMultipartUpload(OBJECT, await cos.initiateMultipartUpload(OBJECT));
    expect(world().server.uploads.size).toBe(0);
  });

  it('does not take an error with the status 200 for an aborted upload', async () => {
    const cos = client();
    const uploadId = await cos.initiateMultipartUpload(OBJECT);
    world().server.fault = () => ({ status: 200, body: cosErrorXml('AccessDenied') });
    await expect(cos.abortMultipartUpload(OBJECT, uploadId)).rejects.toMatchObject({
      action: 'AbortMultipartUpload',
      code: 'AccessDenied',
    });
  });

  it('gets an object, whole and from a byte on', async () => {
    world().server.objects.set(KEY, Buffer.from('content'));
    const whole = await client().getObject(OBJECT, {});
    expect([whole.status, await text(whole.body)]).toEqual([200, 'content']);
    const rest = await client().getObject(OBJECT, { range: 'bytes=3-', 'if-range': '"e"' });
    expect([rest.status, await text(rest.body)]).toEqual([206, 'tent']);
    expect(world().server.calls[1]?.headers.authorization).toContain('=host;range&');
  });

  it('gets the head of an object', async () => {
    world().server.crc64 = () => '42';
    world().server.objects.set(KEY, Buffer.from('content'));
    expect(await client().headObject(OBJECT)).toMatchObject({ bytes: 7, crc64: '42' });
  });
});

describe('a status 200', () => {
  const PARTS = [{ partNumber: 1, etag: '"a"' }];

  it('with an error in its body is an error', async () => {
    faults({ status: 200, body: `   \n${cosErrorXml('InvalidPart')}` });
    const error = await rejection(client().completeMultipartUpload(OBJECT, 'u', PARTS));
    expect(error).toMatchObject({ code: 'InvalidPart', status: 200 });
    expect(world().server.calls).toHaveLength(1);
  });

  it('with an error that may pass is tried again', async () => {
    const uploadId = await client().initiateMultipartUpload(OBJECT);
    faults({ status: 200, body: cosErrorXml('InternalError') }, { status: 200, body: '   ' });
    await client().completeMultipartUpload(OBJECT, uploadId, []);
    expect(
      world()
        .server.actions()
        .filter((action) => action.startsWith('Complete')),
    ).toHaveLength(3);
  });

  it.each([
    ['ETag', () => client().putObject(OBJECT, bodyOf('a'))],
    ['UploadId', () => client().initiateMultipartUpload(OBJECT)],
    ['ETag', () => client().uploadPart(OBJECT, { uploadId: 'u', partNumber: 1 }, bodyOf('a'))],
    ['CompleteMultipartUploadResult', () => client().completeMultipartUpload(OBJECT, 'u', PARTS)],
  ])('without %s is no success', async (field, send) => {
    world().server.fault = () => ({ status: 200, body: '<Other/>' });
    const error = await rejection(send());
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error).toMatchObject({ text: { key: 'network.missing-field', values: { field } } });
  });
});
