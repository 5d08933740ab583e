import { execFile } from 'node:child_process';
import { createServer as createPlainServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { OpenDispatcher } from '../../src/probe/connections.ts';
import { createProbeDispatcher } from '../../src/tencent/http.ts';
import type { Proxies } from '../../src/tencent/proxy.ts';
import { certificateFor } from '../support/certificate.ts';
import type { ProxyOptions } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { answerOf, answerTo, closeLater, noResponse, rawServer, response } from './probing.ts';
import { until } from './step-clock.ts';

describe('a proxy', () => {
  async function behindProxy(
    options: ProxyOptions = {},
    { bypass = [], authorization }: { bypass?: string[]; authorization?: string } = {},
  ) {
    const proxy = await startProxy(options);
    closeLater(() => proxy.close());
    const http = { origin: `http://${proxy.host}`, host: proxy.host, authorization };
    const proxies: Proxies = { http, https: http, bypass };
    const openDispatcher: OpenDispatcher = (given) => createProbeDispatcher(proxies, given);
    return { proxy, openDispatcher };
  }

  it('is used, with a tunnel', async () => {
    const { connections, origin, port } = await rawServer((socket) => socket.write(answerOf('')));
    const { proxy, openDispatcher } = await behindProxy();
    expect(await answerTo(origin, { openDispatcher })).toEqual(response());
    expect(proxy.tunnels).toEqual([`127.0.0.1:${port}`]);
    expect(proxy.requests).toEqual([]);
    await until(() => connections.size === 0);
  });

  it('is not used for hosts of NO_PROXY', async () => {
    const { origin } = await rawServer((socket) => socket.write(answerOf('')));
    const { proxy, openDispatcher } = await behindProxy({}, { bypass: ['127.0.0.0/8'] });
    expect(await answerTo(origin, { openDispatcher })).toEqual(response());
    expect(proxy.tunnels).toEqual([]);
  });

  it.each<[string, ProxyOptions, string]>([
    ['wants another password', { credentials: 'a:b' }, 'PROXY_AUTHENTICATION'],
    ['does not allow the host', { status: 403 }, 'PROXY_FORBIDDEN'],
    ['cannot reach the host', { status: 502 }, 'PROXY_REFUSED'],
  ])('that %s', async (_, options, code) => {
    const { origin } = await rawServer();
    const { openDispatcher } = await behindProxy(options, { authorization: 'Basic wrong' });
    expect(await answerTo(origin, { openDispatcher })).toEqual(noResponse(code));
  });

  it('that is not there', async () => {
    const { proxy, openDispatcher } = await behindProxy();
    await proxy.close();
    const { origin } = await rawServer();
    expect(await answerTo(origin, { openDispatcher })).toEqual(noResponse('PROXY_UNREACHABLE'));
  });

  it('that hangs is left at the end', async () => {
    const { proxy, openDispatcher } = await behindProxy({ isHanging: true });
    const { origin } = await rawServer();
    expect(await answerTo(origin, { openDispatcher, timeout: 200 })).toEqual(noResponse('TIMEOUT'));
    expect(proxy.tunnels).toHaveLength(1);
  });
});

describe('an address', () => {
  it('that refuses connections', async () => {
    const server = createPlainServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await answerTo(`http://127.0.0.1:${port}/`)).toEqual(noResponse('ECONNREFUSED'));
  });

  it('that no name server knows', async () => {
    const answer = await answerTo('http://no-such-host.invalid/');
    expect(answer).toMatchObject({ kind: 'no-response' });
    expect(answer).toHaveProperty('reason', expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/));
  });
});

describe('TLS', () => {
  async function listening(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closeLater(() => new Promise((resolve) => server.close(resolve)));
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  it('fails with the code of the certificate', async () => {
    const url = await listening(createServer(certificateFor('localhost')));
    expect(await answerTo(url)).toEqual(noResponse('DEPTH_ZERO_SELF_SIGNED_CERT'));
  });

  it('succeeds with an authority of the runner, and the process has nothing left to do', async () => {
    const { origin } = await rawServer((socket) => socket.write(answerOf('version 2')));
    const front = await startTlsFront(origin, 'localhost');
    closeLater(() => front.close());
    const { port } = new URL(`https://${front.authority}`);
    const script = `
      import { systemClock } from './src/clock.ts';
      import { startProber } from './src/probe/prober.ts';
      import { createProbeDispatcher } from './src/tencent/http.ts';
      const samples = [];
      const prober = startProber({
        clock: systemClock,
        openDispatcher: (options) => createProbeDispatcher({ bypass: [] }, options),
        headers: [], interval: 20, timeout: 30_000, text: 'version 2',
        signal: new AbortController().signal,
        onSample: (id, { answer }) => {
          if (samples.push(answer) === 3) void prober.stop().then(() => {
            const open = process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name));
            console.log(JSON.stringify({ samples, open }));
          });
        },
      });
      prober.setTargets([{ id: '', url: 'https://localhost:${port}/' }]);`;
    const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e'];
    const env = { ...process.env, ...front.environment };
    const { stdout } = await promisify(execFile)(process.execPath, [...args, script], { env });
    expect(JSON.parse(stdout)).toEqual({ samples: Array(3).fill(response()), open: [] });
  });

  it('fails if the server speaks plain HTTP', async () => {
    const { port } = await rawServer((socket) => socket.end('HTTP/1.1 400 X\r\n\r\n'));
    const answer = await answerTo(`https://127.0.0.1:${port}/`);
    expect(answer).toHaveProperty('reason', expect.stringMatching(/^(EPROTO|ERR_SSL_\w+)$/));
  });
});
