import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { elementText, escapeXml, rootName } from '../../../src/tencent/cos/cos-response.ts';

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
