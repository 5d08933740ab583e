import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { createCosClient } from '../../../src/tencent/cos/cos-client.ts';
import { ClockSkewError, CosError } from '../../../src/tencent/cos/cos-response.ts';
import {
  ApiError,
  AmbiguousResponseError,
  UnreachableError,
} from '../../../src/tencent/api-errors.ts';
import type { CosFault } from '../../support/cos-server.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { CREDENTIALS, KEY, OBJECT } from '../../support/cos-world.ts';
import { bodyOf, cosRequests, rejection } from './requests.ts';

const { world, client, faults } = cosRequests();

describe('requests', () => {
  it('puts an object with its length and MD5, signed', async () => {
    const stored = await client().putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    expect(stored).toEqual({
      ...{ etag: '"9a0364b9e99bb480dd25e1f0284c8555"', crc64: '', requestId: 'req-1' },
    });
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

  it('takes an upload back', async () => {
    const cos = client();
    await cos.abortMultipartUpload(OBJECT, await cos.initiateMultipartUpload(OBJECT));
    expect(world().server.uploads.size).toBe(0);
  });

  it('does not take an error with the status 200 for an upload that was taken back', async () => {
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

describe('errors', () => {
  it("are COS's own, with code, message and request ID", async () => {
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(CosError);
    expect(error).toMatchObject({
      ...{ service: 'cos', action: 'GetObject', code: 'NoSuchKey', message: 'about NoSuchKey' },
      ...{ requestId: 'req-NoSuchKey', status: 404, bucketRegion: '' },
    });
    expect(world().server.calls).toHaveLength(1);
  });

  it.each([
    ['PermanentRedirect', 301],
    ['NoSuchBucket', 404],
  ])('tell where the bucket is: %s', async (code, status) => {
    const headers = { 'x-cos-bucket-region': 'ap-beijing' };
    faults({ status, body: cosErrorXml(code), headers });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toMatchObject({ code, status, bucketRegion: 'ap-beijing' });
  });

  it('tell where the bucket is without a body', async () => {
    faults({ status: 301, headers: { 'x-cos-bucket-region': 'ap-beijing' } });
    const error = await rejection(client().headObject(OBJECT));
    expect(error).toMatchObject({
      ...{ code: 'PermanentRedirect', bucketRegion: 'ap-beijing', requestId: 'req-1' },
      message: 'the endpoint sent HTTP status 301',
    });
  });

  it('tell a wrong clock, and the right time', async () => {
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    const fault = { status: 403, body: cosErrorXml('RequestTimeTooSkewed') };
    faults({ ...fault, headers: { date } });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(ClockSkewError);
    expect(error).toMatchObject({ serverTime: Date.UTC(2026, 10, 20, 12), status: 403 });
    faults({ ...fault, headers: { date: 'never' } });
    expect(await rejection(client().getObject(OBJECT, {}))).toMatchObject({
      serverTime: undefined,
    });
  });

  it('are unclear where no COS answered', async () => {
    faults({ status: 404, body: '<html>no such page</html>' });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error).toMatchObject({ status: 404, message: 'the endpoint sent HTTP status 404' });
  });

  it('are read as far as makes sense', async () => {
    faults({ status: 400, body: cosErrorXml('MalformedXML', 'x'.repeat(3 * 1024 * 1024)) });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toMatchObject({ code: 'MalformedXML', requestId: 'req-1' });
  });

  it('name what cannot be reached', async () => {
    await world().server.close();
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(world().sleeps).toHaveLength(4);
  });

  it('of the source of the bytes are passed on as they are, and not tried again', async () => {
    const broken = {
      ...bodyOf('content'),
      async *open() {
        yield await Promise.resolve(Buffer.from('con'));
        throw new RangeError('the disk broke');
      },
    };
    expect(await rejection(client().putObject(OBJECT, broken))).toEqual(
      new RangeError('the disk broke'),
    );
    expect(world().sleeps).toEqual([]);
  });
});

describe('trying again', () => {
  it.each<[string, CosFault]>([
    ['a cut connection', { cut: 'before' }],
    ['a lost answer', { cut: 'after' }],
    ['a server that hangs', { hang: true }],
    ['SlowDown', { status: 503, body: cosErrorXml('SlowDown') }],
    ['InternalError', { status: 500, body: cosErrorXml('InternalError') }],
    ['RequestTimeout', { status: 400, body: cosErrorXml('RequestTimeout') }],
    ['BadDigest', { status: 400, body: cosErrorXml('BadDigest') }],
    ['any other 5xx', { status: 502, body: cosErrorXml('New') }],
    ['a gateway without words', { status: 504 }],
  ])('helps after %s', async (_, fault) => {
    faults(fault, fault);
    await client().putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    expect(world().sleeps).toEqual([550, 1100]);
    expect(world().retries[0]?.error).toBeInstanceOf(ApiError);
  });

  it.each(['SlowDownForGood', 'NotSlowDown'])('does not help after %s', async (code) => {
    faults({ status: 400, body: cosErrorXml(code) });
    expect(await rejection(client().putObject(OBJECT, bodyOf('a')))).toMatchObject({ code });
    expect(world().sleeps).toEqual([]);
  });

  it('ends after five tries', async () => {
    world().server.fault = () => ({ status: 503, body: cosErrorXml('SlowDown') });
    const error = await rejection(client().putObject(OBJECT, bodyOf('content')));
    expect(error).toMatchObject({ code: 'SlowDown' });
    expect(world().server.calls).toHaveLength(5);
  });

  it('ends at the deadline', async () => {
    faults({ cut: 'before' });
    const deadline = world().options.clock.now() + 100;
    const error = await rejection(client({ deadline }).getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(world().sleeps).toEqual([]);
  });

  it('needs nobody to listen', async () => {
    faults({ cut: 'before' });
    const { onRetry, ...options } = world().options;
    expect(onRetry).toBeDefined();
    await createCosClient(options).putObject(OBJECT, bodyOf('a'));
    expect(world().sleeps).toHaveLength(1);
  });

  it('ends when cancelled, with the reason', async () => {
    const reason = new Error('cancelled');
    faults({
      act: () => {
        world().cancel.abort(reason);
        return Promise.resolve();
      },
      hang: true,
    });
    expect(await rejection(client().getObject(OBJECT, {}))).toBe(reason);
    expect(await rejection(client().getObject(OBJECT, {}))).toBe(reason);
    expect(world().server.calls).toHaveLength(1);
  });

  it('takes an early refusal in the middle of a body', async () => {
    faults({ early: true, status: 400, body: cosErrorXml('EntityTooLarge') });
    const error = await rejection(client().putObject(OBJECT, bodyOf('a'.repeat(100))));
    expect(error).toMatchObject({ code: 'EntityTooLarge' });
  });
});

describe('answers that are not what they seem', () => {
  const PARTS = [{ partNumber: 1, etag: '"a"' }];

  it('an error in the body of a 200 is an error', async () => {
    faults({ status: 200, body: `   \n${cosErrorXml('InvalidPart')}` });
    const error = await rejection(client().completeMultipartUpload(OBJECT, 'u', PARTS));
    expect(error).toMatchObject({ code: 'InvalidPart', status: 200 });
    expect(world().server.calls).toHaveLength(1);
  });

  it('one that may pass is tried again', async () => {
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
    ['no ETag', () => client().putObject(OBJECT, bodyOf('a'))],
    ['no upload ID', () => client().initiateMultipartUpload(OBJECT)],
    ['no ETag', () => client().uploadPart(OBJECT, { uploadId: 'u', partNumber: 1 }, bodyOf('a'))],
    ['no result', () => client().completeMultipartUpload(OBJECT, 'u', PARTS)],
  ])('%s is no success', async (message, send) => {
    world().server.fault = () => ({ status: 200, body: '<Other/>' });
    const error = await rejection(send());
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error.message).toBe(`the endpoint sent ${message}`);
  });
});
