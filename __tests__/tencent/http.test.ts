import type { AddressInfo, Server } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Dispatcher } from 'undici';
import { Agent } from 'undici';
import type { HttpPost } from '../../src/tencent/http.ts';
import { createDispatcher, createPost, toTransportError } from '../../src/tencent/http.ts';
import { AmbiguousResponseError, UnreachableError } from '../../src/tencent/api-errors.ts';
import { rejection, systemError } from './calls.ts';

const NAME = { service: 'tem', action: 'DescribeApplicationInfo' };

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

function impatient(): Dispatcher {
  const agent = new Agent({ connect: { timeout: 500 }, headersTimeout: 100, bodyTimeout: 100 });
  open.push(() => agent.destroy());
  return agent;
}

async function listening(server: Server): Promise<URL> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
}

async function serving(listener: RequestListener): Promise<URL> {
  return listening(createHttpServer(listener));
}

const request = (url: URL): HttpPost => ({
  url,
  headers: { 'content-type': 'application/json', host: 'tem.example.com', 'x-tc-action': 'A' },
  body: '{"Name":"游戏"}',
});

/** The error of ours that a failed POST becomes. */
async function failureOf(url: URL): Promise<unknown> {
  const cause = await rejection(createPost(impatient())(request(url)));
  return toTransportError(NAME, url.host, cause);
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks = await message.toArray();
  return Buffer.concat(chunks as Buffer[]).toString('utf8');
}

const DATE = 'Fri, 20 Nov 2026 02:00:00 GMT';

describe('a POST', () => {
  it('brings no date back where there is none', async () => {
    const url = await serving((_, response) => {
      response.sendDate = false;
      response.end('{}');
    });
    const dispatcher = createDispatcher();
    open.push(() => dispatcher.destroy());
    const answer = await createPost(dispatcher)(request(url));
    expect(answer).toStrictEqual({ status: 200, body: '{}' });
  });

  it.each([
    ['between two polls', 15_000, 1],
    ['no longer than gateways keep it', 40_000, 2],
  ])('keeps an idle connection %s', async (_, idleMs, connections) => {
    const server = createHttpServer((_, response) => response.end('{}'));
    // Then it announces no limit.
    server.keepAliveTimeout = 0;
    let count = 0;
    server.on('connection', () => (count += 1));
    const url = await listening(server);
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      const dispatcher = createDispatcher();
      open.push(() => dispatcher.destroy());
      await createPost(dispatcher)(request(url));
      await jest.advanceTimersByTimeAsync(idleMs);
      await createPost(dispatcher)(request(url));
      expect(count).toBe(connections);
    } finally {
      jest.useRealTimers();
    }
  });

  it('sends headers and body as they are, and brings status and body back', async () => {
    const seen: unknown[] = [];
    const url = await serving((message, response) => {
      void bodyOf(message).then((body) => {
        const { method, headers } = message;
        seen.push(method, message.url, headers.host, headers['content-type'], body);
        response.writeHead(418, { date: DATE, 'retry-after': '7' }).end('{"Response":"游戏"}');
      });
    });
    const dispatcher = createDispatcher();
    open.push(() => dispatcher.destroy());
    const answer = await createPost(dispatcher)(request(url), new AbortController().signal);
    expect(answer).toEqual({
      status: 418,
      date: DATE,
      retryAfter: '7',
      body: '{"Response":"游戏"}',
    });
    expect(seen).toEqual(['POST', '/', 'tem.example.com', 'application/json', '{"Name":"游戏"}']);
  });

  it('ends with the reason of its signal', async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const url = await serving(() => {
      cancel.abort(reason);
    });
    const dispatcher = new Agent();
    open.push(() => dispatcher.destroy());
    expect(await rejection(createPost(dispatcher)(request(url), cancel.signal))).toBe(reason);
  });
});

describe('an endpoint that cannot be reached', () => {
  it('refuses the connection', async () => {
    const server = createNetServer();
    const url = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failureOf(url);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({
      ...NAME,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(String(error)).toContain(url.host);
  });
});

describe('an answer that does not come', () => {
  it('because the connection is reset', async () => {
    const url = await listening(
      createNetServer((socket) => {
        socket.once('data', () => socket.resetAndDestroy());
      }),
    );
    expect(await failureOf(url)).toBeInstanceOf(AmbiguousResponseError);
  });

  it('because the server is silent, from the start or in the middle of the body', async () => {
    const silent = await serving(() => undefined);
    const stopping = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"Response":');
    });
    // Both at once: the timers of undici take a second of real time, however short they are.
    const errors = await Promise.all([failureOf(silent), failureOf(stopping)]);
    errors.forEach((error) => {
      expect(error).toBeInstanceOf(AmbiguousResponseError);
    });
    expect(errors.map(String)).toEqual([
      expect.stringContaining('UND_ERR_HEADERS_TIMEOUT'),
      expect.stringContaining('UND_ERR_BODY_TIMEOUT'),
    ]);
  });

  it('because it is no HTTP', async () => {
    const url = await listening(
      createNetServer((socket) => {
        socket.once('data', () => socket.end('220 mail.example.com ESMTP\r\n'));
      }),
    );
    expect(await failureOf(url)).toBeInstanceOf(AmbiguousResponseError);
  });
});

describe('an error of the transport', () => {
  const attempts = (...codes: readonly string[]) =>
    Object.assign(
      new AggregateError(codes.map((code) => systemError(code, { syscall: 'connect' }))),
      { code: codes[0] },
    );

  it.each([
    ['ECONNREFUSED', systemError('ECONNREFUSED', { syscall: 'connect' })],
    ['ENOTFOUND', systemError('ENOTFOUND', { syscall: 'getaddrinfo' })],
    ['EAI_AGAIN', systemError('EAI_AGAIN', { syscall: 'getaddrinfo' })],
    ['EHOSTUNREACH', systemError('EHOSTUNREACH')],
    ['ENETUNREACH', systemError('ENETUNREACH')],
    ['ETIMEDOUT', systemError('ETIMEDOUT', { syscall: 'connect' })],
    ['ECONNREFUSED', attempts('ECONNREFUSED', 'ENETUNREACH')],
    ['ETIMEDOUT', attempts('ETIMEDOUT', 'ENETUNREACH')],
    ['UND_ERR_CONNECT_TIMEOUT', systemError('UND_ERR_CONNECT_TIMEOUT')],
    ['CERT_HAS_EXPIRED', systemError('CERT_HAS_EXPIRED')],
    ['ERR_TLS_CERT_ALTNAME_INVALID', systemError('ERR_TLS_CERT_ALTNAME_INVALID')],
    ['ERR_SSL_WRONG_VERSION_NUMBER', systemError('ERR_SSL_WRONG_VERSION_NUMBER')],
    ['EPROTO', systemError('EPROTO', { syscall: 'write' })],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', systemError('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['SELF_SIGNED_CERT_IN_CHAIN', systemError('SELF_SIGNED_CERT_IN_CHAIN')],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', systemError('UNABLE_TO_GET_ISSUER_CERT_LOCALLY')],
    ['UND_ERR_INVALID_ARG', systemError('UND_ERR_INVALID_ARG')],
  ])('%s came before anything was sent', (code, cause) => {
    const error = toTransportError(NAME, 'host.example', cause);
    expect(error).toBeInstanceOf(UnreachableError);
    expect(error).toMatchObject({ ...NAME, cause });
    expect(error.message).toContain('host.example');
    expect(error.message).toContain(code);
  });

  it.each([
    ['ECONNRESET', systemError('ECONNRESET', { syscall: 'read' })],
    ['EPIPE', systemError('EPIPE', { syscall: 'write' })],
    ['ETIMEDOUT', systemError('ETIMEDOUT', { syscall: 'read' })],
    ['UND_ERR_SOCKET', systemError('UND_ERR_SOCKET')],
    ['UND_ERR_HEADERS_TIMEOUT', systemError('UND_ERR_HEADERS_TIMEOUT')],
    ['UND_ERR_BODY_TIMEOUT', systemError('UND_ERR_BODY_TIMEOUT')],
    ['ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC', systemError('ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC')],
    ['ECONNREFUSED_LATER', systemError('ECONNREFUSED_LATER')],
    ['NOT_ECONNREFUSED', systemError('NOT_ECONNREFUSED')],
    [
      'ETIMEDOUT',
      Object.assign(
        new AggregateError([
          systemError('ETIMEDOUT', { syscall: 'connect' }),
          systemError('ECONNRESET', { syscall: 'read' }),
        ]),
        { code: 'ETIMEDOUT' },
      ),
    ],
    ['something else', new Error('something else')],
    ['no error at all', 'no error at all'],
    ['none of many', new AggregateError([], 'none of many')],
  ])('%s leaves it open what the cloud did', (reason, cause) => {
    const error = toTransportError(NAME, 'host.example', cause);
    expect(error).toBeInstanceOf(AmbiguousResponseError);
    expect(error.message).toContain('host.example');
    expect(error.message).toContain(reason);
  });
});
