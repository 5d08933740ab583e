import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rm } from 'node:fs/promises';
import { ApiError } from '../../src/tencent/api-errors.ts';
import {
  DigestMismatchError,
  IntegrityError,
  TransferError,
} from '../../src/transfer/transfer-errors.ts';
import { HOSTILE } from '../support/hostile.ts';
import type { FileFault } from '../support/file-server.ts';
import { SECRET } from '../support/file-server.ts';
import { CONTENT, downloading, SHA256 } from './downloading.ts';
import { anyUnicode } from '../support/unicode.ts';

const { download, folder, left, saved, server } = downloading();

const headerText = fc
  .oneof(fc.constantFrom<string>(...HOSTILE), fc.string())
  .map((text) => text.replace(/[^\x20-\x7e]/g, '?'));
const RANGES = ['bytes */0', 'bytes 0-0/1', 'bytes 5-1/3', 'bytes 0-9/*', 'items 1-2/3', 'bytes -'];
const faults: fc.Arbitrary<FileFault> = fc.oneof(
  fc.record({
    status: fc.constantFrom(200, 204, 206, 301, 302, 308, 400, 403, 404, 416, 429, 500, 503),
    body: fc.oneof(fc.constantFrom<string>(...HOSTILE), anyUnicode()),
    headers: fc.record(
      {
        etag: headerText,
        'content-range': fc.oneof(fc.constantFrom(...RANGES), headerText),
        'x-cos-hash-crc64ecma': headerText,
        location: fc.oneof(
          headerText,
          fc.constantFrom('', '//', 'http://[', 'file:///etc/passwd', 'http://10.0.0.1/', '/file'),
        ),
      },
      { requiredKeys: [] },
    ),
  }),
  fc.record({ cutAfter: fc.constantFrom(1, 1_000, 999_999) }),
  fc.constantFrom<FileFault>(
    { reset: true },
    { ignoreRange: true },
    { shortBy: 7 },
    { chunked: true },
  ),
  fc.record({ wrongStart: fc.integer({ min: -5, max: 5 }) }),
);

const OURS = [ApiError, TransferError, DigestMismatchError, IntegrityError];

describe('a download, whatever is answered', () => {
  it('is the whole file, or an error without the URL and nothing is left', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(faults, { maxLength: 6 }), async (list) => {
        server().faults = [...list];
        const ended = await download({ expectedSha256: SHA256 }).catch((error: unknown) => error);
        const isOurs = OURS.some((kind) => ended instanceof kind);
        const names = await left();
        expect(String(ended)).not.toContain(SECRET);
        expect(names).toEqual(isOurs ? [] : ['code.zip']);
        expect(isOurs || (await saved()).equals(CONTENT)).toBe(true);
        await rm(folder('out'), { recursive: true, force: true });
      }),
      { numRuns: 40 },
    );
  });
});
