import { describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { startSimulator } from '../../../simulator/index.ts';
import type { CosOptions } from '../support/cos-requests.ts';
import { BUCKET, cosFetch, md5, sha256, signCos } from '../support/cos-requests.ts';
import { DIGITS, NOW, put, useCosWorld } from '../support/cos-world.ts';

const CRC_OF_123456789 = '11051210869376104954';

const world = useCosWorld();
const { fetched, outcome } = world;

describe('PUT', () => {
  it('stores and answers the hashes', async () => {
    const body = '123456789';
    const headers = { 'content-md5': md5(body), 'content-type': 'application/zip' };
    const response = await fetched({ method: 'PUT', key: 'a/b c.zip', body, headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-cos-hash-crc64ecma')).toBe(CRC_OF_123456789);
    expect(response.headers.get('etag')).toBe('"25f9e794323b453885f5181f1b624d0b"');
    expect(world.simulator.cos.object(BUCKET, 'a/b c.zip')).toMatchObject({
      ...{ size: 9, crc64: CRC_OF_123456789, sha256: sha256(body), completedAt: NOW },
      contentType: 'application/zip',
    });
  });

  it.each([
    [md5('other'), '400 BadDigest'],
    ['nonsense', '400 InvalidDigest'],
  ])('checks Content-MD5 %s: %s', async (value, expected) => {
    const unsigned = { 'content-md5': value };
    await expect(outcome(put({ key: 'new', unsigned }))).resolves.toBe(expected);
    expect(world.simulator.cos.object(BUCKET, 'new')).toBeUndefined();
  });

  it('drops the bytes where wanted, not what is known of them', async () => {
    const cos = { buckets: [{ name: BUCKET }], storage: 'digest-only' as const };
    const other = await startSimulator({ clock: world.clock, cos });
    await cosFetch(other, put({ body: '123456789' }));
    const object = other.cos.object(BUCKET, 'object');
    expect(object).toMatchObject({ size: 9, crc64: CRC_OF_123456789, sha256: sha256('123456789') });
    expect(() => object?.bytes).toThrow('digest-only');
    await other.close();
  });

  it('stores nothing where the client goes away', async () => {
    const { url, ...options } = signCos(world.simulator, { method: 'PUT', key: 'half' });
    const headers = { ...options.headers, 'content-length': '100' };
    const half = request(url, { ...options, headers });
    half.on('error', () => undefined);
    half.write('half');
    while (world.simulator.cos.requests.length === 0) await new Promise(setImmediate);
    half.destroy();
    while (world.simulator.cos.requests[0]?.outcome === 'unread') await new Promise(setImmediate);
    expect(world.simulator.cos.requests).toMatchObject([{ outcome: 'aborted', status: null }]);
    expect(world.simulator.cos.object(BUCKET, 'half')).toBeUndefined();
  });
});

describe('GET', () => {
  it.each<[string, string, number, string, string | null]>([
    ['a range', 'bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['an open range', 'bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['a suffix', 'bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['more than there is', 'bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['several ranges: all', 'bytes=0-1,4-5', 200, DIGITS, null],
    ['another unit: all', 'lines=1-2', 200, DIGITS, null],
  ])('%s', async (_, range, status, text, contentRange) => {
    const response = await fetched({ headers: { range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-range')).toBe(contentRange);
    await expect(response.text()).resolves.toBe(text);
  });

  it.each(['bytes=10-', 'bytes=4-2', 'bytes=-0'])('refuses %s', async (range) => {
    const response = await fetched({ headers: { range } });
    expect(response.status).toBe(416);
    expect(response.headers.get('content-range')).toBe('bytes */10');
  });

  it.each([
    ['the ETag', true],
    ['the date', true],
    ['another', false],
  ])('takes the range with %s in If-Range: %s', async (what, isPartial) => {
    const { headers } = await fetched({ method: 'HEAD' });
    const etag = headers.get('etag') ?? '';
    const date = headers.get('last-modified') ?? '';
    const value = { 'the ETag': etag, 'the date': date }[what] ?? '"x"';
    const unsigned = { range: 'bytes=2-4', 'if-range': value };
    await expect((await fetched({ unsigned })).text()).resolves.toBe(isPartial ? '234' : DIGITS);
  });

  it('answers a head without a body', async () => {
    const response = await fetched({ method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe('10');
    expect(response.headers.get('accept-ranges')).toBe('bytes');
    await expect(response.text()).resolves.toBe('');
  });

  it.each<[string, string, CosOptions]>([
    ['412 PreconditionFailed', 'If-Match', { headers: { 'if-match': '"x"' } }],
    ['404 NoSuchKey', 'an unknown key', { key: 'none' }],
    ['404 NoSuchBucket', 'an unknown bucket', { path: '/cos/none-1300000000/object' }],
    ['405 MethodNotAllowed', 'another method', { method: 'PATCH' }],
  ])('%s for %s', async (expected, _, options) => {
    await expect(outcome(options)).resolves.toBe(expected);
  });

  it('refuses a path that cannot be decoded', async () => {
    const response = await fetch(`${world.simulator.url}/cos/%ff`);
    expect(response.status).toBe(400);
    await expect(response.text()).resolves.toContain('<Code>InvalidURI</Code>');
  });
});
