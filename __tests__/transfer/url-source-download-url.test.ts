import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isLoopback } from '../../src/loopback.ts';
import { parseDownloadUrl, stripQuery } from '../../src/transfer/url-source.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { anyText } from './any-text.ts';

describe('stripQuery', () => {
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

  it('leaves no user, query and fragment, whatever it is given', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const shown = stripQuery(given);
        const { username, password, search, hash } = URL.parse(shown) ?? new URL('https://h/');
        expect([username, password, search, hash]).toEqual(['', '', '', '']);
        const isSecret = URL.parse(given)?.search.includes('SECRET') === true;
        expect(isSecret && shown.includes('SECRET')).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parseDownloadUrl', () => {
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
    ['http://example.com/a?SECRET', 'url-insecure'],
    ['http://myqcloud.com.example.com/', 'url-insecure'],
    ['http://evilmyqcloud.com/', 'url-insecure'],
    ['http://b.myqcloud.com:8080/', 'url-insecure'],
    ['http://127.0.0.1.example.com/', 'url-insecure'],
    ['ftp://127.0.0.1/', 'url-insecure'],
    ['file:///etc/passwd', 'url-insecure'],
    ['SECRET', 'url-invalid'],
  ])('rejects %s', (given, code) => {
    const parse = () => parseDownloadUrl(given);
    expect(parse).toThrow(expect.objectContaining({ name: 'TransferError', code }));
    expect(parse).not.toThrow('SECRET');
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
    const parse = () => parseDownloadUrl('http://127.0.0.1/b?c', new URL('https://h/a?SECRET'));
    expect(parse).toThrow(expect.objectContaining({ code: 'url-insecure' }));
    expect(parse).toThrow(/https:\/\/h\/a .*http:\/\/127\.0\.0\.1\/b/);
    expect(parse).not.toThrow('SECRET');
  });

  it('gives https or this machine, or rejects without secrets, whatever it is given', () => {
    fc.assert(
      fc.property(anyText, fc.option(anyText, { nil: undefined }), (given, location) => {
        const urls: URL[] = [];
        let rejected: unknown = new TransferError('url-invalid', '');
        try {
          urls.push(parseDownloadUrl(given));
          if (location !== undefined) urls.push(parseDownloadUrl(location, urls[0]));
        } catch (error) {
          rejected = error;
        }
        expect(rejected).toBeInstanceOf(TransferError);
        expect(String(rejected)).not.toMatch(/SECRET|password/);
        expect(urls.every((url) => url.protocol === 'https:' || isLoopback(url))).toBe(true);
        const [from, to] = urls;
        // Whoever answers from elsewhere must not lead us to a service of this machine.
        const isLedHome = to?.protocol === 'http:' && from !== undefined && !isLoopback(from);
        expect(isLedHome).toBe(false);
      }),
      { numRuns: 3_000 },
    );
  });
});
