import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { discard, header } from '../../../src/tencent/cos/answer.ts';

describe('header', () => {
  it.each([
    [{ etag: '"a"' }, '"a"'],
    [{ etag: ['"a"', '"b"'] }, '"a", "b"'],
    [{}, ''],
  ])('of %j is %j', (headers, value) => {
    expect(header(headers as Record<string, string>, 'etag')).toBe(value);
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
    discard(body);
    await expect(finished(body)).rejects.toThrow('cut');
  });
});
