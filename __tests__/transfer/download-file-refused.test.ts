import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createCosSource } from '../../src/transfer/download-source.ts';
import type { Progress } from '../../src/transfer/transfer-progress.ts';
import { cosErrorXml } from '../support/cos-server.ts';
import { KEY, OBJECT } from '../support/cos-world.ts';
import { SECRET } from '../support/file-server.ts';
import { CONTENT, crcOf, downloading, rejection, SHA256 } from './downloading.ts';

const { world, server, download, saved, left } = downloading();

describe('a refusal', () => {
  it("is COS's own where it is one, without the URL's query", async () => {
    const body = cosErrorXml('AccessDenied', `${SECRET} and ${decodeURIComponent(SECRET)}`);
    server().faults = [{ status: 403, body }];
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
    server().faults = Array.from({ length: 9 }, () => ({ status, body: 'no' }));
    const error = await rejection(download());
    expect(error).toMatchObject({ name: 'AmbiguousResponseError', service: 'download', status });
    expect(server().requests).toHaveLength(tries);
  });

  it('whose words are cut is one all the same', async () => {
    const headers = { 'content-length': '999' };
    server().faults = [{ status: 404, body: 'no', headers }];
    expect(await rejection(download())).toMatchObject({ status: 404 });
  });
});

describe('cancelling', () => {
  it('in the middle leaves nothing', async () => {
    const reason = new Error('cancelled');
    server().faults = [{ stallAfter: 300_000 }];
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
    expect(server().requests).toEqual([]);
  });

  it('while it waits for an answer leaves nothing', async () => {
    const reason = new Error('cancelled');
    server().faults = [{ location: 'http://127.0.0.1:1/', status: 302 }];
    setImmediate(() => {
      world().cancel.abort(reason);
    });
    expect(await rejection(download())).toBe(reason);
    expect(await left()).toEqual([]);
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%d is followed', async (status) => {
    server().faults = [{ status, location: '/file?sign=other' }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(server().requests[1]?.url).toBe('/file?sign=other');
  });

  it('are followed five times', async () => {
    server().faults = Array.from({ length: 5 }, () => ({ status: 302, location: server().url }));
    expect(await download()).toMatchObject({ sha256: SHA256 });
  });

  it('are followed no sixth time', async () => {
    server().faults = Array.from({ length: 6 }, () => ({ status: 302, location: server().url }));
    const error = await rejection(download());
    expect(error.message).toBe(`${server().origin}/file redirects more than 5 times.`);
    expect(server().requests).toHaveLength(6);
  });

  it('to plain http elsewhere are refused', async () => {
    server().faults = [{ status: 302, location: 'http://example.com/x?token=SECRET' }];
    const error = await rejection(download());
    expect(error.message).toBe(
      `${server().origin}/file redirects to http://example.com/x, which is not https.`,
    );
    expect(inspect(error)).not.toContain('SECRET');
  });

  it('that lead nowhere are an error', async () => {
    server().faults = [{ status: 302 }];
    expect(await rejection(download())).toMatchObject({ status: 302 });
  });
});

describe('from COS', () => {
  it('is signed, and goes on where it was cut', async () => {
    const cos = world().server;
    cos.crc64 = crcOf;
    cos.objects.set(KEY, CONTENT);
    const source = createCosSource(world().options, OBJECT);
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
    const source = createCosSource(world().options, OBJECT);
    expect(await rejection(download({ source }))).toMatchObject({ code: 'NoSuchKey' });
    expect(await left()).toEqual([]);
  });
});
