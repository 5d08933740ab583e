import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import { detachBuffer } from '../../src/transfer/download-file.ts';
import { DigestMismatchError, IntegrityError } from '../../src/transfer/transfer-errors.ts';
import type { Progress } from '../../src/transfer/transfer-context.ts';
import { createUrlSource } from '../../src/transfer/url-source.ts';
import type { FileFault } from '../support/file-server.ts';
import { CONTENT, crcOf, downloading, rejection, SHA256 } from './downloading.ts';

const { world, folder, server, download, ranges, saved, left } = downloading();

describe('a download', () => {
  it('is whole, verified and alone in its folder', async () => {
    const progress: Progress[] = [];
    const done = await download({ expectedSha256: SHA256, onProgress: (at) => progress.push(at) });
    expect(done).toEqual({
      ...{ path: folder('out', 'code.zip'), bytes: 1_000_000, sha256: SHA256, matches: true },
      isVerified: true,
    });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(await left()).toEqual(['code.zip']);
    expect(progress.at(-1)).toEqual({ bytes: 1_000_000, total: 1_000_000 });
  });

  it('sends no credentials and nothing but what it must', async () => {
    await download();
    const { host, connection, ...headers } = server().requests[0]?.headers ?? {};
    expect([host, connection]).toEqual([server().origin.slice('http://'.length), 'keep-alive']);
    expect(headers).toEqual({ 'accept-encoding': 'identity' });
  });

  it('without an expected digest tells its own', async () => {
    expect(await download()).toMatchObject({ sha256: SHA256, matches: undefined });
  });

  it('may be empty', async () => {
    server().content = Buffer.alloc(0);
    expect(await download()).toMatchObject({ bytes: 0 });
    expect(await saved()).toHaveLength(0);
  });

  it('need not tell its length', async () => {
    server().faults = [{ chunked: true }];
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
    await expect(download()).rejects.toMatchObject({ cause: { syscall: 'rename' } });
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
    server().headers = { 'x-cos-hash-crc64ecma': crcOf(CONTENT) };
    await download();
    server().headers = { 'x-cos-hash-crc64ecma': '1' };
    const error = await rejection(download({ target: folder('other', 'file') }));
    expect(error).toBeInstanceOf(IntegrityError);
    expect(inspect(error)).not.toContain('SECRET');
    expect(await readdir(folder('other'))).toEqual([]);
  });

  it('does not count against the right SHA-256', async () => {
    server().headers = { 'x-cos-hash-crc64ecma': '1' };
    await expect(download({ expectedSha256: SHA256 })).resolves.toMatchObject({ matches: true });
  });

  it('counts where a wrong SHA-256 is no more than a warning', async () => {
    server().headers = { 'x-cos-hash-crc64ecma': '1' };
    const options = { expectedSha256: 'f'.repeat(64), onMismatch: 'warn' as const };
    await expect(download(options)).rejects.toThrow(IntegrityError);
    expect(await left()).toEqual([]);
  });
});

describe('a cut connection', () => {
  it.each<[string, Record<string, string>]>([
    ['its ETag', { etag: '"one"' }],
    ['its date', { 'last-modified': 'Fri, 20 Nov 2026 10:00:00 GMT' }],
    ['its date, the ETag being weak', { etag: 'W/"1"', 'last-modified': 'Fri, 20 Nov 2026' }],
  ])('goes on where it was, by %s', async (_, headers) => {
    server().headers = headers;
    server().faults = [{ cutAfter: 300_000 }, { cutAfter: 300_000 }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=300000-', 'bytes=600000-']);
    expect(server().requests[1]?.headers['if-range']).toBe(headers['last-modified'] ?? '"one"');
  });

  it('is tried again as long as it gets further', async () => {
    server().faults = Array.from({ length: 9 }, () => ({ cutAfter: 100_000 }));
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(world().sleeps).toEqual(Array.from({ length: 9 }, () => 550));
  });

  it('is given up after many tries that bring nothing', async () => {
    server().faults = [
      { cutAfter: 100_000 },
      ...Array.from({ length: 99 }, () => ({ cutAfter: 0 })),
    ];
    const error = await rejection(download());
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error.message).toContain('UND_ERR_SOCKET');
    expect(server().requests.length).toBeGreaterThanOrEqual(5);
    expect(server().requests.length).toBeLessThan(99);
    expect(await left()).toEqual([]);
  });

  it('begins again where ranges are ignored', async () => {
    server().faults = [{ cutAfter: 300_000 }, { ignoreRange: true }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toHaveLength(2);
  });

  it('begins again where nothing tells the content from another', async () => {
    server().headers = {};
    server().faults = [{ cutAfter: 300_000 }];
    expect(await download({ expectedSha256: SHA256 })).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, undefined]);
  });

  it('does not take what nothing vouches for: a page in between says 200 as well', async () => {
    server().headers = {};
    await expect(download()).rejects.toMatchObject({
      code: 'ambiguous-response',
      text: { values: { name: server().url.replace(/\?.*/, '') } },
    });
    expect(await left()).toEqual([]);
  });

  it.each<[string, FileFault]>([
    ['another range', { wrongStart: 1 }],
    ['a range of another object', { headers: { etag: '"two"' } }],
    ['a range of an object of another length', { headers: { 'content-range': 'bytes 9-9/10' } }],
    ['no range any more', { status: 416 }],
  ])('begins again after %s', async (_, fault) => {
    server().faults = [{ cutAfter: 300_000 }, fault];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
    expect(ranges()).toEqual([undefined, 'bytes=300000-', undefined]);
  });

  it('begins again where the object has changed', async () => {
    const other = randomBytes(500_000);
    server().faults = [{ cutAfter: 300_000 }];
    const { options } = world();
    const onRetry = () => {
      server().content = other;
      server().headers = { etag: '"two"' };
    };
    await download({ source: createUrlSource(server().url, options), onRetry });
    expect((await saved()).equals(other)).toBe(true);
  });

  it('before the first byte begins again', async () => {
    server().faults = [{ reset: true }, { cutAfter: 0 }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, undefined, undefined]);
  });

  it('is the end where the rest is refused', async () => {
    server().faults = [{ cutAfter: 300_000 }, { status: 404 }];
    expect(await rejection(download())).toMatchObject({ status: 404 });
    expect(await left()).toEqual([]);
  });

  it('is noticed where the connection does not tell', async () => {
    server().faults = [{ cutAfter: 300_000 }, { shortBy: 100_000 }];
    expect(await download()).toMatchObject({ bytes: 1_000_000, sha256: SHA256 });
    expect(world().retries[1]?.error.message).toContain('900000 of 1000000');
  });

  it('is what a body that stalls becomes', async () => {
    server().faults = [{ stallAfter: 300_000 }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, 'bytes=300000-']);
  });
});

describe('a cancel', () => {
  const reason = new Error('cancelled');
  const cancel = () => {
    world().cancel.abort(reason);
  };

  it.each([300_000, 1_000_000])('after %d bytes leaves nothing', async (count) => {
    if (count < CONTENT.length) server().faults = [{ stallAfter: count }];
    const onProgress = ({ bytes }: Progress) => {
      if (bytes === count) cancel();
    };
    expect(await rejection(download({ onProgress }))).toBe(reason);
    expect(await left()).toEqual([]);
  });

  it('before it began sends nothing', async () => {
    cancel();
    expect(await rejection(download())).toBe(reason);
    expect(server().requests).toEqual([]);
  });

  it('while it waits for a response leaves nothing', async () => {
    server().faults = [{ location: 'http://127.0.0.1:1/', status: 302 }];
    setImmediate(cancel);
    expect(await rejection(download())).toBe(reason);
    expect(await left()).toEqual([]);
  });
});

describe('detachBuffer', () => {
  it.each([
    ['empties a chunk that is alone in its memory', new Uint8Array(8), 0],
    ['leaves a chunk that shares its memory', new Uint8Array(new ArrayBuffer(8), 0, 4), 4],
    ['leaves memory that cannot be detached', new Uint8Array(new SharedArrayBuffer(8)), 8],
  ])('%s', (_, chunk, length) => {
    detachBuffer(chunk);
    expect(chunk).toHaveLength(length);
  });
});
