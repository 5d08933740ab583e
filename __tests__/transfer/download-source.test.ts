import { describe, expect, it } from '@jest/globals';
import { discardBody } from '../../src/tencent/cos/cos-response.ts';
import { createCosSource, createReplaceableSource } from '../../src/transfer/download-source.ts';
import { KEY, OBJECT } from '../support/cos-world.ts';
import { CONTENT, crcOf, downloading, rejection, SHA256 } from './downloading.ts';

const { world, download, saved, left } = downloading();

describe('createCosSource', () => {
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
    expect(cos.calls.map(({ headers }) => 'authorization' in headers)).toEqual([true, true]);
  });

  it('tells what COS says', async () => {
    const source = createCosSource(world().options, OBJECT);
    expect(await rejection(download({ source }))).toMatchObject({ code: 'NoSuchKey' });
    expect(await left()).toEqual([]);
  });
});

describe('createReplaceableSource', () => {
  const failing = { name: 'first', open: () => Promise.reject(new Error('expired')) };

  it('goes on with the replacement, and stays there', async () => {
    const cos = world().server;
    cos.objects.set(KEY, CONTENT);
    const errors: unknown[] = [];
    const source = createReplaceableSource(failing, (error) => {
      errors.push(error);
      return Promise.resolve(createCosSource(world().options, OBJECT));
    });
    expect(source.name).toBe('first');
    discardBody((await source.open({})).body);
    discardBody((await source.open({})).body);
    expect(errors).toEqual([new Error('expired')]);
  });

  it('rejects with the error where there is no replacement', async () => {
    const source = createReplaceableSource(failing, () => Promise.resolve(undefined));
    await expect(source.open({})).rejects.toThrow('expired');
  });
});
