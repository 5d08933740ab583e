import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  AmbiguousResponseError,
  UnreachableError,
  ApiError,
} from '../../../src/tencent/api-errors.ts';
import { createCosClient } from '../../../src/tencent/cos/cos-client.ts';
import type { CosOptions } from '../../../src/tencent/cos/cos-request.ts';
import { withoutRetries } from '../../../src/tencent/cos/cos-request.ts';
import type { CosFault } from '../../support/cos-server.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { CREDENTIALS, KEY, OBJECT } from '../../support/cos-world.ts';
import { bodyOf, cosRequests, rejection } from './requests.ts';
import { discardBody } from '../../../src/tencent/cos/cos-response.ts';
import type { CosClient } from '../../../src/tencent/cos/cos-client.ts';
import { HOSTILE } from '../../support/hostile.ts';
import { anyUnicode } from '../../support/unicode.ts';

const { world, client, faults } = cosRequests();

describe('another try', () => {
  it.each<[string, CosFault]>([
    ['a cut connection', { cut: 'before' }],
    ['a lost answer', { cut: 'after' }],
    ['SlowDown', { status: 503, body: cosErrorXml('SlowDown') }],
    ['InternalError', { status: 500, body: cosErrorXml('InternalError') }],
    ['RequestTimeout', { status: 400, body: cosErrorXml('RequestTimeout') }],
    ['BadDigest', { status: 400, body: cosErrorXml('BadDigest') }],
    ['any other 5xx', { status: 502, body: cosErrorXml('New') }],
    ['a gateway without words', { status: 504 }],
  ])('helps after %s', async (_, fault) => {
    faults(fault, fault);
    await client().putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    expect(world().sleeps).toEqual([550, 1100]);
  });

  it('helps after a server that hangs', async () => {
    faults({ hang: true });
    await client().putObject(OBJECT, bodyOf('content'));
    expect(world().sleeps).toEqual([550]);
  });

  it.each(['SlowDownForGood', 'NotSlowDown'])('does not help after %s', async (code) => {
    faults({ status: 400, body: cosErrorXml(code) });
    expect(await rejection(client().putObject(OBJECT, bodyOf('a')))).toMatchObject({ code });
    expect(world().sleeps).toEqual([]);
  });

  it('ends where it does not help', async () => {
    world().server.fault = () => ({ status: 503, body: cosErrorXml('SlowDown') });
    const error = await rejection(client().putObject(OBJECT, bodyOf('content')));
    expect(error).toMatchObject({ code: 'SlowDown' });
    expect(world().server.calls.length).toBeGreaterThanOrEqual(5);
  });

  it('ends at the deadline', async () => {
    faults({ cut: 'before' });
    const deadline = world().options.clock.now() + 100;
    const error = await rejection(client({ deadline }).getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(world().sleeps).toEqual([]);
  });

  it('is not made for a caller that retries itself', async () => {
    faults({ cut: 'before' });
    const cos = createCosClient(withoutRetries(world().options));
    expect(await rejection(cos.headObject(OBJECT))).toBeInstanceOf(AmbiguousResponseError);
    expect(world().server.calls).toHaveLength(1);
    expect(world().sleeps).toEqual([]);
  });

  it('ends when cancelled, with the reason', async () => {
    const reason = new Error('cancelled');
    faults({
      act: () => {
        world().cancel.abort(reason);
        return Promise.resolve();
      },
      hang: true,
    });
    expect(await rejection(client().getObject(OBJECT, {}))).toBe(reason);
    expect(await rejection(client().getObject(OBJECT, {}))).toBe(reason);
    expect(world().server.calls).toHaveLength(1);
  });

  it('takes an early refusal in the middle of a body', async () => {
    faults({ early: true, status: 400, body: cosErrorXml('EntityTooLarge') });
    const error = await rejection(client().putObject(OBJECT, bodyOf('a'.repeat(100))));
    expect(error).toMatchObject({ code: 'EntityTooLarge' });
  });

  it('ends with an endpoint that cannot be reached', async () => {
    await world().server.close();
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(world().sleeps.length).toBeGreaterThanOrEqual(4);
  });

  it('does not help after an error of the source of the bytes, which is passed on', async () => {
    const broken = {
      ...bodyOf('content'),
      async *open() {
        yield await Promise.resolve(Buffer.from('con'));
        throw new RangeError('the disk broke');
      },
    };
    expect(await rejection(client().putObject(OBJECT, broken))).toEqual(
      new RangeError('the disk broke'),
    );
    expect(world().sleeps).toEqual([]);
  });
});

const skewed = { status: 403, body: cosErrorXml('RequestTimeTooSkewed') };

describe('a clock that is off', () => {
  const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
  const signedAt = () =>
    world().server.calls.map(({ headers: { authorization = '' } }) =>
      Number(/q-sign-time=(\d+)/.exec(authorization)?.[1]),
    );

  it('is set by the answer, once, and the request made again', async () => {
    faults({ ...skewed, headers: { date } });
    await client().putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.get(KEY)?.toString()).toBe('content');
    expect(signedAt()[1]).toBe(Date.UTC(2026, 10, 20, 12) / 1000 - 60);
    expect(world().sleeps).toEqual([]);
  });

  it.each([
    ['it stays off', date, 2],
    ['the answer does not tell the time', 'never', 1],
  ])('is an error where %s', async (_, told, requests) => {
    faults(...Array.from({ length: 3 }, () => ({ ...skewed, headers: { date: told } })));
    const error = await rejection(client().putObject(OBJECT, bodyOf('a')));
    expect(error).toMatchObject({ code: 'RequestTimeTooSkewed' });
    expect(world().server.calls).toHaveLength(requests);
  });
});

describe('credentials that have expired', () => {
  const old = { ...CREDENTIALS, token: 'old' };
  const fresh = { ...CREDENTIALS, token: 'fresh' };

  it('are asked for again', async () => {
    world().server.tokens = ['fresh'];
    const credentials: CosOptions['credentials'] = (rejected) =>
      Promise.resolve(rejected === old ? fresh : old);
    await client({ credentials }).putObject(OBJECT, bodyOf('content'));
    expect(world().server.objects.has(KEY)).toBe(true);
    expect(world().sleeps).toEqual([]);
  });

  it.each<[string, CosOptions['credentials']]>([
    ['there are no others', () => Promise.resolve(old)],
    ['asking fails', (rejected) => (rejected ? Promise.reject(new Error()) : Promise.resolve(old))],
    [
      'the others are refused too',
      (rejected) => Promise.resolve(rejected ? { ...old, token: 'x' } : old),
    ],
  ])('are an error where %s', async (_, credentials) => {
    const error = await rejection(client({ credentials }).putObject(OBJECT, bodyOf('a')));
    expect(error).toMatchObject({ code: 'ExpiredToken', status: 403 });
  });

  it('are not what a wrong clock is about', async () => {
    faults({ ...skewed, headers: { date: 'never' } });
    const rejected: unknown[] = [];
    const credentials: CosOptions['credentials'] = (others) => {
      if (others) rejected.push(others);
      return Promise.resolve(CREDENTIALS);
    };
    await rejection(client({ credentials }).putObject(OBJECT, bodyOf('a')));
    expect(rejected).toEqual([]);
  });

  it('may be what a 403 without words is about', async () => {
    faults({ status: 403 });
    const credentials: CosOptions['credentials'] = (rejected) =>
      Promise.resolve(rejected ? { ...CREDENTIALS, secretId: 'x' } : CREDENTIALS);
    await rejection(client({ credentials }).putObject(OBJECT, bodyOf('a')));
    expect(world().server.calls).toHaveLength(2);
  });

  it('are asked for again where that failed for a while', async () => {
    const cut = new AmbiguousResponseError({ service: 'sts', action: 'A', message: 'cut' });
    const answers = [() => Promise.reject(cut), () => Promise.resolve(CREDENTIALS)];
    const credentials = () => (answers.shift() ?? (() => Promise.resolve(CREDENTIALS)))();
    await client({ credentials }).putObject(OBJECT, bodyOf('content'));
    expect(world().sleeps).toHaveLength(1);
  });
});

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

/** A call is tried for two minutes, at pauses of half of `RETRY_DELAYS`, and renews its keys once a try. */
const MAX_REQUESTS = 60;

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
        expect(asked).toBeLessThanOrEqual(MAX_REQUESTS);
      }),
      { numRuns: 30 },
    );
  });
});
