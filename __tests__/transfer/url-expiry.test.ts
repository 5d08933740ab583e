import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { listUrlSignatures, readUrlExpiry } from '../../src/transfer/url-expiry.ts';

const END = 1_529_861_475;
const COS = `q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1529851415;${END}&q-key-time=1529851415;${END + 5}`;
const OLD = (e: number) =>
  encodeURIComponent(
    Buffer.concat([
      Buffer.alloc(20, 0x26),
      Buffer.from(`a=125&k=AKID&e=${e}&t=1529851415&r=1&f=&b=code`),
    ]).toString('base64'),
  );

describe('when a pre-signed URL expires', () => {
  it.each([
    ['a signature of COS', `https://a.example/x?${COS}`],
    ['its parameters encoded', `https://a.example/x?q-sign-time=1529851415%3B${END}`],
    [
      'all of it in one parameter',
      `https://a.example/x?sign=${encodeURIComponent(COS)}&response-content-type=x`,
    ],
    ['an old signature', `https://a.example/x?sign=${OLD(END)}`],
    ['another gateway', `https://a.example/x?Expires=${END}&Signature=x`],
  ])('is told by %s', (_, url) => {
    expect(readUrlExpiry(url)).toBe(END * 1000);
  });

  it('is the end of the keys if they end before the signature', () => {
    const url = `https://a.example/x?q-sign-time=1;${END}&q-key-time=1;${END - 9}`;
    expect(readUrlExpiry(url)).toBe((END - 9) * 1000);
  });

  it.each([
    'https://a.example/x',
    `https://a.example/x?sign=${OLD(0)}`,
    'https://a.example/?Expires=soon',
    `https://a.example/?Expires=at${END}`,
    `https://a.example/?Expires=${END}s`,
    'https://a.example/?Expires=123456789012',
    `https://a.example/?q-sign-time=${END}`,
    `https://a.example/?q-sign-time=${END};`,
    `https://a.example/?q-sign-time=1;${END};2`,
    `https://a.example/?q-sign-time=a1;${END}`,
    'none',
  ])('is not made up: %s', (url) => {
    expect(readUrlExpiry(url)).toBeUndefined();
  });

  it('is a time or nothing, whatever the URL', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (sign, time) => {
        const query = new URLSearchParams({ sign, 'q-sign-time': time, Expires: time });
        const expiry = readUrlExpiry(`https://a.example/x?${query.toString()}`);
        expect(expiry === undefined || new Date(expiry).getTime() > 0).toBe(true);
      }),
    );
  });
});

describe('the signatures of a pre-signed URL', () => {
  const NESTED = encodeURIComponent(`${COS}&q-signature=0123456789abcdef`);

  it.each<[string, string, string[]]>([
    ['COS', `${COS}&q-signature=0123456789abcdef`, ['0123456789abcdef']],
    [
      'SCF',
      `sign=${NESTED}&response-content-type=x`,
      [NESTED, '0123456789abcdef', decodeURIComponent(NESTED)],
    ],
    ['old COS', `sign=${OLD(END)}`, [OLD(END)]],
    ['another gateway', `Expires=${END}&Signature=a%2Fb`, ['a%2Fb', 'a/b']],
    ['none', 'Expires=1', []],
  ])('are found in the form of %s', (_, query, expected) => {
    expect(listUrlSignatures(`https://a.example/x?${query}`).sort()).toEqual(expected.sort());
  });

  it('are none of a text that is no URL', () => {
    expect(listUrlSignatures('none')).toEqual([]);
  });
});
