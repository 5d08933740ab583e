import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import COS from 'cos-nodejs-sdk-v5';
import { DEMO_CREDENTIALS, startSimulator } from '../../../simulator/index.ts';
import type { Credentials, Simulator } from '../../../simulator/index.ts';

const PLACE = { Bucket: 'sdk-1300000000', Region: 'ap-shanghai' };
const MEGABYTE = 1024 * 1024;

let simulator: Simulator;
let folder: string;

beforeAll(async () => {
  const { Bucket: name, Region: region } = PLACE;
  // The SDK has the real clock alone.
  simulator = await startSimulator({ cos: { buckets: [{ name, region }] } });
  folder = mkdtempSync(join(tmpdir(), 'cos-sdk-'));
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

/** It asks <bucket>.cos.<region>.myqcloud.com, at the simulator's address. */
function sdk({ secretId, secretKey, token }: Credentials = DEMO_CREDENTIALS): COS {
  return new COS({
    SecretId: secretId,
    SecretKey: secretKey,
    ...(token !== undefined && { SecurityToken: token }),
    Protocol: 'http:',
    Ip: new URL(simulator.url).host,
    KeepAlive: false,
  });
}

describe('the official COS SDK', () => {
  it.each(['plain.txt', 'folder/game (1) 版本+a&b.zip', "it's*100%.jar"])(
    'puts and gets %s',
    async (Key) => {
      const bytes = randomBytes(5000);
      const { ETag } = await sdk().putObject({ ...PLACE, Key, Body: bytes });
      const stored = simulator.cos.object(PLACE.Bucket, Key);
      expect(stored?.bytes.equals(bytes)).toBe(true);
      expect(ETag).toBe(stored?.etag);
      const { Body } = await sdk().getObject({ ...PLACE, Key });
      expect(Body.equals(bytes)).toBe(true);
    },
  );

  it('uploads a file in parts', async () => {
    const bytes = randomBytes(3 * MEGABYTE + 17);
    const FilePath = join(folder, 'large.bin');
    writeFileSync(FilePath, bytes);
    await sdk().sliceUploadFile({ ...PLACE, Key: 'large.bin', FilePath });
    expect(simulator.cos.object(PLACE.Bucket, 'large.bin')?.bytes.equals(bytes)).toBe(true);
    expect(simulator.cos.object(PLACE.Bucket, 'large.bin')?.etag).toMatch(/-4"$/);
    expect(simulator.cos.uploads).toStrictEqual([]);
  });

  it('reads a head and a range', async () => {
    simulator.cos.put(PLACE.Bucket, 'digits', '0123456789');
    const { headers } = await sdk().headObject({ ...PLACE, Key: 'digits' });
    expect(headers).toMatchObject({ 'content-length': '10' });
    const { Body } = await sdk().getObject({ ...PLACE, Key: 'digits', Range: 'bytes=2-4' });
    expect(Body.toString()).toBe('234');
  });

  it('works with temporary keys, for their object alone', async () => {
    const grant = { bucket: PLACE.Bucket, path: 'mine', operations: ['PutObject'] as const };
    const client = sdk(simulator.cos.keys.issue(grant, 600));
    await client.putObject({ ...PLACE, Key: 'mine', Body: 'x' });
    await expect(client.putObject({ ...PLACE, Key: 'yours', Body: 'x' })).rejects.toMatchObject({
      code: 'AccessDenied',
      statusCode: 403,
    });
  });

  it('goes on with an upload that it finds, by its listings', async () => {
    const Key = 'found.bin';
    const { UploadId } = await sdk().multipartInit({ ...PLACE, Key });
    const part = { ...PLACE, Key, UploadId, PartNumber: 1, Body: 'abc' };
    const { ETag } = await sdk().multipartUpload(part);
    const list = { ...PLACE, Prefix: 'found', Delimiter: '' };
    const { Upload } = await sdk().multipartList(list);
    expect(Upload).toMatchObject([{ Key, UploadId }]);
    const { Part } = await sdk().multipartListPart({ ...PLACE, Key, UploadId });
    expect(Part).toMatchObject([{ PartNumber: '1', ETag, Size: '3' }]);
    await sdk().multipartAbort({ ...PLACE, Key, UploadId });
    expect(simulator.cos.uploads).toStrictEqual([]);
  });

  it('understands the refusals', async () => {
    const refused = sdk().getObject({ ...PLACE, Key: 'none' });
    await expect(refused).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
  });
});
