import { afterEach, describe, expect, it } from '@jest/globals';
import { parseObjectPath } from '../../../src/operations/dlc/result-source.ts';
import { message } from '../../../src/text/message.ts';
import { DLC, openDlc, readSaved, ROWS } from '../download-world.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

const DOWNLOAD = { ...DLC, 'download-path': 'a.csv' };

describe('the path of a result', () => {
  it.each([
    ['cosn://dlc-nj-1258469122/a/b.csv', { bucket: 'dlc-nj-1258469122', key: 'a/b.csv' }],
    ['cosn://bucket/123', { bucket: 'bucket', key: '123' }],
    ['COSN://bucket/a b', { bucket: 'bucket', key: 'a b' }],
    ['cosn://bucket/a?b=c', { bucket: 'bucket', key: 'a?b=c' }],
  ])('%s names an object', (path, object) => {
    expect(parseObjectPath(path)).toEqual(object);
  });

  it.each([
    ['lakefs://repository/a.csv', / lakefs /],
    ['hdfs+x.1-y://a/b', / hdfs\+x\.1-y /],
    ['s3://cosn://bucket/key', / s3 /],
    ['cosn://bucket', / cosn /],
    ['cosn://bucket/', / cosn /],
    ['cosn:///key', / cosn /],
    ['/a/b', /without a scheme/],
    ['/a cosn://bucket/key', /without a scheme/],
    ['', /without a scheme/],
    ['1s3://bucket/key', /without a scheme/],
  ])('"%s" names none, and its scheme is told', (path, scheme) => {
    expect(() => parseObjectPath(path)).toThrow(
      expect.objectContaining({
        code: 'result-path-unsupported',
        message: expect.stringMatching(scheme),
        details: [{ text: message('data.only-cos') }],
        next: [{ sentence: message('data.set-cos-bucket') }],
      }),
    );
  });
});

describe('the download of a result', () => {
  it('fails for managed storage', async () => {
    const world = await openDlc({ behaviour: { pathScheme: 'lakefs' } });
    await expect(world.run(DOWNLOAD)).resolves.toMatchObject(failure('result-path-unsupported'));
  });

  it('goes to the region that COS names', async () => {
    const world = await openDlc({ bucketRegion: 'ap-shanghai' });
    const endpoint = world.simulator.cosRegionalEndpoint;
    const run = await world.run({ ...DOWNLOAD, 'cos-endpoint': endpoint });
    expect(run).toMatchObject(success());
    expect(readSaved(world, 'a.csv')).toBe(ROWS);
  });

  it.each(['', null] as const)('needs keys: %j', async (absent) => {
    const world = await openDlc({ behaviour: { givesKeys: false, absent } });
    const run = await world.run(DOWNLOAD);
    expect(run).toMatchObject({
      ...failure('result-keys-missing'),
      next: [{ sentence: { key: 'data.use-own-keys' } }],
    });
    expect(run.outputs['download-uri']).toMatch(/^cosn:/);
    expect(world.simulator.cos.requests).toEqual([]);
    expect(readSaved(world, 'a.csv')).toBeUndefined();
  });

  it.each(['SecretId', 'SecretKey'])('needs all keys: %s is missing', async (name) => {
    const world = await openDlc();
    world.intercept((_, answer) => (name in answer ? { ...answer, [name]: '' } : undefined));
    const run = await world.run(DOWNLOAD);
    expect(run).toMatchObject({
      ...failure('result-keys-missing'),
      headline: expect.stringContaining(run.outputs['download-id'] ?? ''),
      next: [{ sentence: { key: 'data.use-own-keys' } }],
    });
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('goes on with other keys where the first ones expire in the middle', async () => {
    const content = 'x'.repeat(100);
    const world = await openDlc({ content, behaviour: { keySeconds: 1 } });
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 20, times: 2 });
    const run = await world.run(DOWNLOAD);
    expect(run).toMatchObject(success());
    expect(readSaved(world, 'a.csv')).toBe(content);
    const tokens = world.simulator.cos.requests.map(({ headers }) =>
      String(headers['x-cos-security-token']),
    );
    expect(new Set(tokens).size).toBe(2);
    expect(run.masks).toEqual(expect.arrayContaining(tokens));
  });

  it('fails where the object is gone', async () => {
    const world = await openDlc();
    world.simulator.cos.faults.inject({ kind: 'api-error', code: 'NoSuchKey', status: 404 });
    await expect(world.run(DOWNLOAD)).resolves.toMatchObject(failure('NoSuchKey'));
  });
});
