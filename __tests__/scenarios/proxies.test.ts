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

/** A rollout that is only started: no call after it goes another way. */
const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', wait: 'false' };

async function openProxy(options?: ProxyOptions): Promise<TestProxy> {
  const proxy = await startProxy(options);
  opened.push(proxy);
  return proxy;
}

async function openTlsFront(url: string, ...hosts: string[]) {
  const front = await startTlsFront(url, ...hosts);
  opened.push(front);
  return front;
}

describe('A proxy for http', () => {
  it('is used for calls and downloads; its password is masked', async () => {
    const world = await openWorld();
    const { port } = new URL(world.simulator.url);
    // Another name for COS tells its connections from those of the API.
    world.simulator.cos.origin = `http://localhost:${port}`;
    const proxy = await openProxy({
      credentials: 'runner:p@ss-word-of-the-proxy',
      route: () => `127.0.0.1:${port}`,
    });
    const env = { HTTP_PROXY: `http://runner:p%40ss-word-of-the-proxy@${proxy.host}` };
    const secrets = () => ['p@ss-word-of-the-proxy', 'p%40ss-word-of-the-proxy'];
    const run = await world.run(
      { operation: 'scf-code-url', 'function-name': 'thumbnails', 'download-path': 'code.zip' },
      { env, secrets },
    );
    expect(run).toMatchObject({ stderr: '', outputs: { status: 'succeeded' } });
    expect(run.outputs['download-path']).toMatch(/code\.zip$/);
    expect(new Set(proxy.tunnels)).toEqual(new Set([`127.0.0.1:${port}`, `localhost:${port}`]));
    expect(run.commands.map(({ message }) => message)).toEqual(expect.arrayContaining(secrets()));
  });

  it('is not used for what NO_PROXY names; one for https is not meant for http', async () => {
    const world = await openWorld();
    const proxy = await openProxy();
    const address = `http://${proxy.host}`;
    const env = { HTTP_PROXY: address, HTTPS_PROXY: address, no_proxy: 'example.com, 127.0.0.1' };
    const run = await world.run(UPDATE, { env });
    expect(run.outputs.status).toBe('started');
    expect(proxy.tunnels).toEqual([]);
  });
});

describe('A proxy for https', () => {
  it('leads to STS and TEM', async () => {
    const world = await openOidcWorld();
    const endpoint = 'internal.tencentcloudapi.com';
    const front = await openTlsFront(world.simulator.url, `*.${endpoint}`);
    const proxy = await openProxy({ route: () => front.authority });
    const env = { https_proxy: `http://${proxy.host}`, ...front.environment };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, endpoint }, { env });
    expect(run).toMatchObject({ stderr: '', outputs: { status: 'started' } });
    const hosts = ['sts', 'tem'].map((service) => `${service}.${endpoint}:443`);
    expect(new Set(proxy.tunnels)).toEqual(new Set(hosts));
  });

  it('leads to COS, for a package and for a query result', async () => {
    const world = await openWorld({ application: { deployMode: 'JAR', pkgName: 'old.jar' } });
    const cos = 'cos.ap-guangzhou.myqcloud.com';
    const hosts = ['*.tencentcloudapi.com', `*.${cos}`];
    const front = await openTlsFront(world.simulator.url, ...hosts);
    const proxy = await openProxy({ route: () => front.authority });
    const env = {
      ...{ HTTPS_PROXY: `http://${proxy.host}`, ...front.environment },
      GITHUB_WORKSPACE: path(),
    };
    const cloud = { endpoint: 'tencentcloudapi.com', 'cos-endpoint': '' };
    await write('shop.jar', 'the shop');
    const uploaded = await world.run({ ...cloud, ...UPDATE, 'package-file': 'shop.jar' }, { env });
    const downloaded = await world.run(
      {
        ...{ ...cloud, operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId },
        ...{ 'environment-id': '', 'application-id': '', 'download-path': 'result.csv' },
      },
      { env },
    );
    expect(uploaded).toMatchObject({ stderr: '', outputs: { status: 'started' } });
    expect(downloaded).toMatchObject({ stderr: '', outputs: { status: 'succeeded' } });
    const services = proxy.tunnels.map((host) => host.replace(/^[^.]+\.cos/, 'bucket.cos'));
    const expected = ['tem.tencentcloudapi.com', 'dlc.tencentcloudapi.com', `bucket.${cos}`];
    expect(new Set(services)).toEqual(new Set(expected.map((host) => `${host}:443`)));
  });
});

describe('A proxy that does not work', () => {
  const SECRET = 'proxy-password-EXAMPLE';
  const TOKEN = Buffer.from(`runner:${SECRET}`).toString('base64');
  const secrets = () => [SECRET, TOKEN];

  it('is named, without its password, where it hangs', async () => {
    const world = await openWorld();
    const { host } = await openProxy({ isHanging: true });
    // Nothing is ever answered, so nothing is worth waiting for.
    const env = { HTTP_PROXY: `http://runner:${SECRET}@${host}`, CLOCK_STALLED_AFTER: '1' };
    const run = await world.run(UPDATE, { env, secrets, isHeld: () => true });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
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
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { env, secrets });
    expect(run.exitCode).toBe(1);
    expect(errorOf(run)).toContain('127.0.0.1:9');
    expect(world.simulator.calls).toEqual([]);
  });
});
