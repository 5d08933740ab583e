import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_TASK } from '../../simulator/index.ts';
import type { ProxyOptions, TestProxy } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import { startTlsFront } from '../support/tls-front.ts';
import { errorOf } from './expectations.ts';
import { BY_OIDC, openOidcWorld } from './oidc-world.ts';
import { workspace } from './workspace.ts';
import { closeWorlds, openWorld } from './world.ts';

const { path, write } = workspace();
const opened: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  await closeWorlds();
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const HOSTS = ['', 'ap-guangzhou.', 'internal.'].map((root) => `*.${root}tencentcloudapi.com`);

async function openProxy(options?: ProxyOptions): Promise<TestProxy> {
  const proxy = await startProxy(options);
  opened.push(proxy);
  return proxy;
}

describe('A proxy for http', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('is used for every call (%s)', async (variable) => {
    const world = await openWorld();
    const proxy = await openProxy();
    const run = await world.run(UPDATE, { env: { [variable]: `http://${proxy.host}` } });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.stderr).toBe('');
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(world.simulator.url).host]));
  });

  it('is used for downloads as well', async () => {
    const world = await openWorld();
    const { port } = new URL(world.simulator.url);
    // Another name for COS tells its connections from those of the API.
    world.simulator.cos.origin = `http://localhost:${port}`;
    const proxy = await openProxy({ route: () => `127.0.0.1:${port}` });
    const run = await world.run(
      { operation: 'scf-code-url', 'function-name': 'thumbnails', 'download-path': 'code.zip' },
      { env: { HTTP_PROXY: `http://${proxy.host}` } },
    );
    expect(run.outputs.status).toBe('succeeded');
    expect(run.outputs['download-path']).toMatch(/code\.zip$/);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${port}`, `localhost:${port}`]));
  });

  it('may stand without a scheme', async () => {
    const world = await openWorld();
    const proxy = await openProxy();
    const run = await world.run(UPDATE, { env: { HTTP_PROXY: proxy.host } });
    expect(run.outputs.status).toBe('succeeded');
    expect(proxy.tunnels).not.toEqual([]);
  });

  it('gets its user name and password, which are masked', async () => {
    const world = await openWorld();
    const proxy = await openProxy({ credentials: 'runner:p@ss-word-of-the-proxy' });
    const env = { HTTP_PROXY: `http://runner:p%40ss-word-of-the-proxy@${proxy.host}` };
    const secrets = () => ['p@ss-word-of-the-proxy', 'p%40ss-word-of-the-proxy'];
    const run = await world.run(UPDATE, { env, secrets });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.commands.map(({ message }) => message)).toEqual(expect.arrayContaining(secrets()));
  });

  it.each([
    ['NO_PROXY', '127.0.0.1'],
    ['no_proxy', 'example.com, 127.0.0.1'],
    ['NO_PROXY', '*'],
  ])('is left aside where %s is %s', async (variable, value) => {
    const world = await openWorld();
    const proxy = await openProxy();
    const env = { HTTP_PROXY: `http://${proxy.host}`, [variable]: value };
    const run = await world.run(UPDATE, { env });
    expect(run.outputs.status).toBe('succeeded');
    expect(proxy.tunnels).toEqual([]);
  });

  it('is not meant for https, nor the other way round', async () => {
    const world = await openWorld();
    const run = await world.run(UPDATE, { env: { HTTPS_PROXY: 'http://127.0.0.1:9' } });
    expect(run.outputs.status).toBe('succeeded');
  });
});

describe('A proxy for https', () => {
  it.each([
    ['HTTPS_PROXY', 'tencentcloudapi.com'],
    ['https_proxy', 'ap-guangzhou.tencentcloudapi.com'],
    ['https_proxy', 'internal.tencentcloudapi.com'],
  ])('leads to STS and TEM (%s, %s)', async (variable, endpoint) => {
    const world = await openOidcWorld();
    const front = await startTlsFront(world.simulator.url, ...HOSTS);
    opened.push(front);
    const proxy = await openProxy({ route: () => front.authority });
    const env = { [variable]: `http://${proxy.host}`, ...front.environment };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, endpoint }, { env });
    expect(run.outputs.status).toBe('succeeded');
    expect(run.stderr).toBe('');
    const hosts = ['sts', 'tem'].map((service) => `${service}.${endpoint}:443`);
    expect(new Set(proxy.tunnels)).toEqual(new Set(hosts));
  });
});

describe('A proxy for https leads to COS', () => {
  const CLOUD = 'tencentcloudapi.com:443';
  const BUCKET = 'a bucket in ap-guangzhou';
  const hostsOf = ({ tunnels }: TestProxy) => {
    const hosts = tunnels.map((host) =>
      host.endsWith('.cos.ap-guangzhou.myqcloud.com:443') ? BUCKET : host,
    );
    return [...new Set(hosts)].sort();
  };

  async function openCloud() {
    const world = await openWorld({ application: { deployMode: 'JAR', pkgName: 'old.jar' } });
    const front = await startTlsFront(
      world.simulator.url,
      ...HOSTS,
      '*.cos.ap-guangzhou.myqcloud.com',
    );
    opened.push(front);
    const proxy = await openProxy({ route: () => front.authority });
    await write('shop.jar', 'the shop');
    const env = {
      ...{ HTTPS_PROXY: `http://${proxy.host}`, ...front.environment },
      GITHUB_WORKSPACE: path(),
    };
    const inputs = { endpoint: 'tencentcloudapi.com', 'cos-endpoint': '' };
    return { world, proxy, env, inputs };
  }

  it('to upload a package and to download it', async () => {
    const { world, proxy, env, inputs } = await openCloud();
    const run = await world.run(
      {
        ...inputs,
        ...{ operation: 'tem-rolling-update', 'deploy-version': '20261120101500' },
        'package-file': 'shop.jar',
      },
      { env },
    );
    expect(run.outputs.status).toBe('succeeded');
    expect(run.stderr).toBe('');
    expect(hostsOf(proxy)).toEqual([BUCKET, `tem.${CLOUD}`]);
  });

  it('to download a query result with temporary keys', async () => {
    const { world, proxy, env, inputs } = await openCloud();
    const run = await world.run(
      {
        ...inputs,
        ...{ operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId },
        ...{ 'environment-id': '', 'application-id': '', 'download-path': 'result.csv' },
      },
      { env },
    );
    expect(run.outputs.status).toBe('succeeded');
    expect(hostsOf(proxy)).toEqual([BUCKET, `dlc.${CLOUD}`]);
  });
});

describe('A proxy that does not work', () => {
  const SECRET = 'proxy-password-EXAMPLE';
  const TOKEN = Buffer.from(`runner:${SECRET}`).toString('base64');

  it.each([
    ['is dead', undefined, 'the proxy 127.0.0.1:9 cannot be reached (ECONNREFUSED)'],
    ['wants another password', { credentials: 'a:b' }, 'does not connect (status 407)'],
    ['refuses to connect', { status: 403 }, 'does not connect (status 403)'],
    ['hangs', { isHanging: true }, 'cannot be reached (UND_ERR_HEADERS_TIMEOUT)'],
  ])('is an error that says so: it %s', async (_, options, expected) => {
    const world = await openWorld();
    const host = options ? (await openProxy(options)).host : '127.0.0.1:9';
    const env = { HTTP_PROXY: `http://runner:${SECRET}@${host}` };
    const more = { env, secrets: () => [SECRET, TOKEN], isHeld: () => true };
    const run = await world.run(UPDATE, more);
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain(expected);
    expect(errorOf(run)).toContain(host);
    expect(errorOf(run)).toContain('HTTP_PROXY');
    expect(world.simulator.calls).toEqual([]);
  });

  it('is named where GitHub cannot be asked for an ID token', async () => {
    const world = await openOidcWorld();
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example.com/x?api-version=2.0',
      HTTPS_PROXY: `http://runner:${SECRET}@127.0.0.1:9`,
    };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { env });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('the proxy 127.0.0.1:9');
    expect(world.simulator.calls).toEqual([]);
  });

  it('is a wrong input where it is no address, without quoting it', async () => {
    const world = await openWorld();
    const env = { HTTPS_PROXY: `socks5://runner:${SECRET}@127.0.0.1:1080` };
    const run = await world.run(UPDATE, { env, secrets: () => [SECRET] });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('HTTPS_PROXY is no address of a proxy');
    expect(world.simulator.calls).toEqual([]);
  });
});
