import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  discardBody,
  elementText,
  escapeXml,
  getHeader,
  readText,
  rootName,
} from '../../../src/tencent/cos/cos-response.ts';

describe('getHeader', () => {
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
    expect(await readText({ headers: {}, body: Readable.from(pieces) })).toBe(
      '<Error><Code>云</Code></Error>',
    );
  });

  it('gives up on what never ends', async () => {
    const endless = new Readable({
      read() {
        this.push(Buffer.alloc(64 * 1024, 'x'));
      },
    });
    expect((await readText({ headers: {}, body: endless })).length).toBeLessThan(10 * 1024 * 1024);
  });
});

describe('discardBody', () => {
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

describe('rootName', () => {
  it.each([
    ['<Error><Code>A</Code></Error>', 'Error'],
    ["<?xml version='1.0' encoding='utf-8' ?>\n<Error/>", 'Error'],
    ['   \r\n  <?xml version="1.0"?><Error>', 'Error'],
    ['\ufeff<!-- a > b -->\n<a:b c="d">', 'a:b'],
    ['', ''],
    ['no XML <Error>', ''],
    ['{"Error": 1}', ''],
  ])('of %j is %j', (xml, name) => {
    expect(rootName(xml)).toBe(name);
  });
});

describe('elementText', () => {
  it.each([
    ['<E><Code>NoSuchKey</Code></E>', 'NoSuchKey'],
    ['<E><Code>\n  A\n</Code ></E>', 'A'],
    ['<E><Code a="b">A</Code><Code>B</Code></E>', 'A'],
    ['<E><Codec>A</Codec></E>', ''],
    ['<E><Code/></E>', ''],
    ['<Code>cut', ''],
    ['<Code><![CDATA[a <b> &amp;]]></Code>', 'a <b> &amp;'],
    ['<Code>&lt;a&gt; &amp;amp; &quot;&apos;</Code>', `<a> &amp; "'`],
    ['<Code>&#65;&#x4e91;&#X41;</Code>', 'A云A'],
    ['<Code>&#x10ffff;</Code>', '\u{10ffff}'],
    ['<Code>&unknown; &#x110000; &</Code>', '&unknown; &#x110000; &'],
  ])('reads %j as %j', (xml, text) => {
    expect(elementText(xml, 'Code')).toBe(text);
  });

  it('reads back what escapeXml wrote', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(elementText(`<A>${escapeXml(text)}</A>`, 'A')).toBe(text.trim());
      }),
    );
  });
});
