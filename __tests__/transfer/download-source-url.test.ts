import { describe, expect, it } from '@jest/globals';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { parseDownloadUrl, stripQuery } from '../../src/transfer/download-source.ts';

describe('withoutQuery', () => {
  it.each([
    ['https://h/a%20b?sign=SECRET#x', 'https://h/a%20b'],
    ['https://user:SECRET@h:8/a', 'https://h:8/a'],
    [new URL('https://h/?a'), 'https://h/'],
    ['SECRET', ''],
    ['user:SECRET@h', 'user:'],
    ['data:text/plain,SECRET', 'data:'],
  ])('of %s is %s', (url, shown) => {
    expect(stripQuery(url)).toBe(shown);
  });
});

describe('downloadUrl', () => {
  it.each([
    ['https://h/a?b', 'https://h/a?b'],
    ['http://code.cosgz.myqcloud.com/a.zip?sign=b', 'https://code.cosgz.myqcloud.com/a.zip?sign=b'],
    ['http://b.cos.ap-x.tencentcos.cn/a', 'https://b.cos.ap-x.tencentcos.cn/a'],
    ['http://127.0.0.1:80/a', 'http://127.0.0.1/a'],
    ['http://localhost:8/a', 'http://localhost:8/a'],
    ['http://[::1]/a', 'http://[::1]/a'],
  ])('for %s is %s', (given, url) => {
    expect(parseDownloadUrl(given).href).toBe(url);
  });

  it.each([
    ['http://example.com/a?SECRET', 'http://example.com/a, which is not https.'],
    ['http://myqcloud.com.example.com/', 'not https'],
    ['http://evilmyqcloud.com/', 'not https'],
    ['http://b.myqcloud.com:8080/', 'not https'],
    ['http://127.0.0.1.example.com/', 'not https'],
    ['ftp://127.0.0.1/', 'not https'],
    ['file:///etc/passwd', 'not https'],
    ['SECRET', 'is no URL'],
  ])('refuses %s', (given, message) => {
    expect(() => parseDownloadUrl(given)).toThrow(TransferError);
    expect(() => parseDownloadUrl(given)).toThrow(message);
    expect(() => parseDownloadUrl(given)).not.toThrow('SECRET');
  });

  it.each([
    ['https://h/a', '/b', 'https://h/b'],
    ['https://h/a', 'http://b.myqcloud.com/b', 'https://b.myqcloud.com/b'],
    ['http://127.0.0.1:1/a', 'http://127.0.0.1:2/b', 'http://127.0.0.1:2/b'],
    ['http://127.0.0.1:1/a', 'https://h/b', 'https://h/b'],
  ])('from %s leads to %s', (from, location, url) => {
    expect(parseDownloadUrl(location, new URL(from)).href).toBe(url);
  });

  it('does not lead from elsewhere to this machine', () => {
    expect(() => parseDownloadUrl('http://127.0.0.1/b?c', new URL('https://h/a?SECRET'))).toThrow(
      'https://h/a redirects to http://127.0.0.1/b, which is not https.',
    );
  });
});
