import { describe, expect, it } from '@jest/globals';
import COS from 'cos-nodejs-sdk-v5';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { cosAuthorization, cosKeyTime } from '../../../src/tencent/cos/cos-signature.ts';

interface Vector {
  readonly name: string;
  readonly secretId: string;
  readonly secretKey: string;
  readonly method: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly keyTime: string;
  readonly signature: string;
}

const { cos: vectors } = JSON.parse(
  readFileSync(new URL('../../vectors.json', import.meta.url), 'utf8'),
) as { cos: Vector[] };

describe('cosAuthorization', () => {
  it.each(vectors)('gives the documented signature: $name', ({ params, signature, ...vector }) => {
    expect(cosAuthorization({ ...vector, parameters: params })).toMatch(
      new RegExp(`&q-signature=${signature}$`),
    );
  });

  it('names what it covers, in lower case and sorted', () => {
    const authorization = cosAuthorization({
      ...{ secretId: 'AKID', secretKey: 'key', method: 'PUT', path: '/a', keyTime: '1;2' },
      parameters: { uploadId: 'u', partNumber: '1' },
      headers: { Host: 'h', 'Content-MD5': 'm' },
    });
    expect(authorization).toMatch(
      /^q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1;2&q-key-time=1;2&q-header-list=content-md5;host&q-url-param-list=partnumber;uploadid&q-signature=[0-9a-f]{40}$/,
    );
  });

  it("signs as the official SDK's own code does", () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
    const signedHeader = fc.constantFrom('host', 'range', 'content-md5', 'x-cos-acl', 'Expires');
    fc.assert(
      fc.property(
        text,
        text,
        text.map((path) => `/${path}`),
        fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
        fc.dictionary(name, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
        fc.dictionary(signedHeader, text, { noNullPrototype: true }),
        fc.tuple(fc.nat(), fc.nat()).map((times) => times.join(';')),
        (secretId, secretKey, path, method, parameters, headers, keyTime) => {
          const official = COS.getAuthorization({
            ...{ SecretId: secretId, SecretKey: secretKey, KeyTime: keyTime },
            ...{ Pathname: path, Query: parameters, Headers: headers },
            Method: method as 'GET',
          });
          expect(
            cosAuthorization({ secretId, secretKey, path, method, parameters, headers, keyTime }),
          ).toBe(official);
        },
      ),
    );
  });
});

describe('cosKeyTime', () => {
  it('begins a little in the past, for clocks that differ', () => {
    expect(cosKeyTime(1_700_000_000_999)).toBe('1699999940;1700003600');
  });
});
