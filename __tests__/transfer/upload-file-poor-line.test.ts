import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import { uploadFile } from '../../src/transfer/upload-file.ts';
import type { CosFault } from '../support/cos-server.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { cosWorld, KEY, OBJECT } from '../support/cos-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = cosWorld(1_000);
const folder = temporaryFolder();

const SIZES = { singlePut: 900, part: 1_000, largePart: 4_000, maxPut: 40_000, concurrency: 4 };
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
const tries = (name: string) =>
  world()
    .server.actions()
    .filter((action) => action === name).length;
const listOf = (part: string) => `<ListPartsResult><Part>${part}</Part></ListPartsResult>`;
const isPart = (action: string) => action.startsWith('UploadPart');
/** Hits the first request that it is asked for. */
function once(fault: CosFault): () => CosFault | undefined {
  const faults = [fault];
  return () => faults.shift();
}

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
      // Of every second part the first try: their numbers are odd.
      const isSlow = Number(action.split(' ')[1]) % 4 === 1 && !failures.has(action);
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
  ])('and %s has small parts again, in the same upload', async (_, fault) => {
    const { server } = world();
    let large = 0;
    server.fault = (action, bytes) => {
      if (!isPart(action) || bytes <= SIZES.part) return undefined;
      large += 1;
      return fault;
    };
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    expect(isStored(CONTENT)).toBe(true);
    expect(large).toBe(1);
    expect(count('InitiateMultipartUpload')).toBe(1);
    expect(count('AbortMultipartUpload')).toBe(0);
    // One large part more than once the file, and the body of the completion.
    expect(sentBytes()).toBeLessThan(CONTENT.length + SIZES.largePart + 5_000);
  });

  it('gets no large part until many small ones have got through', async () => {
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    const sizes = world().server.calls.filter(({ action }) => isPart(action));
    const first = sizes.findIndex(({ bytes }) => bytes > SIZES.part);
    expect(first).toBeGreaterThan(10);
  });

  it.each<[string, CosFault]>([
    ['for its size', { status: 413 }],
    ['by a cut', { cut: 'before' }],
  ])('has a small file in parts where it is refused %s', async (_, fault) => {
    world().server.fault = (_, bytes) => (bytes > 1_500 ? fault : undefined);
    const content = randomBytes(3_000);
    await upload(content, { ...SIZES, singlePut: 4_000 });
    expect(isStored(content)).toBe(true);
    expect(count('PutObject')).toBe(1);
  });
});

describe('a part whose answer does not come', () => {
  it('is not sent again where it has arrived', async () => {
    const lost = once({ cut: 'after' });
    world().server.fault = (action) => (action === 'UploadPart 3' ? lost() : undefined);
    expect(await upload(CONTENT)).toMatchObject({ crc64: crcOf(CONTENT) });
    expect(isStored(CONTENT)).toBe(true);
    expect([tries('UploadPart 3'), count('ListParts')]).toEqual([1, 1]);
  });

  it('is verified by its MD5 where it is found', async () => {
    const { server } = world();
    const lost = once({ cut: 'after' });
    server.crc64 = crcOf;
    server.fault = (action) => (action === 'UploadPart 3' ? lost() : undefined);
    expect(await upload(CONTENT)).toMatchObject({ isVerified: true });
  });

  it.each<[string, CosFault, CosFault]>([
    ['it has not arrived', { cut: 'before' }, {}],
    ['COS does not say', { cut: 'after' }, { status: 500 }],
    ['the keys may not look', { cut: 'after' }, { status: 403 }],
    [
      'another part is there',
      { cut: 'after' },
      { status: 200, body: listOf('<PartNumber>3</PartNumber><ETag>"0"</ETag><Size>1000</Size>') },
    ],
  ])('is sent again where %s', async (_, lost, look) => {
    const lose = once(lost);
    world().server.fault = (action) => {
      if (action === 'ListParts') return look;
      return action === 'UploadPart 3' ? lose() : undefined;
    };
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    expect(isStored(CONTENT)).toBe(true);
    expect(tries('UploadPart 3')).toBe(2);
  });

  it('is not looked for again once the keys may not', async () => {
    const lost = [once({ cut: 'after' }), once({ cut: 'after' })] as const;
    world().server.fault = (action) => {
      if (action === 'ListParts') return { status: 403 };
      if (action === 'UploadPart 3') return lost[0]();
      return action === 'UploadPart 7' ? lost[1]() : undefined;
    };
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    expect(count('ListParts')).toBe(1);
  });

  it('and that was large is neither split nor sent again where it has arrived', async () => {
    const lost = once({ cut: 'after' });
    world().server.fault = (action, bytes) =>
      isPart(action) && bytes > SIZES.part ? lost() : undefined;
    await upload(CONTENT, { ...SIZES, concurrency: 1 });
    expect(isStored(CONTENT)).toBe(true);
    expect(sentBytes()).toBeLessThan(CONTENT.length + 5_000);
  });
});

it('a connection is closed before it would be cut again', async () => {
  const { server } = world();
  const cut = once({ cut: 'before' });
  server.fault = (action) => (action === 'UploadPart 7' ? cut() : undefined);
  await upload(CONTENT, { ...SIZES, concurrency: 1 });
  // Three parts got through over the first connection.
  const isLast = server.calls
    .filter(({ action }) => isPart(action))
    .slice(4, 10)
    .map(({ headers }) => headers.connection === 'close');
  expect(isLast).toEqual([false, false, true, false, false, true]);
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
