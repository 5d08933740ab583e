import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { Proxies } from '../../src/tencent/proxy.ts';
import { selectProxy } from '../../src/tencent/proxy.ts';
import { createUrlSource } from '../../src/transfer/url-source.ts';
import { readAll, startServer } from '../support/http-server.ts';
import { instantClock } from '../support/instant-clock.ts';
import type { ProxyOptions } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import { CHANGE, rejection, settle, stage } from './calls.ts';
import { readProxies } from '../../src/tencent/proxy-env.ts';

const HTTPS = { origin: 'http://secure.proxy:3128', host: 'secure.proxy:3128' };
const HTTP = { origin: 'http://plain.proxy:3128', host: 'plain.proxy:3128' };

describe('the proxy of an address', () => {
  it.each([
    ['https://tem.tencentcloudapi.com/', HTTPS],
    ['http://127.0.0.1:8080/', HTTP],
  ])('goes by its scheme: %s', (url, expected) => {
    const proxies = { https: HTTPS, http: HTTP, bypass: [] };
    expect(selectProxy(new URL(url), proxies)).toBe(expected);
  });

  it('is none where there is none for the scheme', () => {
    expect(selectProxy(new URL('https://a.example'), { http: HTTP, bypass: [] })).toBeUndefined();
    expect(selectProxy(new URL('http://a.example'), { https: HTTPS, bypass: [] })).toBeUndefined();
  });

  it.each([
    ['*', 'https://tem.tencentcloudapi.com'],
    ['tencentcloudapi.com', 'https://tem.tencentcloudapi.com'],
    ['tencentcloudapi.com', 'https://tencentcloudapi.com'],
    ['.tencentcloudapi.com', 'https://tem.tencentcloudapi.com'],
    ['*.tencentcloudapi.com', 'https://tem.ap-guangzhou.tencentcloudapi.com'],
    ['TEM.TencentCloudAPI.com', 'https://tem.tencentcloudapi.com'],
    ['tem.tencentcloudapi.com:443', 'https://tem.tencentcloudapi.com'],
    ['.example.com:8443', 'https://gateway.example.com:8443'],
    ['127.0.0.1', 'https://127.0.0.1:9800'],
    ['::1', 'https://[::1]:9800'],
    ['[::1]', 'https://[::1]:9800'],
    ['[::1]:9800', 'https://[::1]:9800'],
    ['gateway.example.com:80', 'http://gateway.example.com'],
    ['10.0.0.0/8', 'https://10.1.2.3'],
    ['10.1.2.3/32', 'https://10.1.2.3:8443'],
    ['0.0.0.0/0', 'https://192.168.1.1'],
    ['fd00::/8', 'https://[fd12::1]'],
    ['[fd00::]/8', 'https://[fd12::1]'],
    ['[fd00::/8]', 'https://[fd12::1]'],
    ['0:0:0:0:0:0:0:1', 'https://[::1]:9800'],
    ['[0:0:0:0:0:0:0:1]:9800', 'https://[::1]:9800'],
    ['[FD12:0::1]', 'https://[fd12::1]'],
  ])('is none where NO_PROXY has %s: %s', (entry, url) => {
    const bypass = ['other.example', entry];
    expect(selectProxy(new URL(url), { https: HTTPS, http: HTTP, bypass })).toBeUndefined();
  });

  it.each([
    ['api.com', 'https://tem.tencentcloudapi.com'],
    ['tem', 'https://tem.tencentcloudapi.com'],
    ['tencentcloudapi.com:80', 'https://tem.tencentcloudapi.com'],
    ['[::1]:80', 'https://[::1]:9800'],
    ['127.0.0.1', 'https://localhost'],
    ['tencentcloudapi.com:443x', 'https://tem.tencentcloudapi.com'],
    ['[::1]x', 'https://[::1]:9800'],
    ['x[::1]', 'https://[::1]:9800'],
    ['10.0.0.0/8', 'https://11.1.2.3'],
    ['10.0.0.0/33', 'https://10.1.2.3'],
    ['10.0.0.0/', 'https://10.1.2.3'],
    ['10.0.0.0/x', 'https://10.1.2.3'],
    ['10.0.0.0/8', 'https://10.example'],
    ['fd00::/8', 'https://[fe80::1]'],
    ['::/0', 'https://10.1.2.3'],
    ['tencentcloudapi.com/8', 'https://tem.tencentcloudapi.com'],
    ['[0:0:0:0:0:0:0:1]:80', 'https://[::1]:9800'],
    ['0:0:0:0:0:0:0:1', 'https://[::2]:9800'],
    ['fd00::/129', 'https://[fd12::1]'],
  ])('is there though NO_PROXY has %s: %s', (entry, url) => {
    expect(selectProxy(new URL(url), { https: HTTPS, bypass: [entry] })).toBe(HTTPS);
  });
});

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function openProxy(options: ProxyOptions = {}, authorization?: string) {
  const proxy = await startProxy(options);
  open.push(proxy.close);
  const http = { origin: `http://${proxy.host}`, host: proxy.host, authorization };
  return { ...proxy, proxies: { http, bypass: [] } };
}

function dispatcherFor(proxies: Proxies) {
  const dispatcher = createDispatcher(proxies);
  open.push(() => dispatcher.destroy());
  return dispatcher;
}

async function openServer(): Promise<string> {
  const { origin, close } = await startServer(async (message, response) => {
    await readAll(message);
    response.end('{"Response":{"RequestId":"r"}}');
  });
  open.push(close);
  return origin;
}

describe('connections through a proxy', () => {
  it('are tunnels, made once and used again', async () => {
    const endpoint = await openServer();
    const proxy = await openProxy();
    const post = createPost(dispatcherFor(proxy.proxies));
    const { call } = stage([], { endpoint, post });
    await call(CHANGE);
    await settle();
    await call(CHANGE);
    expect(proxy.tunnels).toEqual([new URL(endpoint).host]);
    expect(proxy.requests).toEqual([]);
  });

  it('serve downloads as well', async () => {
    const origin = await openServer();
    const proxy = await openProxy();
    const dispatcher = dispatcherFor(proxy.proxies);
    const source = createUrlSource(`${origin}/file`, {
      clock: instantClock(),
      random: () => 0,
      deadline: 0,
      dispatcher,
    });
    const { body } = await source.open({}, new AbortController().signal);
    for await (const chunk of body) expect(chunk).toBeInstanceOf(Buffer);
    expect(proxy.tunnels).toEqual([new URL(origin).host]);
  });

  it('say who asks', async () => {
    const origin = await openServer();
    const token = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    const proxy = await openProxy({ credentials: 'user:pass' }, token);
    const { statusCode, body } = await request(origin, {
      dispatcher: dispatcherFor(proxy.proxies),
    });
    await body.text();
    expect(statusCode).toBe(200);
  });
});

describe('a proxy that lets nothing through', () => {
  it.each([
    [403, 'proxy-forbidden', 'final'],
    [407, 'proxy-authentication', 'final'],
    [405, 'proxy-refused', 'final'],
    [501, 'proxy-refused', 'final'],
    [429, 'proxy-refused', 'not-executed'],
    [502, 'proxy-refused', 'not-executed'],
  ])('is told by its host and the status (%d: %s)', async (status, code, failureClass) => {
    const proxy = await openProxy({ status });
    const post = createPost(dispatcherFor(proxy.proxies));
    const { call } = stage([], { endpoint: 'http://127.0.0.1:9', post });
    const error = await rejection(call(CHANGE));
    expect(error).toMatchObject({ code: 'unreachable', failureClass, cause: { code } });
    expect(proxy.tunnels.length === 1).toBe(failureClass === 'final');
    expect(String(error)).toContain(proxy.host);
    expect(String(error)).toContain(String(status));
  });

  it('is told where it cannot be reached', async () => {
    const http = { origin: 'http://127.0.0.1:9', host: '127.0.0.1:9' };
    const post = createPost(dispatcherFor({ http, bypass: [] }));
    const { call } = stage([], { endpoint: 'http://127.0.0.1:8', post });
    expect(await rejection(call(CHANGE))).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:9.*ECONNREFUSED/),
      cause: { name: 'ProxyError', code: 'proxy-unreachable', cause: { code: 'ECONNREFUSED' } },
    });
  });

  it('is left at once, though it keeps the connection open', async () => {
    const proxy = createServer((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n'));
    });
    const left = once(proxy, 'connection').then(([socket]) => once(socket as Socket, 'close'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => proxy.close(resolve)));
    const host = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const http = { origin: `http://${host}`, host };
    const post = createPost(dispatcherFor({ http, bypass: [] }));
    await rejection(stage([], { endpoint: 'http://127.0.0.1:9', post }).call(CHANGE));
    await expect(left).resolves.toBeDefined();
  });

  it('is another thing than a host behind it that resets', async () => {
    const origin = await startServer(() => Promise.reject(new Error('cut')));
    open.push(origin.close);
    const proxy = await openProxy();
    const post = createPost(dispatcherFor(proxy.proxies));
    const { call } = stage([], { endpoint: origin.origin, post });
    expect(await rejection(call(CHANGE))).toMatchObject({ name: 'AmbiguousResponseError' });
  });
});

const basic = (text: string): string => Buffer.from(text).toString('base64');

describe('the proxies of the environment', () => {
  it.each([
    ['HTTPS_PROXY', 'https'],
    ['https_proxy', 'https'],
    ['HTTP_PROXY', 'http'],
    ['http_proxy', 'http'],
  ])('are read from %s', (variable, scheme) => {
    const { proxies, invalidVariables, secrets } = readProxies({
      [variable]: 'http://proxy.corp:3128/',
    });
    const proxy = { origin: 'http://proxy.corp:3128', host: 'proxy.corp:3128' };
    const none = { https: undefined, http: undefined, bypass: [] };
    expect(proxies).toEqual({ ...none, [scheme]: proxy });
    expect([invalidVariables, secrets]).toEqual([[], []]);
  });

  it.each([
    ['proxy.corp:3128', 'http://proxy.corp:3128', 'proxy.corp:3128'],
    ['proxy.corp', 'http://proxy.corp', 'proxy.corp:80'],
    ['https://proxy.corp', 'https://proxy.corp', 'proxy.corp:443'],
    [' http://10.0.0.1:8080 ', 'http://10.0.0.1:8080', '10.0.0.1:8080'],
    ['http://[::1]:8080/path?x', 'http://[::1]:8080', '[::1]:8080'],
  ])('may be written as %s', (text, origin, host) => {
    expect(readProxies({ https_proxy: text }).proxies.https).toEqual({ origin, host });
  });

  it('go by the lower case where both are given, unless it is blank', () => {
    const env = {
      https_proxy: 'lower:1',
      HTTPS_PROXY: 'upper:1',
      http_proxy: ' ',
      HTTP_PROXY: 'upper:2',
    };
    const { https, http } = readProxies(env).proxies;
    expect([https?.host, http?.host]).toEqual(['lower:1', 'upper:2']);
  });

  it.each([
    ['user:pass', ['pass', 'pass'], 'user:pass'],
    ['user:p%40ss%3Aword', ['p%40ss%3Aword', 'p@ss:word'], 'user:p@ss:word'],
    ['user:100%', ['100%', '100%'], 'user:100%'],
    ['access%2Btoken', ['access%2Btoken', 'access+token'], 'access+token:'],
    [':pass', ['pass', 'pass'], ':pass'],
  ])('may have a user: %s', (user, [raw = '', decoded = ''], expected) => {
    const { proxies, secrets } = readProxies({ HTTPS_PROXY: `http://${user}@proxy.corp:3128` });
    const token = basic(expected);
    expect(proxies.https).toEqual({
      origin: 'http://proxy.corp:3128',
      host: 'proxy.corp:3128',
      authorization: `Basic ${token}`,
    });
    expect(secrets).toEqual([raw, decoded, token]);
  });

  it.each([
    'socks5://user:secret@proxy.corp:1080',
    'xhttp://proxy.corp',
    'http://',
    'http://user:secret@',
    'http://a b',
  ])('are invalid: %s', (text) => {
    const { proxies, invalidVariables } = readProxies({ HTTP_PROXY: text });
    expect(proxies.http).toBeUndefined();
    expect(invalidVariables).toEqual(['HTTP_PROXY']);
  });

  it('have secrets where they are invalid, too', () => {
    const { secrets } = readProxies({ HTTP_PROXY: 'socks5://user:secret@proxy.corp:1080' });
    expect(secrets).toContain('secret');
  });

  it.each([
    ['NO_PROXY', 'localhost,127.0.0.1', ['localhost', '127.0.0.1']],
    ['no_proxy', ' .example.com ,, *.corp\tx:443 ', ['.example.com', '*.corp', 'x:443']],
    ['NO_PROXY', ' ', []],
  ])('leave out what %s names: %j', (variable, text, bypass) => {
    expect(readProxies({ [variable]: text }).proxies.bypass).toEqual(bypass);
  });

  it('are none where nothing is given', () => {
    expect(readProxies({})).toEqual({
      proxies: { https: undefined, http: undefined, bypass: [] },
      invalidVariables: [],
      secrets: [],
    });
  });
});
