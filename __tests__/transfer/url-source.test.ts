import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { cosErrorXml } from '../support/cos-server.ts';
import { SECRET } from '../support/file-server.ts';
import { downloading, rejection, SHA256 } from './downloading.ts';
import { isLoopback } from '../../src/loopback.ts';
import { parseDownloadUrl, stripQuery } from '../../src/transfer/url-source.ts';
import { TransferError } from '../../src/transfer/transfer-errors.ts';
import { anyText } from './any-text.ts';

const { server, download, left } = downloading();

describe('a refusal', () => {
  it("is COS's own where it is one, without the URL's query", async () => {
    const body = cosErrorXml('AccessDenied', `${SECRET} and ${decodeURIComponent(SECRET)}`);
    server().faults = [{ status: 403, body }];
    const error = await rejection(download());
    expect(error).toMatchObject({ code: 'AccessDenied', status: 403, message: '… and …' });
    expect(inspect(error)).not.toContain('SECRET');
    expect(await left()).toEqual([]);
  });

  it.each([
    [404, false],
    [416, false],
    [500, true],
  ])('with status %d is tried again: %s', async (status, isTriedAgain) => {
    server().faults = Array.from({ length: 99 }, () => ({ status, body: 'no' }));
    const error = await rejection(download());
    expect(error).toMatchObject({ name: 'AmbiguousResponseError', service: 'download', status });
    expect(server().requests.length > 1).toBe(isTriedAgain);
  });

  it('whose body is cut counts all the same', async () => {
    const headers = { 'content-length': '999' };
    server().faults = [{ status: 404, body: 'no', headers }];
    expect(await rejection(download())).toMatchObject({ status: 404 });
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('%d is followed', async (status) => {
    server().faults = [{ status, location: '/file?sign=other' }];
    expect(await download()).toMatchObject({ sha256: SHA256 });
    expect(server().requests[1]?.url).toBe('/file?sign=other');
  });

  it('are followed no sixth time', async () => {
    server().faults = Array.from({ length: 6 }, () => ({ status: 302, location: server().url }));
    const error = await rejection(download());
    expect(error).toMatchObject({ code: 'too-many-redirects' });
    expect(server().requests).toHaveLength(6);
  });

  it('to plain http elsewhere are refused', async () => {
    server().faults = [{ status: 302, location: 'http://example.com/x?token=SECRET' }];
    const error = await rejection(download());
    expect(error).toMatchObject({ code: 'url-insecure' });
    expect(inspect(error)).not.toContain('SECRET');
  });

  it('that lead nowhere are an error', async () => {
    server().faults = [{ status: 302 }];
    expect(await rejection(download())).toMatchObject({ status: 302 });
  });
});

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
      { numRuns: 500 },
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
        // Behind the host it is a part of the path.
        expect(String(rejected)).not.toMatch(/SECRET|(^|\s)[a-z]+:\/\/[^/\s]*password/);
        expect(urls.every((url) => url.protocol === 'https:' || isLoopback(url))).toBe(true);
        const [from, to] = urls;
        // Whoever answers from elsewhere must not lead us to a service of this machine.
        const isLedHome = to?.protocol === 'http:' && from !== undefined && !isLoopback(from);
        expect(isLedHome).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
