import { describe, expect, it } from '@jest/globals';
import { AmbiguousResponseError } from '../../../src/tencent/api-errors.ts';
import { CosError, isTooSlow, readCosError } from '../../../src/tencent/cos/cos-errors.ts';
import { cosErrorXml } from '../../support/cos-server.ts';
import { OBJECT } from '../../support/cos-world.ts';
import { cosRequests, rejection } from './requests.ts';

const { world, client, faults } = cosRequests();

describe('errors', () => {
  it("are COS's own, with code, message and request ID", async () => {
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(CosError);
    expect(error).toMatchObject({
      ...{ service: 'cos', action: 'GetObject', code: 'NoSuchKey', message: 'about NoSuchKey' },
      ...{ requestId: 'req-NoSuchKey', status: 404, bucketRegion: '' },
    });
    expect(world().server.calls).toHaveLength(1);
  });

  it.each([
    ['PermanentRedirect', 301],
    ['NoSuchBucket', 404],
  ])('tell where the bucket is: %s', async (code, status) => {
    const headers = { 'x-cos-bucket-region': 'ap-beijing' };
    faults({ status, body: cosErrorXml(code), headers });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toMatchObject({ code, status, bucketRegion: 'ap-beijing' });
  });

  it('tell where the bucket is without a body', async () => {
    faults({ status: 301, headers: { 'x-cos-bucket-region': 'ap-beijing' } });
    const error = await rejection(client().headObject(OBJECT));
    expect(error).toMatchObject({
      ...{ code: 'PermanentRedirect', bucketRegion: 'ap-beijing', requestId: 'req-1' },
      text: { values: { status: 301 } },
    });
  });

  it('are unclear where no COS answered', async () => {
    faults({ status: 404, body: '<html>no such page</html>' });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error).toMatchObject({ status: 404, text: { values: { status: 404 } } });
  });

  it('are read as far as makes sense', async () => {
    faults({ status: 400, body: cosErrorXml('MalformedXML', 'x'.repeat(3 * 1024 * 1024)) });
    const error = await rejection(client().getObject(OBJECT, {}));
    expect(error).toMatchObject({ code: 'MalformedXML', requestId: 'req-1' });
  });
});

describe('a CosError', () => {
  const read = (status: number, code: string, headers = {}) =>
    readCosError({ service: 'cos', action: 'PutObject' }, { status, headers }, cosErrorXml(code));

  it.each([
    [503, 'SlowDown', 'transient'],
    [500, 'New', 'transient'],
    [400, 'BadDigest', 'transient'],
    [200, 'InternalError', 'transient'],
    [400, 'UserNetworkTooSlow', 'transient'],
    [409, 'OperationAborted', 'transient'],
    [409, 'PathConflict', 'transient'],
    [409, 'UploadConflict', 'transient'],
    [409, 'BucketLocked', 'final'],
    [451, 'UnavailableForLegalReasons', 'final'],
    [402, 'PaymentRequired', 'final'],
    [200, 'InvalidPart', 'final'],
    [400, 'SlowDownForGood', 'final'],
    [400, 'NotSlowDown', 'final'],
    [403, 'AccessDenied', 'final'],
  ])('with status %d and code %s is %s', (status, code, failureClass) => {
    expect(read(status, code)).toMatchObject({ name: 'CosError', code, failureClass });
  });

  it.each([
    ['RequestTimeout', true],
    ['IncompleteBody', true],
    ['UserNetworkTooSlow', true],
    ['SlowDown', false],
    ['RequestTimeTooSkewed', false],
    ['RequestTimeoutOfTheBucket', false],
    ['NoRequestTimeout', false],
  ])('with code %s says that the bytes came too slowly: %j', (code, expected) => {
    expect(isTooSlow(read(400, code))).toBe(expected);
  });

  it('is the only error that says so', () => {
    const other = Object.assign(new Error('late'), { code: 'RequestTimeout' });
    expect(isTooSlow(other)).toBe(false);
  });

  it('tells a wrong clock from rejected credentials', () => {
    const date = 'Fri, 20 Nov 2026 12:00:00 GMT';
    const serverTime = Date.UTC(2026, 10, 20, 12);
    const skewed = read(403, 'RequestTimeTooSkewed', { date });
    expect(skewed).toMatchObject({ serverTime, authFailure: { kind: 'clock-skew', serverTime } });
    expect(read(403, 'RequestTimeTooSkewed', { date: 'never' }).authFailure).toBeUndefined();
    expect(read(403, 'AccessDenied').authFailure).toEqual({ kind: 'credentials-rejected' });
    expect(read(404, 'NoSuchKey').authFailure).toBeUndefined();
  });
});
