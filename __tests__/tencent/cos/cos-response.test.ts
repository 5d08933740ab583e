import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { discardBody, getHeader, readText } from '../../../src/tencent/cos/cos-response.ts';

describe('header', () => {
  it.each([
    [{ etag: '"a"' }, '"a"'],
    [{ etag: ['"a"', '"b"'] }, '"a", "b"'],
    [{}, ''],
  ])('of %j is %j', (headers, value) => {
    expect(getHeader(headers as Record<string, string>, 'etag')).toBe(value);
  });
});

describe('readText', () => {
  it('reads all that comes, in however many pieces', async () => {
    const pieces = ['<Error>', '<Code>云', '</Code></Error>'].map((text) => Buffer.from(text));
    expect(await readText(Readable.from(pieces))).toBe('<Error><Code>云</Code></Error>');
  });

  it('gives up on what never ends', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(64 * 1024, 'x'));
      },
    });
    expect((await readText(endless)).length).toBeLessThan(10 * 1024 * 1024);
  });
});

describe('discard', () => {
  it('lets go of a body, whatever happens to it', async () => {
    const body = new Readable({
      read: () => undefined,
      destroy: (_, done) => {
        done(new Error('cut'));
      },
    });
    discardBody(body);
    await expect(finished(body)).rejects.toThrow('cut');
  });
});
