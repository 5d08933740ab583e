import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { cosErrorXml } from '../support/cos-server.ts';
import { SECRET } from '../support/file-server.ts';
import { downloading, rejection, SHA256 } from './downloading.ts';

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
    [404, 1],
    [416, 1],
    [500, 5],
  ])('with status %d is tried %d times', async (status, tries) => {
    server().faults = Array.from({ length: 9 }, () => ({ status, body: 'no' }));
    const error = await rejection(download());
    expect(error).toMatchObject({ name: 'AmbiguousResponseError', service: 'download', status });
    expect(server().requests).toHaveLength(tries);
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
