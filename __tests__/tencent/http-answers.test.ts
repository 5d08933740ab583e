import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import {
  brotliCompressSync,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { Proxies } from '../../src/tencent/proxy.ts';
import { rejection } from './calls.ts';
import { startProxy } from '../support/proxy.ts';

const BODY = '{"Response":{"RequestId":"游戏"}}';
const HEAD = `HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(BODY)}\r\n`;
const ANSWER = `${HEAD}\r\n${BODY}`;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Answers each request with these bytes, one write after another. */
async function answering(...pieces: readonly (string | Buffer)[]): Promise<URL> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setNoDelay(true));
    const answer = async () => {
      for (const piece of pieces) {
        await new Promise((resolve) => socket.write(piece, resolve));
        await new Promise(setImmediate);
      }
    };
    socket.on('data', (bytes) => {
      if (bytes.includes('POST')) void answer();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

function posting(proxies?: Proxies) {
  const dispatcher = createDispatcher(proxies);
  open.push(() => dispatcher.destroy());
  const post = createPost(dispatcher);
  return (url: URL) => post({ url, headers: {}, body: '{}' });
}

describe('an unasked 100 Continue', () => {
  it.each<[string, string[]]>([
    ['alone', [CONTINUE, ANSWER]],
    ['together with the answer', [CONTINUE + ANSWER]],
    [
      'with headers, in pieces',
      ['HTTP/1.1 10', '0 Continue\r\nVia: 1.1 a', '\r\n\r', `\n${HEAD}`, `\r\n${BODY}`],
    ],
    ['without a reason, twice', ['HTTP/1.0 100\r\n\r\n', CONTINUE, ANSWER]],
  ])('that comes %s is passed over', async (_, pieces) => {
    const post = posting();
    const url = await answering(...pieces);
    await expect(post(url)).resolves.toMatchObject({ status: 200, body: BODY });
    // Once more on the same connection.
    await expect(post(url)).resolves.toMatchObject({ status: 200, body: BODY });
  });

  it('is passed over behind a proxy', async () => {
    const proxy = await startProxy();
    open.push(() => proxy.close());
    const { host } = proxy;
    const post = posting({ http: { origin: `http://${host}`, host }, bypass: [] });
    const url = await answering(CONTINUE, ANSWER);
    await expect(post(url)).resolves.toMatchObject({ status: 200, body: BODY });
  });

  it('within a body is a part of it', async () => {
    const body = `${CONTINUE}${CONTINUE}`;
    const url = await answering(
      `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n`,
      CONTINUE,
      CONTINUE,
    );
    await expect(posting()(url)).resolves.toMatchObject({ status: 200, body });
  });
});

describe('an answer that is compressed though nobody asked for it', () => {
  const compressed = (coding: string, body: Buffer) => [
    `HTTP/1.1 200 OK\r\nContent-Encoding: ${coding}\r\nContent-Length: ${body.length}\r\n\r\n`,
    body,
  ];

  it.each([
    ['gzip', gzipSync(BODY)],
    ['X-GZIP ', gzipSync(BODY)],
    ['deflate', deflateSync(BODY)],
    // Without the header of zlib, as some servers send it.
    ['Deflate', deflateRawSync(BODY)],
    ['br', brotliCompressSync(BODY)],
    ['zstd', zstdCompressSync(BODY)],
    ['gzip, br', brotliCompressSync(gzipSync(BODY))],
    ['identity', Buffer.from(BODY)],
    ['utf-8', Buffer.from(BODY)],
  ])('with %s is read', async (coding, body) => {
    const url = await answering(...compressed(coding, body));
    await expect(posting()(url)).resolves.toMatchObject({ status: 200, body: BODY });
  });

  it.each(['gzip', 'deflate'])('and damaged is none: %s', async (coding) => {
    const url = await answering(...compressed(coding, Buffer.from('no gzip')));
    expect(await rejection(posting()(url))).toMatchObject({ code: 'Z_DATA_ERROR' });
  });

  it.each(['gzip', 'deflate'])('and ends early is none: %s', async (coding) => {
    const whole = coding === 'gzip' ? gzipSync(BODY) : deflateRawSync(BODY);
    const url = await answering(...compressed(coding, whole.subarray(0, whole.length - 4)));
    expect(await rejection(posting()(url))).toMatchObject({ code: 'Z_BUF_ERROR' });
  });
});

it('an answer may have long headers', async () => {
  const url = await answering(`${HEAD}X-Policy: ${'x'.repeat(100_000)}\r\n\r\n${BODY}`);
  await expect(posting()(url)).resolves.toMatchObject({ status: 200, body: BODY });
});
