import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { CRC64_OF_NOTHING, formatCrc64, updateCrc64 } from '../../src/tencent/cos/crc64.ts';
import { UnclearError } from '../../src/tencent/errors.ts';
import { cosSource } from '../../src/transfer/cos-source.ts';
import type { DownloadOptions } from '../../src/transfer/download.ts';
import { downloadFile } from '../../src/transfer/download.ts';
import { DigestMismatchError, IntegrityError } from '../../src/transfer/errors.ts';
import type { Progress } from '../../src/transfer/progress.ts';
import { urlSource } from '../../src/transfer/url-source.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { KEY, OBJECT, cosWorld } from '../support/cos-world.ts';
import type { FileFault, FileServer } from '../support/file-server.ts';
import { SECRET, startFileServer } from '../support/file-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const world = cosWorld(500);
const folder = temporaryFolder();

const CONTENT = randomBytes(1_000_000);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const crcOf = (bytes: Buffer) => formatCrc64(updateCrc64(CRC64_OF_NOTHING, bytes));

let server: FileServer;
beforeEach(async () => {
  server = await startFileServer(CONTENT);
});
afterEach(() => server.close());

function download(options: Partial<DownloadOptions> & { readonly address?: string } = {}) {
  const patience = world().options;
  return downloadFile({
    ...patience,
    source: options.source ?? urlSource(options.address ?? server.url, patience),
    target: folder('out', 'code.zip'),
    ...options,
    onProgress: (progress) => {
      options.onProgress?.(progress);
      server.report(progress.bytes);
    },
  });
}

async function rejection(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error as Error,
  );
}

const ranges = () => server.requests.map(({ headers }) => headers.range);
const saved = () => readFile(folder('out', 'code.zip'));
const left = () => readdir(folder('out'));

describe('a download', () => {
  it('is whole, verified and alone in its folder', async () => {
    const progress: Progress[] = [];
    const done = await download({ expectedSha256: SHA256, onProgress: (at) => progress.push(at) });
    expect(done).toEqual({
      ...{ path: folder('out', 'code.zip'), bytes: 1_000_000, sha256: SHA256, matches: true },
    });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(await left()).toEqual(['code.zip']);
    expect(progress.at(-1)).toEqual({ bytes: 1_000_000, total: 1_000_000 });
  });

  it('sends no credentials and nothing but what it must', async () => {
    await download();
    const { host, connection, ...headers } = server.requests[0]?.headers ?? {};
    expect([host, connection]).toEqual([server.origin.slice('http://'.length), 'keep-alive']);
    expect(headers).toEqual({ 'accept-encoding': 'identity' });
  });

  it('without an expected digest tells its own', async () => {
    expect(await download()).toMatchObject({ sha256: SHA256, matches: undefined });
  });

  it('may be empty', async () => {
    server.content = Buffer.alloc(0);
    expect(await download()).toMatchObject({ bytes: 0 });
    expect(await saved()).toHaveLength(0);
  });

  it('need not tell its length', async () => {
    server.faults = [{ chunked: true }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
  });

  it('takes the place of what was there, of a link too', async () => {
    await mkdir(folder('out'));
    await writeFile(folder('elsewhere'), 'stays');
    await symlink(folder('elsewhere'), folder('out', 'code.zip'));
    await download();
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(await readFile(folder('elsewhere'), 'utf8')).toBe('stays');
  });

  it('leaves nothing where the target is a folder', async () => {
    await mkdir(folder('out', 'code.zip', 'full'), { recursive: true });
    await expect(download()).rejects.toMatchObject({ syscall: 'rename' });
    expect(await left()).toEqual(['code.zip']);
  });
});

describe('a wrong digest', () => {
  const expectedSha256 = 'A'.repeat(64);

  it('is an error that keeps what was there before', async () => {
    await mkdir(folder('out'));
    await writeFile(folder('out', 'code.zip'), 'before');
    const error = await rejection(download({ expectedSha256 }));
    expect(error).toBeInstanceOf(DigestMismatchError);
    expect(error).toMatchObject({ expected: expectedSha256, actual: SHA256 });
    expect(await left()).toEqual(['code.zip']);
    expect((await saved()).toString()).toBe('before');
  });

  it('is told where a warning is asked for', async () => {
    expect(await download({ expectedSha256, onMismatch: 'warn' })).toMatchObject({
      ...{ matches: false, sha256: SHA256 },
    });
    expect((await saved()).equals(CONTENT)).toBe(true);
  });
});

describe('a wrong checksum of COS', () => {
  it('is an error, and a right one is none', async () => {
    server.headers = { 'x-cos-hash-crc64ecma': crcOf(CONTENT) };
    await download();
    server.headers = { 'x-cos-hash-crc64ecma': '1' };
    const error = await rejection(download({ target: folder('other', 'file') }));
    expect(error).toBeInstanceOf(IntegrityError);
    expect(inspect(error)).not.toContain('SECRET');
    expect(await readdir(folder('other'))).toEqual([]);
  });
});

describe('a cut connection', () => {
  it.each<[string, Record<string, string>]>([
    ['its ETag', { etag: '"one"' }],
    ['its date', { 'last-modified': 'Fri, 20 Nov 2026 10:00:00 GMT' }],
    ['its date, the ETag being weak', { etag: 'W/"1"', 'last-modified': 'Fri, 20 Nov 2026' }],
  ])('goes on where it was, by %s', async (_, headers) => {
    server.headers = headers;
    server.faults = [{ cutAfter: 300_000 }, { cutAfter: 300_000 }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=300000-', 'bytes=600000-']);
    expect(server.requests[1]?.headers['if-range']).toBe(headers['last-modified'] ?? '"one"');
  });

  it('is tried again as long as it gets further', async () => {
    server.faults = Array.from({ length: 9 }, () => ({ cutAfter: 100_000 }));
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(world().sleeps).toEqual(Array.from({ length: 9 }, () => 550));
  });

  it('is given up after five tries that bring nothing', async () => {
    server.faults = [{ cutAfter: 100_000 }, ...Array.from({ length: 9 }, () => ({ cutAfter: 0 }))];
    const error = await rejection(download());
    expect(error).toBeInstanceOf(UnclearError);
    expect(error.message).toMatch(/^the download of http:.*\/file was cut \(UND_ERR_SOCKET\)$/);
    expect(server.requests).toHaveLength(5);
    expect(await left()).toEqual([]);
  });

  it('begins again where ranges are ignored', async () => {
    server.faults = [{ cutAfter: 300_000 }, { ignoreRange: true }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toHaveLength(2);
  });

  it('begins again where nothing tells the content from another', async () => {
    server.headers = {};
    server.faults = [{ cutAfter: 300_000 }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, undefined]);
  });

  it.each<[string, FileFault]>([
    ['another range', { wrongStart: 1 }],
    ['a range of another object', { headers: { etag: '"two"' } }],
    ['a range of an object of another length', { headers: { 'content-range': 'bytes 9-9/10' } }],
    ['no range any more', { status: 416 }],
  ])('begins again after %s', async (_, fault) => {
    server.faults = [{ cutAfter: 300_000 }, fault];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=300000-', undefined]);
  });

  it('begins again where the object has changed', async () => {
    const other = randomBytes(500_000);
    server.faults = [{ cutAfter: 300_000 }];
    const patience = world().options;
    const onRetry = () => {
      server.content = other;
      server.headers = { etag: '"two"' };
    };
    await download({ source: urlSource(server.url, patience), onRetry });
    expect((await saved()).equals(other)).toBe(true);
  });

  it('before the first byte begins again', async () => {
    server.faults = [{ reset: true }, { cutAfter: 0 }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, undefined, undefined]);
  });

  it('is noticed where the connection does not tell', async () => {
    server.faults = [{ cutAfter: 300_000 }, { shortBy: 100_000 }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect(world().retries[1]?.error.message).toMatch(/ended after 900000 of 1000000 bytes$/);
  });

  it('is what a body that stalls becomes', async () => {
    server.faults = [{ stallAfter: 300_000 }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, 'bytes=300000-']);
  });
});

describe('a refusal', () => {
  it("is COS's own where it is one, without the URL's query", async () => {
    const body = cosErrorXml('AccessDenied', `${SECRET} and ${decodeURIComponent(SECRET)}`);
    server.faults = [{ status: 403, body }];
    const error = await rejection(download());
    expect(error).toMatchObject({ code: 'AccessDenied', status: 403, message: '… and …' });
    expect(inspect(error)).not.toContain('SECRET');
    expect(await left()).toEqual([]);
  });

  it.each([
    [404, 1],
    [416, 1],
    [500, 5],
  ])('with status %d is tried %d times', async (status, tries) => {
    server.faults = Array.from({ length: 9 }, () => ({ status, body: 'no' }));
    const error = await rejection(download());
    expect(error).toMatchObject({ name: 'UnclearError', service: 'download', status });
    expect(server.requests).toHaveLength(tries);
  });

  it('whose words are cut is one all the same', async () => {
    const headers = { 'content-length': '999' };
    server.faults = [{ status: 404, body: 'no', headers }];
    expect(await rejection(download())).toMatchObject({ status: 404 });
  });
});

describe('cancelling', () => {
  it('in the middle leaves nothing', async () => {
    const reason = new Error('cancelled');
    server.faults = [{ stallAfter: 300_000 }];
    const onProgress = () => {
      world().cancel.abort(reason);
    };
    expect(await rejection(download({ onProgress }))).toBe(reason);
    expect(await left()).toEqual([]);
  });

  it('at the end leaves nothing', async () => {
    const reason = new Error('cancelled');
    const onProgress = ({ bytes }: Progress) => {
      if (bytes === 1_000_000) world().cancel.abort(reason);
    };
    expect(await rejection(download({ onProgress }))).toBe(reason);
    expect(await left()).toEqual([]);
  });

  it('before it began leaves nothing', async () => {
    const reason = new Error('cancelled');
    world().cancel.abort(reason);
    expect(await rejection(download())).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  it('while it waits for an answer leaves nothing', async () => {
    const reason = new Error('cancelled');
    server.faults = [{ location: 'http://127.0.0.1:1/', status: 302 }];
    setImmediate(() => {
      world().cancel.abort(reason);
    });
    expect(await rejection(download())).toBe(reason);
    expect(await left()).toEqual([]);
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%d is followed', async (status) => {
    server.faults = [{ status, location: '/file?sign=other' }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(server.requests[1]?.url).toBe('/file?sign=other');
  });

  it('are followed five times', async () => {
    server.faults = Array.from({ length: 5 }, () => ({ status: 302, location: server.url }));
    expect(await download()).toMatchObject({ sha256: SHA256 });
  });

  it('are followed no sixth time', async () => {
    server.faults = Array.from({ length: 6 }, () => ({ status: 302, location: server.url }));
    const error = await rejection(download());
    expect(error.message).toBe(`${server.origin}/file redirects more than 5 times.`);
    expect(server.requests).toHaveLength(6);
  });

  it('to plain http elsewhere are refused', async () => {
    server.faults = [{ status: 302, location: 'http://example.com/x?token=SECRET' }];
    const error = await rejection(download());
    expect(error.message).toBe(
      `${server.origin}/file redirects to http://example.com/x, which is not https.`,
    );
    expect(inspect(error)).not.toContain('SECRET');
  });

  it('that lead nowhere are an error', async () => {
    server.faults = [{ status: 302 }];
    expect(await rejection(download())).toMatchObject({ status: 302 });
  });
});

describe('from COS', () => {
  it('is signed, and goes on where it was cut', async () => {
    const cos = world().server;
    cos.crc64 = crcOf;
    cos.objects.set(KEY, CONTENT);
    const source = cosSource(world().options, OBJECT);
    expect(source.name).toBe(`cosn://${OBJECT.bucket}/${KEY}`);
    let opened = 0;
    const cutOnce: typeof source.open = async (headers) => {
      const answer = await source.open(headers);
      opened += 1;
      if (opened === 1) setImmediate(() => answer.body.destroy(new Error('cut')));
      return answer;
    };
    const done = await download({ source: { ...source, open: cutOnce } });
    expect(done).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(cos.calls.map(({ headers }) => headers.authorization !== undefined)).toEqual([
      true,
      true,
    ]);
  });

  it('tells what COS says', async () => {
    const source = cosSource(world().options, OBJECT);
    expect(await rejection(download({ source }))).toMatchObject({ code: 'NoSuchKey' });
    expect(await left()).toEqual([]);
  });
});
