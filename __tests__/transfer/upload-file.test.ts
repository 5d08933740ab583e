import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { appendFile, utimes, writeFile } from 'node:fs/promises';
import { EMPTY_CRC64, formatCrc64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import { FileChangedError, IntegrityError } from '../../src/transfer/transfer-errors.ts';
import type { Progress } from '../../src/transfer/transfer-context.ts';
import { uploadFile } from '../../src/transfer/upload-file.ts';
import type { UploadOptions } from '../../src/transfer/upload-file.ts';
import type { CosFault } from '../support/cos-server.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { cosWorld, CREDENTIALS, KEY, OBJECT } from '../support/cos-world.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = cosWorld(2_000);
const folder = temporaryFolder();

const SIZES = { singlePut: 1_000, part: 4_000, largePart: 4_000, maxPut: 30_000, concurrency: 3 };
/** Six parts, the last one shorter. */
const CONTENT = randomBytes(21_000);
/** Numbers need not follow on each other. */
const PART_ACTIONS = [1, 11, 3, 5, 7, 9].map((number) => `UploadPart ${number}`);
const crcOf = (bytes: Buffer) => formatCrc64(updateCrc64(EMPTY_CRC64, bytes));

async function upload(content: Buffer, options: Partial<UploadOptions> = {}) {
  await writeFile(folder('app.jar'), content);
  return uploadFile({
    ...{ cos: world().options, object: OBJECT, path: folder('app.jar'), sizes: SIZES },
    ...options,
  });
}

/** Faults for the first requests of an action. */
function faults(action: string, ...list: CosFault[]) {
  world().server.fault = (asked) => (asked === action ? list.shift() : undefined);
}

const stored = () => world().server.objects.get(KEY);
const actions = () => world().server.actions();
const count = (name: string) => actions().filter((action) => action.startsWith(name)).length;

describe('a small file', () => {
  it.each([0, 1, 1_000])('of %d bytes goes in one PUT', async (length) => {
    world().server.crc64 = crcOf;
    const content = randomBytes(length);
    expect(await upload(content)).toMatchObject({ bytes: length, crc64: crcOf(content) });
    expect(stored()?.equals(content)).toBe(true);
    expect(actions()).toEqual(['PutObject']);
  });

  it('is sent again as it is after a cut', async () => {
    faults('PutObject', { cut: 'before' });
    const content = randomBytes(900);
    await upload(content);
    expect(stored()?.equals(content)).toBe(true);
  });

  it('that is damaged on its way is sent again', async () => {
    world().server.crc64 = crcOf;
    faults('PutObject', { crc64: '1' });
    expect(await upload(Buffer.from('a'))).toMatchObject({ isVerified: true });
    expect(count('PutObject')).toBe(2);
    // COS returns a checksum, so the request needs none.
    expect(world().server.calls[0]?.headers['content-md5']).toBeUndefined();
  });

  it('that is not there is an error of the system', async () => {
    const options = { cos: world().options, object: OBJECT, path: folder('none.jar') };
    await expect(uploadFile(options)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(actions()).toEqual([]);
  });
});

describe('a large file', () => {
  it('goes in parts, and the checksums of all fit', async () => {
    world().server.crc64 = crcOf;
    // More than one chunk of the disk for each part.
    const content = randomBytes(1_500_000);
    const sizes = { ...SIZES, part: 290_000, largePart: 290_000, maxPut: 2_000_000 };
    const uploaded = await upload(content, { sizes });
    expect(uploaded).toMatchObject({ bytes: 1_500_000, crc64: crcOf(content) });
    expect(stored()?.equals(content)).toBe(true);
    expect(actions().slice(1, 7).sort()).toEqual(PART_ACTIONS);
    expect(actions().at(-1)).toBe('CompleteMultipartUpload');
  });

  it('is whole whatever its size, the size of the parts and the concurrency are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1_001, max: 20_000 }),
        fc.integer({ min: 900, max: 9_000 }),
        fc.integer({ min: 1, max: 5 }),
        async (length, part, concurrency) => {
          const content = randomBytes(length);
          await upload(content, { sizes: { ...SIZES, part, largePart: part, concurrency } });
          expect(stored()?.equals(content)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('has a part that fails twice sent again, and no other', async () => {
    faults('UploadPart 3', { cut: 'before' }, { status: 503, body: cosErrorXml('SlowDown') });
    await upload(CONTENT);
    expect(stored()?.equals(CONTENT)).toBe(true);
    expect(count('UploadPart 3')).toBe(3);
    expect(count('UploadPart')).toBe(8);
  });

  it('goes on with other credentials where those expire in the middle', async () => {
    const old = { ...CREDENTIALS, token: 'old' };
    const fresh = { ...CREDENTIALS, token: 'fresh' };
    const { server, options } = world();
    server.tokens = ['old'];
    server.fault = (action) => {
      if (action === 'UploadPart 7') server.tokens = ['fresh'];
      return undefined;
    };
    const credentials: typeof options.credentials = (rejected) =>
      Promise.resolve(rejected || server.tokens.includes('fresh') ? fresh : old);
    await upload(CONTENT, { cos: { ...options, credentials } });
    expect(stored()?.equals(CONTENT)).toBe(true);
  });

  it('is aborted when a part is given up, and no further part is begun', async () => {
    world().server.fault = (action) => {
      if (action === 'UploadPart 3') return { status: 400, body: cosErrorXml('InvalidArgument') };
      // The other parts are under way until then.
      return action.startsWith('UploadPart') ? { hang: true } : undefined;
    };
    await expect(upload(CONTENT)).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(world().server.uploads.size).toBe(0);
    expect(count('AbortMultipartUpload')).toBe(1);
    expect(count('UploadPart')).toBeLessThanOrEqual(SIZES.concurrency);
    expect(stored()).toBeUndefined();
  });

  it('is aborted when cancelled', async () => {
    const reason = new Error('cancelled');
    const act = () => {
      world().cancel.abort(reason);
      return Promise.resolve();
    };
    faults('UploadPart 3', { act, hang: true });
    await expect(upload(CONTENT)).rejects.toBe(reason);
    expect(world().server.uploads.size).toBe(0);
  });

  it('that cannot be aborted says so', async () => {
    const failures: unknown[] = [];
    const onAbortFailed = (error: unknown) => failures.push(error);
    world().server.fault = (action) =>
      /^(UploadPart|Abort)/.test(action)
        ? { status: 400, body: cosErrorXml('InvalidArgument') }
        : undefined;
    await expect(upload(CONTENT)).rejects.toMatchObject({ action: 'UploadPart' });
    await expect(upload(CONTENT, { onAbortFailed })).rejects.toMatchObject({
      action: 'UploadPart',
    });
    expect(failures).toMatchObject([{ action: 'AbortMultipartUpload' }]);
  });

  it('that cannot be aborted is not waited for: the runner ends a cancelled step soon', async () => {
    const failures: unknown[] = [];
    const limits: number[] = [];
    const late = new AbortController();
    const timeout = (ms: number) => {
      limits.push(ms);
      return late.signal;
    };
    world().server.fault = (action) => {
      if (action === 'UploadPart 3') return { status: 400, body: cosErrorXml('InvalidArgument') };
      if (!action.startsWith('Abort')) return undefined;
      const act = () => {
        late.abort(new DOMException('late', 'TimeoutError'));
        return Promise.resolve();
      };
      return { act, hang: true };
    };
    const { options } = world();
    await expect(
      upload(CONTENT, {
        cos: { ...options, clock: { ...options.clock, timeout } },
        onAbortFailed: (error: unknown) => failures.push(error),
      }),
    ).rejects.toMatchObject({ action: 'UploadPart' });
    expect(failures).toEqual([late.signal.reason]);
    expect(Math.max(...limits)).toBeLessThan(5_000);
  });

  it('has nothing to abort where COS has forgotten it', async () => {
    const failures: unknown[] = [];
    faults('UploadPart 1', {
      act: () => {
        world().server.uploads.clear();
        return Promise.resolve();
      },
    });
    const onAbortFailed = (error: unknown) => failures.push(error);
    await expect(upload(CONTENT, { onAbortFailed })).rejects.toMatchObject({
      code: 'NoSuchUpload',
    });
    expect(failures).toEqual([]);
  });

  it.each(['UploadPart 3', 'CompleteMultipartUpload'])(
    'is not trusted where the checksum that %s answers is another',
    async (action) => {
      faults(action, { crc64: '1' }, { crc64: '1' }, { crc64: '1' });
      await expect(upload(CONTENT)).rejects.toThrow(IntegrityError);
    },
  );
});

describe('whether an upload was verified', () => {
  it.each([
    ['one PUT', Buffer.from('a')],
    ['parts', CONTENT],
  ])('is told by the CRC-64 or by ETags that are an MD5: %s', async (_, content) => {
    expect(await upload(content)).toMatchObject({ isVerified: true });
    world().server.crc64 = crcOf;
    expect(await upload(content)).toMatchObject({ isVerified: true });
  });

  it.each([
    ['PutObject', Buffer.from('a')],
    ['UploadPart 3', CONTENT],
  ])(
    'is told if the ETag of %s is no MD5, as that of encrypted objects',
    async (action, content) => {
      faults(action, { headers: { etag: '"an-etag"' } });
      expect(await upload(content)).toMatchObject({ isVerified: false });
    },
  );
});

describe('a lost answer to the completion', () => {
  it('is no failure where the object is there, by its checksum', async () => {
    world().server.crc64 = crcOf;
    faults('CompleteMultipartUpload', { cut: 'after' });
    expect(await upload(CONTENT)).toMatchObject({ crc64: crcOf(CONTENT) });
    expect(actions().slice(-2)).toEqual(['CompleteMultipartUpload', 'HeadObject']);
  });

  it('is no failure where the keys may not look: nobody else ended the upload', async () => {
    world().server.fault = (action) => {
      if (action === 'HeadObject') return { status: 403 };
      return action === 'CompleteMultipartUpload' && count('Complete') === 0
        ? { cut: 'after' }
        : undefined;
    };
    expect(await upload(CONTENT)).toMatchObject({ crc64: crcOf(CONTENT) });
    expect(count('Abort')).toBe(0);
  });

  it.each<[string, CosFault]>([
    ['no checksum tells', {}],
    ['the head does not answer', { status: 404 }],
    ['another object is there', { crc64: '1' }],
  ])('is a failure where %s', async (_, fault) => {
    world().server.fault = (action) => {
      if (action === 'HeadObject') return fault;
      const isFirst = count('Complete') === 0;
      return action === 'CompleteMultipartUpload' && isFirst ? { cut: 'after' } : undefined;
    };
    await expect(upload(CONTENT)).rejects.toMatchObject({ code: 'NoSuchUpload' });
  });
});

describe('multipart that is refused', () => {
  it.each(['InitiateMultipartUpload', 'UploadPart 1', 'CompleteMultipartUpload'])(
    'at %s gives way to a single PUT',
    async (refused) => {
      world().server.fault = (action) =>
        action === refused ? { status: 403, body: cosErrorXml('AccessDenied') } : undefined;
      const progress: Progress[] = [];
      await upload(CONTENT, { onProgress: (seen) => progress.push(seen) });
      expect(stored()?.equals(CONTENT)).toBe(true);
      expect(actions().at(-1)).toBe('PutObject');
      expect(world().server.uploads.size).toBe(0);
      expect(progress.at(-1)).toEqual({ bytes: 21_000, total: 21_000 });
    },
  );

  it('is the end where a single PUT cannot carry it', async () => {
    faults('InitiateMultipartUpload', { status: 403, body: cosErrorXml('AccessDenied') });
    const sizes = { ...SIZES, maxPut: 20_000 };
    await expect(upload(CONTENT, { sizes })).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(count('PutObject')).toBe(0);
  });
});

describe('a file that changes while it is read', () => {
  const change = { act: () => appendFile(folder('app.jar'), 'more') };

  it.each<[string, string, Buffer]>([
    ['a single PUT', 'PutObject', Buffer.from('content')],
    ['a part', 'UploadPart 1', CONTENT],
  ])('in %s is an error', async (_, action, content) => {
    faults(action, change);
    await expect(upload(content)).rejects.toThrow(FileChangedError);
    expect(world().server.uploads.size).toBe(0);
  });

  it('in its time alone is one as well', async () => {
    faults('PutObject', { act: () => utimes(folder('app.jar'), 1, 1) });
    await expect(upload(Buffer.from('content'))).rejects.toThrow(FileChangedError);
  });

  it('is the reason that counts, whatever COS says of it', async () => {
    const act = () => writeFile(folder('app.jar'), 'shorter');
    faults('PutObject', { act, status: 400, body: cosErrorXml('EntityTooSmall') });
    await expect(upload(Buffer.from('content!'))).rejects.toThrow(FileChangedError);
  });

  it('and gets shorter ends what is sent', async () => {
    const act = () => writeFile(folder('app.jar'), '');
    faults('PutObject', { act, cut: 'before' });
    await expect(upload(Buffer.from('content!'))).rejects.toThrow(FileChangedError);
  });
});

describe('progress', () => {
  it('adds up to the whole, once for what is sent twice', async () => {
    const progress: Progress[] = [];
    faults('UploadPart 3', { cut: 'before' });
    await upload(CONTENT, { onProgress: (seen) => progress.push(seen) });
    expect(progress.at(-1)).toEqual({ bytes: 21_000, total: 21_000 });
    expect(Math.max(...progress.map(({ bytes }) => bytes))).toBe(21_000);
  });
});
