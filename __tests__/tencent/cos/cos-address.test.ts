import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CosAddressError } from '../../../src/tencent/cos/cos-response.ts';
import { getObjectUrl, getSignedPath } from '../../../src/tencent/cos/cos-address.ts';

const COS_ENDPOINT = 'https://{bucket}.cos.{region}.myqcloud.com';
const OBJECT = { bucket: 'b-125', region: 'ap-shanghai', key: 'a/b.jar' };

describe('objectUrl', () => {
  it.each([
    [COS_ENDPOINT, 'https://b-125.cos.ap-shanghai.myqcloud.com/a/b.jar'],
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
    expect(getObjectUrl(COS_ENDPOINT, { ...OBJECT, key }).pathname).toBe(path);
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
    ['no address', 'is no URL'],
    ['http://cos.example.com', 'must begin with https://'],
    ['ftp://127.0.0.1', 'must begin with https://'],
    ['https://h/?a=b', 'no user, query or fragment'],
    ['https://h/#a', 'no user, query or fragment'],
    ['https://u@h/', 'no user, query or fragment'],
    ['https://:p@h/', 'no user, query or fragment'],
    ['https://h/100%/', 'is not percent-encoded'],
    ['https://h/%ff/', 'is not percent-encoded'],
  ])('refuses the template %s', (template, message) => {
    expect(() => getObjectUrl(template, OBJECT)).toThrow(message);
  });

  it.each([
    [{ bucket: 'evil.com/' }, 'bucket "evil.com/"'],
    [{ bucket: '' }, 'bucket ""'],
    [{ region: 'a.b' }, 'region "a.b"'],
    [{ region: '-a' }, 'region "-a"'],
    [{ key: 'a/../b' }, 'key "a/../b"'],
    [{ key: './b' }, 'key "./b"'],
    [{ key: '/' }, 'key "/"'],
    [{ key: '\ud800' }, 'names no object'],
  ])('refuses the name %j', (part, message) => {
    expect(() => getObjectUrl(COS_ENDPOINT, { ...OBJECT, ...part })).toThrow(message);
  });

  it('says by its name what it refuses', () => {
    const error = new CosAddressError('no URL');
    expect(String(error)).toBe('CosAddressError: no URL');
  });

  it('takes a bucket of one letter', () => {
    expect(getObjectUrl(COS_ENDPOINT, { ...OBJECT, bucket: 'b' }).host).toBe(
      'b.cos.ap-shanghai.myqcloud.com',
    );
  });

  it('does not look at a bucket that the template does not use', () => {
    expect(getObjectUrl('https://h', { ...OBJECT, bucket: '', region: '' }).href).toBe(
      'https://h/a/b.jar',
    );
  });
});
