import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { manualClock, startSimulator } from '../../simulator/index.ts';
import type { Grant, ManualClock, Simulator } from '../../simulator/index.ts';
import {
  beginUpload,
  BUCKET,
  cosFetch,
  cosOutcome,
  md5,
  partsXml,
  sendPart,
  sha256,
  signCos,
} from './support/cos.ts';
import type { CosOptions } from './support/cos.ts';

const REGION = 'ap-guangzhou';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const DIGITS = '0123456789';
const CRC_OF_123456789 = '11051210869376104954';

let clock: ManualClock;
let simulator: Simulator;

beforeEach(async () => {
  clock = manualClock(NOW);
  simulator = await startSimulator({
    clock,
    cos: {
      buckets: [{ name: BUCKET, region: REGION, objects: { object: DIGITS } }],
      minPartBytes: 4,
    },
  });
});

afterEach(async () => {
  await simulator.close();
});

const fetched = (options: CosOptions = {}): Promise<Response> => cosFetch(simulator, options);
const outcome = (options: CosOptions = {}): Promise<string> => cosOutcome(simulator, options);
const put = (options: CosOptions = {}): CosOptions => ({ method: 'PUT', body: 'x', ...options });

describe('PUT', () => {
  it('stores and answers the hashes', async () => {
    const body = '123456789';
    const headers = { 'content-md5': md5(body), 'content-type': 'application/zip' };
    const response = await fetched({ method: 'PUT', key: 'a/b c.zip', body, headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('x-cos-hash-crc64ecma')).toBe(CRC_OF_123456789);
    expect(response.headers.get('etag')).toBe('"25f9e794323b453885f5181f1b624d0b"');
    expect(simulator.cos.object(BUCKET, 'a/b c.zip')).toMatchObject({
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
    expect(simulator.cos.object(BUCKET, 'new')).toBeUndefined();
  });

  it('may leave out the CRC', async () => {
    simulator.cos.behaviour.answersCrc64 = false;
    const { headers } = await fetched(put());
    expect(headers.get('x-cos-hash-crc64ecma')).toBeNull();
  });

  it('drops the bytes where wanted, not what is known of them', async () => {
    const cos = { buckets: [{ name: BUCKET }], storage: 'digest-only' as const };
    const other = await startSimulator({ clock, cos });
    await cosFetch(other, put({ body: '123456789' }));
    const object = other.cos.object(BUCKET, 'object');
    expect(object).toMatchObject({ size: 9, crc64: CRC_OF_123456789, sha256: sha256('123456789') });
    expect(() => object?.bytes).toThrow('digest-only');
    await other.close();
  });

  it('stores nothing where the client goes away', async () => {
    const { url, ...options } = signCos(simulator, { method: 'PUT', key: 'half' });
    const headers = { ...options.headers, 'content-length': '100' };
    const half = request(url, { ...options, headers });
    half.on('error', () => undefined);
    half.write('half');
    while (simulator.cos.requests.length === 0) await new Promise(setImmediate);
    half.destroy();
    while (simulator.cos.requests[0]?.outcome === 'unread') await new Promise(setImmediate);
    expect(simulator.cos.requests).toMatchObject([{ outcome: 'aborted', status: null }]);
    expect(simulator.cos.object(BUCKET, 'half')).toBeUndefined();
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

  it('gives large objects that take no memory', async () => {
    const size = 300_000;
    const { sha256: expected } = simulator.cos.putPattern(BUCKET, 'large', size);
    const bytes = Buffer.from(await (await fetched({ key: 'large' })).arrayBuffer());
    expect(bytes).toHaveLength(size);
    expect(sha256(bytes)).toBe(expected);
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
    const response = await fetch(`${simulator.url}/cos/%ff`);
    expect(response.status).toBe(400);
    await expect(response.text()).resolves.toContain('<Code>InvalidURI</Code>');
  });
});

describe('a refusal', () => {
  it('is XML as COS writes it', async () => {
    const response = await fetched({ key: 'a<b&c' });
    const { requestId } = simulator.cos.requests[0] ?? {};
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(response.headers.get('x-cos-request-id')).toBe(requestId);
    expect(response.headers.get('date')).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
    const xml = await response.text();
    expect(xml).toMatch(/^<\?xml version='1.0' encoding='utf-8' \?>\n<Error><Code>NoSuchKey</);
    expect(xml).toContain(`<Resource>/cos/${BUCKET}/a&lt;b&amp;c</Resource>`);
    expect(xml).toContain(`<RequestId>${requestId ?? ''}</RequestId>`);
  });
});

describe('an address', () => {
  it('may leave out the bucket: the first one there is', async () => {
    await expect((await fetched({ path: '/cos/object' })).text()).resolves.toBe(DIGITS);
  });

  it('may leave out the bucket: the default one', async () => {
    const seed = { name: 'own-1300000000', objects: { 'a/b': 'x' } };
    const cos = { defaultBucket: seed.name, buckets: [{ name: BUCKET }, seed] };
    const other = await startSimulator({ clock, cos });
    const response = await cosFetch(other, { path: '/cos/a/b' });
    await expect(response.text()).resolves.toBe('x');
    await other.close();
  });

  it('may name the region', async () => {
    const path = `/cos.${REGION}/${BUCKET}/object`;
    await expect((await fetched({ path })).text()).resolves.toBe(DIGITS);
  });

  it.each([
    ['redirect', '301 PermanentRedirect'],
    ['no-such-bucket', '404 NoSuchBucket'],
  ] as const)('of another region names the right one (%s)', async (wrongRegion, expected) => {
    simulator.cos.behaviour.wrongRegion = wrongRegion;
    const path = `/cos.ap-tokyo/${BUCKET}/object`;
    await expect(outcome({ path })).resolves.toBe(expected);
    const { headers } = await fetched({ path });
    expect(headers.get('x-cos-bucket-region')).toBe(REGION);
  });
});

describe('temporary keys', () => {
  const grant = (more: Partial<Grant> = {}): Grant => {
    return { bucket: BUCKET, path: 'mine', operations: ['PutObject'], ...more };
  };
  const denied = '403 AccessDenied';

  it.each<[string, Grant, CosOptions, string]>([
    ['their object', grant(), put({ key: 'mine' }), '200'],
    ['another object', grant(), put({ key: 'mine2' }), denied],
    ['another bucket', grant({ bucket: 'x-1300000000' }), put({ key: 'mine' }), denied],
    ['below their folder', grant({ path: 'mine/' }), put({ key: 'mine/a' }), '200'],
    ['reading', grant(), { key: 'mine' }, denied],
    ['multipart', grant(), { method: 'POST', key: 'mine', query: { uploads: '' } }, denied],
  ])('%s', async (_, given, options, expected) => {
    const credentials = simulator.cos.issueKey(given, 60);
    await expect(outcome({ ...options, credentials })).resolves.toBe(expected);
  });

  it('expire', async () => {
    const credentials = simulator.cos.issueKey(grant(), 60);
    const attempt = (): Promise<string> => outcome(put({ key: 'mine', credentials }));
    clock.advance(59);
    await expect(attempt()).resolves.toBe('200');
    clock.advance(1);
    await expect(attempt()).resolves.toBe('403 ExpiredToken');
    simulator.cos.behaviour.expiredKeyCode = 'AccessDenied';
    await expect(attempt()).resolves.toBe(denied);
  });

  it('can be ended all at once', async () => {
    const credentials = simulator.cos.issueKey(grant(), 60);
    simulator.cos.expireKeys();
    await expect(outcome(put({ key: 'mine', credentials }))).resolves.toBe('403 ExpiredToken');
    const next = simulator.cos.issueKey(grant(), 60);
    await expect(outcome(put({ key: 'mine', credentials: next }))).resolves.toBe('200');
  });
});

describe('a multipart upload', () => {
  it('makes one object of its parts', async () => {
    const uploadId = await beginUpload(simulator);
    expect(simulator.cos.uploads).toMatchObject([{ uploadId, bucket: BUCKET, key: 'object' }]);
    const last = await sendPart(simulator, uploadId, 2, '56789');
    const first = await sendPart(simulator, uploadId, 1, '1234');
    const body = partsXml([first, last]);
    const response = await fetched({ method: 'POST', query: { uploadId }, body });
    expect(response.headers.get('x-cos-hash-crc64ecma')).toBe(CRC_OF_123456789);
    await expect(response.text()).resolves.toContain('<CompleteMultipartUploadResult>');
    expect(simulator.cos.object(BUCKET, 'object')?.sha256).toBe(sha256('123456789'));
    expect(simulator.cos.uploads).toStrictEqual([]);
  });

  it('takes the newest of a part', async () => {
    const uploadId = await beginUpload(simulator);
    await sendPart(simulator, uploadId, 1, 'old');
    const part = await sendPart(simulator, uploadId, 1, 'new');
    await outcome({ method: 'POST', query: { uploadId }, body: partsXml([part]) });
    expect(simulator.cos.object(BUCKET, 'object')?.bytes.toString()).toBe('new');
  });

  it.each<[string, string, (parts: { partNumber: number; etag: string }[]) => string]>([
    ['400 InvalidPartOrder', 'the wrong order', (parts) => partsXml(parts.toReversed())],
    ['400 InvalidPart', 'an unknown part', () => partsXml([{ partNumber: 9, etag: '"x"' }])],
    ['400 EntityTooSmall', 'a small part before the last', (parts) => partsXml(parts)],
    ['400 MalformedXML', 'no parts', () => partsXml([])],
    ['400 MalformedXML', 'no XML', () => 'parts'],
  ])('is refused with %s for %s', async (expected, _, body) => {
    const uploadId = await beginUpload(simulator);
    const parts = [
      await sendPart(simulator, uploadId, 1, 'abc'),
      await sendPart(simulator, uploadId, 2, 'def'),
    ];
    const complete = { method: 'POST', query: { uploadId }, body: body(parts) };
    await expect(outcome(complete)).resolves.toBe(expected);
    expect(simulator.cos.uploads).toHaveLength(1);
  });

  it('ends when it is aborted', async () => {
    const uploadId = await beginUpload(simulator);
    const abort = { method: 'DELETE', query: { uploadId } };
    await expect(outcome(abort)).resolves.toBe('204');
    await expect(outcome(abort)).resolves.toBe('404 NoSuchUpload');
    expect(simulator.cos.uploads).toStrictEqual([]);
  });

  it.each(['0', '10001', 'one'])('has no part %s', async (partNumber) => {
    const uploadId = await beginUpload(simulator);
    const part = put({ query: { partNumber, uploadId } });
    await expect(outcome(part)).resolves.toBe('400 InvalidArgument');
  });
});

describe('a request', () => {
  it('is recorded', async () => {
    await outcome({ headers: { range: 'bytes=0-3' } });
    expect(simulator.cos.requests).toMatchObject([
      {
        ...{ method: 'GET', operation: 'GetObject', bucket: BUCKET, key: 'object', query: {} },
        ...{ isPresigned: false, at: NOW, outcome: 'ok', status: 206, sent: 4 },
        headers: { range: 'bytes=0-3' },
      },
    ]);
  });
});
