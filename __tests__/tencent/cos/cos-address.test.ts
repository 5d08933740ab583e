import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLoopback } from '../../../src/loopback.ts';
import {
  CosAddressError,
  getObjectUrl,
  getSignedPath,
} from '../../../src/tencent/cos/cos-address.ts';
import { anyText } from '../../transfer/any-text.ts';

const OBJECT = { bucket: 'b-125', region: 'ap-shanghai', key: 'a/b.jar' };
const TEMPLATE = 'https://{bucket}.cos.{region}.myqcloud.com';
const invalid = expect.objectContaining({ code: 'cos-address-invalid' });

describe('getObjectUrl', () => {
  it.each([
    [TEMPLATE, 'https://b-125.cos.ap-shanghai.myqcloud.com/a/b.jar'],
    [
      'https://{bucket}.cos.accelerate.myqcloud.com',
      'https://b-125.cos.accelerate.myqcloud.com/a/b.jar',
    ],
    ['https://gateway.example.com/cos/', 'https://gateway.example.com/cos/a/b.jar'],
    [
      'https://gateway.example.com/{region}/{bucket}/%E4%BA%91',
      'https://gateway.example.com/ap-shanghai/b-125/%E4%BA%91/a/b.jar',
    ],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/a/b.jar'],
    ['http://localhost/x', 'http://localhost/x/a/b.jar'],
    ['http://[::1]:9', 'http://[::1]:9/a/b.jar'],
  ])('fills in %s', (template, url) => {
    expect(getObjectUrl(template, OBJECT).href).toBe(url);
  });

  it.each([
    ['/a', '/a'],
    ['//a', '//a'],
    ['a//b/', '/a//b/'],
    ['a+b c&d?e#f', '/a%2Bb%20c%26d%3Fe%23f'],
    ["!'()*~-_.", '/%21%27%28%29%2A~-_.'],
    ['应用/%2e.jar', '/%E5%BA%94%E7%94%A8/%252e.jar'],
    ['...', '/...'],
  ])('encodes the key %s segment by segment', (key, path) => {
    expect(getObjectUrl(TEMPLATE, { ...OBJECT, key }).pathname).toBe(path);
  });

  it('signs the path that is sent, whatever the key is', () => {
    const key = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.split('/').some((part) => part === '.' || part === '..'));
    fc.assert(
      fc.property(key, (text) => {
        fc.pre(text !== '/');
        const url = getObjectUrl('https://h/p', { ...OBJECT, key: text });
        expect(getSignedPath(url)).toBe(`/p/${text.replace(/^\//, '')}`);
      }),
    );
  });

  it.each([
    'no address',
    'http://cos.example.com',
    'ftp://127.0.0.1',
    'https://h/?a=b',
    'https://h/#a',
    'https://u@h/',
    'https://:p@h/',
    'https://h/100%/',
    'https://h/%ff/',
  ])('rejects the template %s', (template) => {
    expect(() => getObjectUrl(template, OBJECT)).toThrow(CosAddressError);
  });

  it.each(['no address', 'http://cos.example.com', 'https://h/100%/'])(
    'names the template that it rejects: %s',
    (endpoint) => {
      const named = expect.objectContaining({
        text: expect.objectContaining({ values: { endpoint } }),
      });
      expect(() => getObjectUrl(endpoint, OBJECT)).toThrow(named);
    },
  );

  it('does not name a template that may have a password', () => {
    expect(() => getObjectUrl('https://u:pass@h/', OBJECT)).toThrow(/^(?!.*pass)/);
  });

  it.each([
    { bucket: 'evil.com/' },
    { bucket: '' },
    { region: 'a.b' },
    { region: '-a' },
    { key: 'a/../b' },
    { key: './b' },
    { key: '/' },
    { key: '\ud800' },
  ])('rejects the name %j', (part) => {
    expect(() => getObjectUrl(TEMPLATE, { ...OBJECT, ...part })).toThrow(invalid);
  });

  it('takes a bucket of one letter', () => {
    expect(getObjectUrl(TEMPLATE, { ...OBJECT, bucket: 'b' }).host).toBe(
      'b.cos.ap-shanghai.myqcloud.com',
    );
  });

  it('does not look at a bucket that the template does not use', () => {
    expect(getObjectUrl('https://h', { ...OBJECT, bucket: '', region: '' }).href).toBe(
      'https://h/a/b.jar',
    );
  });

  it('leads to its own host and path, or rejects, whatever it is given', () => {
    const label = fc.oneof(fc.constant('shop'), anyText);
    const name = fc.record({ bucket: label, region: label, key: label });
    const templates = fc.oneof(
      anyText,
      anyText.map((path) => `${TEMPLATE}/${path}`),
      fc.constantFrom(TEMPLATE, 'https://h/p/'),
    );
    fc.assert(
      fc.property(templates, name, (template, object) => {
        let url = new URL('https://h/');
        let rejected: unknown = new CosAddressError('');
        try {
          url = getObjectUrl(template, object);
        } catch (error) {
          rejected = error;
        }
        expect(rejected).toBeInstanceOf(CosAddressError);
        const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
        expect(isSafe).toBe(true);
        expect([url.search, url.hash, url.username, url.password]).toEqual(['', '', '', '']);
        expect(getSignedPath(url)).toMatch(/^\//);
      }),
      { numRuns: 500 },
    );
  });
});
