import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { createDispatcher } from '../../src/tencent/http.ts';
import type { DownloadOptions } from '../../src/transfer/download-file.ts';
import { createUrlSource } from '../../src/transfer/url-source.ts';
import { CONTENT, crcOf, downloading, rejection, SHA256 } from './downloading.ts';

const { world, server, download: downloadOver, left, ranges, saved } = downloading();
let dispatcher: ReturnType<typeof createDispatcher>;
beforeAll(() => {
  dispatcher = createDispatcher();
});
afterAll(() => dispatcher.destroy());

/** Over the connections of the action: others do not take a body that ends with its connection. */
function download(options: Partial<DownloadOptions> = {}) {
  const source = createUrlSource(server().url, { ...world().options, dispatcher });
  return downloadOver({ source, ...options });
}

/** The file as storage has it: encoded. */
function store(encoded: Buffer, coding: string, headers = {}) {
  server().content = encoded;
  server().headers = { etag: '"one"', 'content-encoding': coding, ...headers };
}

describe('a file that comes encoded', () => {
  it.each([
    ['gzip', gzipSync(CONTENT)],
    ['br', brotliCompressSync(CONTENT)],
    ['deflate', deflateRawSync(CONTENT)],
    ['utf-8', CONTENT],
  ])('as %s is saved as it was before', async (coding, encoded) => {
    store(encoded, coding);
    expect(await download()).toMatchObject({ bytes: CONTENT.length, sha256: SHA256 });
    expect((await saved()).equals(CONTENT)).toBe(true);
  });

  it('is verified by the CRC-64 of what is stored, or its own SHA-256', async () => {
    const encoded = gzipSync(CONTENT);
    store(encoded, 'gzip', { 'x-cos-hash-crc64ecma': crcOf(encoded) });
    expect(await download()).toMatchObject({ isVerified: true });
    expect(await download({ expectedSha256: SHA256 })).toMatchObject({ isVerified: true });
    store(encoded, 'gzip', { 'x-cos-hash-crc64ecma': crcOf(CONTENT) });
    expect(await rejection(download())).toMatchObject({ code: 'integrity' });
  });

  it.each([{ chunked: true }, { endsAfter: 500_000 }, { cutAfter: 500_000 }])(
    'begins again where it is cut: %j',
    async (fault) => {
      store(gzipSync(CONTENT), 'gzip');
      // What was decoded is less than what has come: the server does not wait for it.
      server().report(CONTENT.length);
      server().faults = [fault];
      expect(await download({ onProgress: () => undefined })).toMatchObject({ sha256: SHA256 });
      expect(ranges().every((range) => range === undefined)).toBe(true);
    },
  );

  it.each([
    ['compress', 'encoding-unknown'],
    // The bytes are no gzip.
    ['gzip', 'integrity'],
  ])('as %s that cannot be decoded is refused', async (coding, code) => {
    store(CONTENT, coding);
    expect(await rejection(download())).toMatchObject({ code });
    expect(await left()).toEqual([]);
  });
});

describe('a body whose end is that of the connection', () => {
  const early = { endsAfter: 500_000 };

  it('is not taken where nothing tells that it is whole', async () => {
    server().faults = Array.from({ length: 99 }, () => early);
    expect(await rejection(download())).toMatchObject({ code: 'ambiguous-response' });
    expect(await left()).toEqual([]);
  });

  it('is taken where a checksum tells', async () => {
    const whole = { endsAfter: CONTENT.length };
    server().faults = [early, whole];
    await expect(download({ expectedSha256: SHA256 })).resolves.toMatchObject({ matches: true });
    server().headers = { 'x-cos-hash-crc64ecma': crcOf(CONTENT) };
    server().faults = [early, whole];
    expect(await download()).toMatchObject({ sha256: SHA256, isVerified: true });
  });
});

describe('whether a download was verified', () => {
  it('is told: by a SHA-256, by a CRC-64, or not at all', async () => {
    expect(await download()).toMatchObject({ isVerified: false });
    expect(await download({ expectedSha256: SHA256 })).toMatchObject({ isVerified: true });
    const wrong = { expectedSha256: 'f'.repeat(64), onMismatch: 'warn' as const };
    expect(await download(wrong)).toMatchObject({ isVerified: false });
    server().headers = { 'x-cos-hash-crc64ecma': crcOf(CONTENT) };
    expect(await download()).toMatchObject({ isVerified: true });
  });
});
