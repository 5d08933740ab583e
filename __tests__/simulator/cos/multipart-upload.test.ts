import { describe, expect, it } from '@jest/globals';
import { beginUpload, BUCKET, partsXml, sendPart, sha256 } from '../support/cos-requests.ts';
import { put, useCosWorld } from '../support/cos-world.ts';

const world = useCosWorld();
const { fetched, outcome } = world;

describe('a multipart upload', () => {
  it('makes one object of its parts', async () => {
    const uploadId = await beginUpload(world.simulator);
    expect(world.simulator.cos.uploads).toMatchObject([
      { uploadId, bucket: BUCKET, key: 'object' },
    ]);
    const mebibyte = 'x'.repeat(1024 * 1024);
    const last = await sendPart(world.simulator, uploadId, 2, '56789');
    const first = await sendPart(world.simulator, uploadId, 1, mebibyte);
    const body = partsXml([first, last]);
    const response = await fetched({ method: 'POST', query: { uploadId }, body });
    await expect(response.text()).resolves.toContain('<CompleteMultipartUploadResult>');
    const whole = `${mebibyte}56789`;
    expect(world.simulator.cos.object(BUCKET, 'object')?.sha256).toBe(sha256(whole));
    const { headers } = await fetched(put({ key: 'whole', body: whole }));
    const crc64 = 'x-cos-hash-crc64ecma';
    expect(response.headers.get(crc64)).toBe(headers.get(crc64));
    expect(world.simulator.cos.uploads).toStrictEqual([]);
  });

  it('takes the newest of a part', async () => {
    const uploadId = await beginUpload(world.simulator);
    await sendPart(world.simulator, uploadId, 1, 'old');
    const part = await sendPart(world.simulator, uploadId, 1, 'new');
    await outcome({ method: 'POST', query: { uploadId }, body: partsXml([part]) });
    expect(world.simulator.cos.object(BUCKET, 'object')?.bytes.toString()).toBe('new');
  });

  it.each<[string, string, (parts: { partNumber: number; etag: string }[]) => string]>([
    ['400 InvalidPartOrder', 'the wrong order', (parts) => partsXml(parts.toReversed())],
    ['400 InvalidPart', 'an unknown part', () => partsXml([{ partNumber: 9, etag: '"x"' }])],
    ['400 EntityTooSmall', 'a small part before the last', (parts) => partsXml(parts)],
    ['400 MalformedXML', 'no parts', () => partsXml([])],
    ['400 MalformedXML', 'no XML', () => 'parts'],
  ])('is refused with %s for %s', async (expected, _, body) => {
    const uploadId = await beginUpload(world.simulator);
    const parts = [
      await sendPart(world.simulator, uploadId, 1, 'abc'),
      await sendPart(world.simulator, uploadId, 2, 'def'),
    ];
    const complete = { method: 'POST', query: { uploadId }, body: body(parts) };
    await expect(outcome(complete)).resolves.toBe(expected);
    expect(world.simulator.cos.uploads).toHaveLength(1);
  });

  it('ends when it is aborted', async () => {
    const uploadId = await beginUpload(world.simulator);
    const abort = { method: 'DELETE', query: { uploadId } };
    await expect(outcome(abort)).resolves.toBe('204');
    await expect(outcome(abort)).resolves.toBe('404 NoSuchUpload');
    expect(world.simulator.cos.uploads).toStrictEqual([]);
  });

  it.each(['0', '10001', 'one'])('has no part %s', async (partNumber) => {
    const uploadId = await beginUpload(world.simulator);
    const part = put({ query: { partNumber, uploadId } });
    await expect(outcome(part)).resolves.toBe('400 InvalidArgument');
  });
});
