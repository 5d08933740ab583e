import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { discardBody } from '../../../src/tencent/cos/cos-response.ts';
import type { CosClient } from '../../../src/tencent/cos/cos-client.ts';
import { ApiError } from '../../../src/tencent/api-errors.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { OBJECT } from '../../support/cos-world.ts';
import { bodyOf, cosRequests } from './requests.ts';
import { anyUnicode } from '../../support/unicode.ts';

const { world, client } = cosRequests();

const PART = { uploadId: 'u', partNumber: 1 };
const OPERATIONS: readonly [string, (cos: CosClient) => Promise<unknown>][] = [
  ['PutObject', (cos) => cos.putObject(OBJECT, bodyOf('content'))],
  ['HeadObject', (cos) => cos.headObject(OBJECT)],
  ['InitiateMultipartUpload', (cos) => cos.initiateMultipartUpload(OBJECT)],
  ['UploadPart', (cos) => cos.uploadPart(OBJECT, PART, bodyOf('content'))],
  [
    'CompleteMultipartUpload',
    (cos) => cos.completeMultipartUpload(OBJECT, 'u', [{ partNumber: 1, etag: '"e"' }]),
  ],
  ['AbortMultipartUpload', (cos) => cos.abortMultipartUpload(OBJECT, 'u')],
  [
    'GetObject',
    async (cos) => {
      discardBody((await cos.getObject(OBJECT, {})).body);
    },
  ],
];

/** What a header may hold; the rest cannot arrive. */
const headerText = fc
  .oneof(fc.constantFrom<string>(...HOSTILE), fc.string())
  .map((text) => text.replace(/[^\x20-\x7e]/g, '?'));
const xml = fc.oneof(
  fc.constantFrom<string>(...HOSTILE),
  fc
    .constantFrom('InternalError', 'AccessDenied', 'RequestTimeTooSkewed')
    .map((code) => cosErrorXml(code)),
  fc
    .tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE))
    .map(([a, b]) => cosErrorXml(a, b)),
  fc.constantFrom('<Error>', '<Error/>', '<a><b>', '<!DOCTYPE x [<!ENTITY a "b">]>', '<?xml?>'),
  fc.constantFrom(
    '<InitiateMultipartUploadResult><UploadId></UploadId>',
    '<CompleteMultipartUploadResult/>',
  ),
  fc.constant('<a>'.repeat(50_000)),
  anyUnicode(),
);
const answers = fc.record({
  status: fc.constantFrom(
    200,
    204,
    206,
    301,
    307,
    400,
    403,
    404,
    409,
    412,
    416,
    429,
    500,
    503,
    599,
  ),
  body: xml,
  headers: fc.record(
    {
      ...{ etag: headerText, date: headerText, location: headerText },
      ...{ 'x-cos-request-id': headerText, 'x-cos-bucket-region': headerText },
      'x-cos-hash-crc64ecma': headerText,
    },
    { requiredKeys: [] },
  ),
});

describe('any answer of COS', () => {
  it.each(OPERATIONS)('is an answer or a failed call (%s)', async (_, call) => {
    await fc.assert(
      fc.asyncProperty(fc.array(answers, { minLength: 1, maxLength: 3 }), async (list) => {
        let asked = 0;
        world().server.fault = () => list[asked++ % list.length];
        const failure = await call(client()).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure === undefined || failure instanceof ApiError).toBe(true);
        expect(asked).toBeLessThanOrEqual(10);
      }),
      { numRuns: 30 },
    );
  });
});
