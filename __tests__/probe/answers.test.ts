import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { ProbeHeaders } from '../../src/probe/probe-request.ts';
import { answerOf, answerTo, noResponse, rawServer, response, sampleOf } from './probing.ts';

const LIMIT = 64 * 1024;

/** A server that gives one answer to everything, piece by piece. */
async function answering(...pieces: readonly (Buffer | string)[]): Promise<string> {
  const { origin } = await rawServer((socket) => {
    socket.setNoDelay(true);
    const [first = '', ...rest] = pieces;
    socket.write(first);
    // Each piece in a turn of its own, so that it is a packet of its own.
    for (const [at, piece] of rest.entries()) setTimeout(() => socket.write(piece), 5 * (at + 1));
  });
  return origin;
}

describe('an answer', () => {
  it.each([200, 204, 301, 404, 503])('has the status %d', async (status) => {
    const bytes =
      status === 204 ? 'HTTP/1.1 204 X\r\n\r\n' : answerOf('', ['location: /x'], status);
    expect(await answerTo(await answering(bytes))).toEqual(response(status));
  });

  it('may come after others that announce it', async () => {
    const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n';
    expect(await answerTo(await answering(early, answerOf('', [], 201)))).toEqual(response(201));
  });

  it('may end with its connection', async () => {
    const { origin } = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nversion 2'));
    expect(await answerTo(origin, { text: 'version 2' })).toEqual(response());
    expect(await answerTo(origin, { text: 'version 3' })).toEqual(response(200, false));
  });
});

describe('the text', () => {
  it.each([
    ['in one piece', ['version 2.0'], true],
    ['in no piece', ['version 1.0'], false],
    ['across pieces', ['vers', 'i', 'on 2', '.0'], true],
    ['over a false start', ['ver', 'version 2', '.0'], true],
  ] as const)('is found %s', async (_, pieces, hasText) => {
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${pieces.join('').length}\r\n\r\n`;
    const url = await answering(head, ...pieces);
    expect(await answerTo(url, { text: 'version 2.0' })).toEqual(response(200, hasText));
  });

  it('is found across the bytes of a character', async () => {
    const body = Buffer.from('版本二');
    const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n`;
    const url = await answering(head, ...[...body].map((byte) => Buffer.of(byte)));
    expect(await answerTo(url, { text: '本二' })).toEqual(response());
  });

  it('counts up to the limit, and not after it', async () => {
    const [last, late] = [LIMIT - 4, LIMIT - 3].map((at) => `${'x'.repeat(at)}text and more`);
    expect(await answerTo(await answering(answerOf(last ?? '')), { text: 'text' })).toEqual(
      response(),
    );
    expect(await answerTo(await answering(answerOf(late ?? '')), { text: 'text' })).toEqual(
      response(200, false),
    );
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ] as const)('is found in a body with the coding %s', async (coding, encode) => {
    const body = `${'x'.repeat(LIMIT / 2)}version 2${'y'.repeat(LIMIT)}`;
    const url = await answering(answerOf(encode(body), [`Content-Encoding: ${coding}`]));
    expect(await answerTo(url, { text: 'version 2' })).toEqual(response());
    expect(await answerTo(url, { text: 'version 3' })).toEqual(response(200, false));
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'gzip, br'])(
    'is not in an empty body, whatever its coding: %s',
    async (coding) => {
      const url = await answering(answerOf('', [`content-encoding: ${coding}`]));
      expect(await answerTo(url, { text: 'version 2' })).toEqual(response(200, false));
      expect(await answerTo(url)).toEqual(response());
    },
  );

  it('is searched in the bytes of an unknown coding', async () => {
    const url = await answering(answerOf('version 2', ['content-encoding: rot13']));
    expect(await answerTo(url, { text: 'version 2' })).toEqual(response());
  });
});

describe('a request', () => {
  /** The lines of the head that a server gets. */
  async function headOf(path: string, headers: ProbeHeaders = [], user = '') {
    let head = '';
    const { origin } = await rawServer((socket, text) => {
      head = text;
      socket.write(answerOf(''));
    });
    const url = origin.replace('//', `//${user}`) + path;
    const { answer } = await sampleOf(url, { headers });
    expect(answer).toEqual(response());
    return head.split('\r\n');
  }

  it('is a GET with a user agent and nothing that it was not told', async () => {
    const lines = await headOf('/a/b?c=d#e');
    expect(lines[0]).toBe('GET /a/b?c=d HTTP/1.1');
    const names = lines.slice(1).flatMap((line) => line.split(':')[0]?.toLowerCase() || []);
    expect(names).toEqual(['host', 'connection', 'user-agent']);
  });

  it('has the given headers', async () => {
    const lines = await headOf('/', [
      ['User-Agent', 'mine'],
      ['X-Token', 'a'],
      ['X-Token', 'b'],
      ['Host', 'shop.example.com'],
    ]);
    expect(lines).toEqual(expect.arrayContaining(['User-Agent: mine', 'X-Token: a', 'X-Token: b']));
    expect(lines.filter((line) => /^host:/i.test(line))).toEqual(['host: shop.example.com']);
    expect(lines.filter((line) => /^user-agent:/i.test(line))).toHaveLength(1);
  });

  it.each([
    ['user:pa%40ss@', 'user:pa@ss'],
    ['token@', 'token:'],
    ['us%er:100%@', 'us%er:100%'],
  ])('authorizes as the user of the URL: %s', async (user, decoded) => {
    const lines = await headOf('/', [], user);
    expect(lines).toContain(`authorization: Basic ${Buffer.from(decoded).toString('base64')}`);
  });

  it('prefers a given authorization', async () => {
    const lines = await headOf('/', [['Authorization', 'Bearer x']], 'user:password@');
    expect(lines.filter((line) => /^authorization:/i.test(line))).toEqual([
      'Authorization: Bearer x',
    ]);
  });

  it('fails if it has a header that may not be sent', async () => {
    const { origin } = await rawServer();
    const headers = [['Transfer-Encoding', 'chunked']] as const;
    expect(await answerTo(origin, { headers })).toEqual(noResponse('UND_ERR_INVALID_ARG'));
  });

  it('goes to an IPv6 address', async () => {
    const { origin } = await rawServer((socket) => socket.write(answerOf('')), '::1');
    expect(origin).toContain('[::1]');
    expect(await answerTo(origin)).toEqual(response());
  });

  it.each(['ftp://127.0.0.1/', 'no URL', '', '/path'])('cannot go to "%s"', async (url) => {
    expect(await answerTo(url)).toEqual(noResponse('INVALID_URL'));
  });
});
