import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import { UPLOAD_SIZES, uploadFile } from '../../src/transfer/upload-file.ts';
import type { CosFault } from '../support/cos-server.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { cosWorld, KEY, OBJECT } from '../support/cos-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = cosWorld(1_000);
const folder = temporaryFolder();

const SIZES = { singlePut: 1_000, part: 4_000, minPart: 1_000, maxPut: 40_000, concurrency: 4 };
const CONTENT = randomBytes(33_000);
const SMALL = randomBytes(900);
const TOO_SLOW = { status: 400, body: cosErrorXml('UserNetworkTooSlow') };
const crcOf = (bytes: Buffer) => formatCrc64(updateCrc64(EMPTY_CRC64, bytes));

async function upload(content: Buffer, sizes = SIZES) {
  await writeFile(folder('app.jar'), content);
  return uploadFile({ cos: world().options, object: OBJECT, path: folder('app.jar'), sizes });
}

const isStored = (content: Buffer) => world().server.objects.get(KEY)?.equals(content);
const count = (name: string) =>
  world().server.calls.filter(({ action }) => action.startsWith(name)).length;
const sentBytes = () => world().server.calls.reduce((sum, { bytes }) => sum + bytes, 0);

describe('a line that is too slow for COS', () => {
  it('has fewer parts at once, and the upload goes on', async () => {
    const { server } = world();
    const failures = new Map<string, number>();
    let running = 0;
    const seen: number[] = [];
    server.fault = (action) => {
      if (!action.startsWith('UploadPart')) return undefined;
      running += 1;
      seen.push(running);
      const act = async () => {
        await new Promise(setImmediate);
        running -= 1;
      };
      // Of every second part the first try.
      const isSlow = Number(action.slice(-1)) % 2 === 0 && !failures.has(action);
      failures.set(action, 1);
      return isSlow ? { act, ...TOO_SLOW } : { act };
    };
    await upload(CONTENT);
    expect(isStored(CONTENT)).toBe(true);
    expect(count('InitiateMultipartUpload')).toBe(1);
    expect(seen.slice(-3)).toEqual([1, 1, 1]);
  });

  it('is told where it stays so', async () => {
    world().server.fault = (action) => (action.startsWith('UploadPart') ? TOO_SLOW : undefined);
    await expect(upload(CONTENT)).rejects.toMatchObject({ code: 'UserNetworkTooSlow' });
    expect(world().server.uploads.size).toBe(0);
  });
});

describe('a line that lets no large body through', () => {
  it.each<[string, CosFault]>([
    ['cuts it', { cut: 'before' }],
    ['refuses it', { status: 413, body: '<html>' }],
    ['times out', { hang: true }],
  ])('and %s has smaller parts', async (_, fault) => {
    world().server.fault = (action, bytes) =>
      action.startsWith('UploadPart') && bytes > 1_500 ? fault : undefined;
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    expect(isStored(CONTENT)).toBe(true);
    expect(world().server.uploads.size).toBe(0);
    expect(count('AbortMultipartUpload')).toBe(1);
    // Twice one part more than once the file.
    expect(sentBytes()).toBeLessThan(CONTENT.length + 3 * SIZES.part);
  });

  it('has a small file in parts where that is refused for its size', async () => {
    world().server.fault = (_, bytes) => (bytes > 1_500 ? { status: 413 } : undefined);
    const content = randomBytes(3_000);
    await upload(content, { ...SIZES, singlePut: 4_000 });
    expect(isStored(content)).toBe(true);
  });

  it('is no reason for smaller parts while others get through', async () => {
    const failures = new Map<string, number>();
    world().server.fault = (action) => {
      const failed = failures.get(action) ?? 0;
      failures.set(action, failed + 1);
      return action === 'UploadPart 1' && failed < 3 ? { cut: 'before' } : undefined;
    };
    await upload(CONTENT, { ...SIZES, concurrency: 2 });
    expect(isStored(CONTENT)).toBe(true);
    expect(count('InitiateMultipartUpload')).toBe(1);
  });
});

describe('a package whose answer does not come', () => {
  it.each<[string, CosFault]>([
    ['is lost', { cut: 'after' }],
    ['is one of a gateway', { status: 504, body: '<html>' }],
  ])('because it %s is not sent again where it has arrived', async (_, fault) => {
    const { server } = world();
    server.crc64 = crcOf;
    server.fault = (action) => {
      if (action !== 'PutObject') return undefined;
      server.objects.set(KEY, SMALL);
      return fault;
    };
    expect(await upload(SMALL)).toMatchObject({ crc64: crcOf(SMALL), isVerified: true });
    expect(server.actions()).toEqual(['PutObject', 'HeadObject']);
  });

  it.each<[string, CosFault]>([
    ['another one is there', {}],
    ['nothing is there', { status: 404 }],
    ['the keys may not look', { status: 403 }],
  ])('is sent again where %s', async (_, look) => {
    const { server } = world();
    server.crc64 = crcOf;
    server.objects.set(KEY, randomBytes(900));
    server.fault = (action) => {
      if (action === 'HeadObject') return look;
      return count('PutObject') === 0 ? { cut: 'before' } : undefined;
    };
    await upload(SMALL);
    expect(isStored(SMALL)).toBe(true);
    expect(server.actions()).toEqual(['PutObject', 'HeadObject', 'PutObject']);
  });
});

it('parts are small enough for a line that cuts long connections', () => {
  const twelveMegabytes = 12 * 1024 * 1024;
  expect(UPLOAD_SIZES.singlePut).toBeLessThan(twelveMegabytes / 2);
  expect(UPLOAD_SIZES.part).toBeLessThan(twelveMegabytes / 2);
});
