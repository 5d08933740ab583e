import { afterEach, describe, expect, it } from '@jest/globals';
import { startGithubApi } from '../support/github-api.ts';
import type { TestServer } from '../support/http-server.ts';
import { startPathGateway } from '../support/path-gateway.ts';
import { startProxy } from '../support/proxy.ts';
import { BY_OIDC, openOidcWorld } from './oidc-world.ts';
import { closeWorlds, openWorld } from './world.ts';

const opened: Pick<TestServer, 'close'>[] = [];

afterEach(async () => {
  await closeWorlds();
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0', wait: 'false' };

describe('An endpoint', () => {
  it('may be a gateway with a path: TEM and STS are signed for its host', async () => {
    const world = await openOidcWorld();
    const gateway = await startPathGateway(world.simulator.url, '/tencent/api');
    opened.push(gateway);
    const endpoint = `${gateway.origin}/tencent/api`;
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC, endpoint });
    expect(run.outputs.status).toBe('started');
    expect(new Set(world.simulator.calls.map(({ service }) => service))).toEqual(
      new Set(['sts', 'tem']),
    );
  });
});

describe('On GitHub Enterprise Server', () => {
  it('nothing but the cloud and the OIDC service of the server is called', async () => {
    const world = await openOidcWorld();
    const proxy = await startProxy();
    opened.push(proxy);
    const env = {
      GITHUB_API_URL: 'https://github.example.com/api/v3',
      GITHUB_SERVER_URL: 'https://github.example.com',
      HTTP_PROXY: `http://${proxy.host}`,
      HTTPS_PROXY: `http://${proxy.host}`,
    };
    const run = await world.runAsJob({ ...UPDATE, ...BY_OIDC }, { env });
    expect(run.outputs.status).toBe('started');
    expect(new Set(proxy.tunnels)).toEqual(new Set([new URL(world.simulator.url).host]));
    expect(proxy.requests).toEqual([]);
    expect(world.oidc.tokens).toHaveLength(1);
  });

  it('deployments are recorded there, and links lead there', async () => {
    const world = await openWorld();
    const github = await startGithubApi();
    const proxy = await startProxy();
    opened.push(github, proxy);
    const env = {
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.example.com',
      HTTP_PROXY: `http://${proxy.host}`,
      HTTPS_PROXY: `http://${proxy.host}`,
    };
    const record = { 'github-token': github.token, 'github-environment': 'production' };
    const run = await world.run({ ...UPDATE, ...record }, { env });
    expect(run.outputs.status).toBe('started');
    expect(github.deployments).toHaveLength(1);
    expect(github.deployments[0]?.statuses.map(({ log_url: url }) => url)).toContain(
      'https://github.example.com/octo-org/shop/actions/runs/77',
    );
    const hosts = [world.simulator.url, github.url].map((url) => new URL(url).host);
    expect(new Set(proxy.tunnels)).toEqual(new Set(hosts));
    expect(JSON.stringify(run)).not.toContain('//github.com');
  });
});
