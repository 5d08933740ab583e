import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createDispatcher, createPost } from '../../src/tencent/http.ts';
import type { Proxy } from '../../src/tencent/proxy.ts';
import type { ProxyOptions } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import { readAll, startServer } from '../support/http-server.ts';
import { CHANGE, rejection, stage } from './calls.ts';

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** Calls an API through a proxy, each as a step does: with retries. */
function callThrough(http: Proxy, endpoint = 'http://127.0.0.1:9') {
  const dispatcher = createDispatcher({ http, bypass: [] });
  open.push(() => dispatcher.destroy());
  const post = createPost(dispatcher);
  return () => stage([], { endpoint, post }).call(CHANGE);
}

async function openProxy(options: ProxyOptions) {
  const proxy = await startProxy(options);
  open.push(proxy.close);
  return proxy;
}

/** A server that answers whatever it gets with these bytes, and closes. */
async function openPlain(answer: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a user name and password that a proxy refuses', () => {
  it.each([407, 401] as const)(
    'are sent once, however many calls are made: %d',
    async (refusal) => {
      const { host, tunnels } = await openProxy({ credentials: 'user:right', refusal });
      const origin = `http://${host}`;
      const call = callThrough({ origin, host, authorization: basic('user:wrong') });
      const together = await Promise.all([rejection(call()), rejection(call()), rejection(call())]);
      const later = await rejection(call());
      for (const error of [...together, later]) {
        expect(error).toMatchObject({
          failureClass: 'final',
          cause: { code: 'proxy-authentication' },
        });
      }
      expect(tunnels).toHaveLength(1);
    },
  );

  it('are sent again where they were right before', async () => {
    const { origin: endpoint, close } = await startServer(async (message, response) => {
      await readAll(message);
      response.setHeader('connection', 'close');
      response.end('{"Response":{"RequestId":"r"}}');
    });
    open.push(close);
    const options: ProxyOptions = { credentials: 'user:right' };
    const { host, tunnels } = await openProxy(options);
    const proxy = { origin: `http://${host}`, host, authorization: basic('user:right') };
    const call = callThrough(proxy, endpoint);
    await call();
    options.credentials = 'user:new';
    await rejection(call());
    options.credentials = 'user:right';
    await expect(call()).resolves.toBeDefined();
    expect(tunnels).toHaveLength(3);
  });

  it('do not hold up others where the proxy fails for another reason', async () => {
    const options: ProxyOptions = { credentials: 'user:right', status: 502 };
    const { host, tunnels } = await openProxy(options);
    const origin = `http://${host}`;
    const call = callThrough({ origin, host, authorization: basic('user:right') });
    const errors = await Promise.all([rejection(call()), rejection(call())]);
    for (const error of errors) expect(error).toMatchObject({ cause: { code: 'proxy-refused' } });
    // Each is tried five times at least.
    expect(tunnels.length).toBeGreaterThanOrEqual(10);
  });

  it.each<[string[], string | undefined, string]>([
    [[], undefined, 'network.proxy-no-log-in'],
    [['Basic realm="corp"'], undefined, 'network.proxy-no-log-in'],
    [['Negotiate', 'basic realm="corp"'], undefined, 'network.proxy-no-log-in'],
    [['Negotiate, Basic realm="corp"'], 'user:pass', 'network.proxy-wrong-log-in'],
    [[], 'user:pass', 'network.proxy-wrong-log-in'],
    [['Negotiate'], undefined, 'network.proxy-other-log-in'],
    [['Negotiate', 'NTLM'], 'user:pass', 'network.proxy-other-log-in'],
    [['Basics realm="corp"'], 'user:pass', 'network.proxy-other-log-in'],
  ])('may be none that we can send: %j, %s', async (schemes, user, key) => {
    const offers = schemes.map((scheme) => `Proxy-Authenticate: ${scheme}\r\n`).join('');
    const host = await openPlain(`HTTP/1.1 407 No\r\n${offers}Content-Length: 0\r\n\r\n`);
    const authorization = user && basic(user);
    const error = await rejection(callThrough({ origin: `http://${host}`, host, authorization })());
    expect(error).toMatchObject({
      failureClass: 'final',
      cause: { code: 'proxy-authentication', isFinal: true, text: { key } },
    });
  });
});

describe('a proxy with https:// that speaks http', () => {
  it('is told at once', async () => {
    const host = await openPlain('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    const error = await rejection(callThrough({ origin: `https://${host}`, host })());
    const cause = { code: 'proxy-without-tls', isFinal: true };
    expect(error).toMatchObject({ failureClass: 'final', cause });
  });
});
