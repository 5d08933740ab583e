import { afterEach, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { errorOf } from '../scenarios/expectations.ts';
import { noise, sha256Of } from '../scenarios/road-world.ts';
import { workspace } from '../scenarios/workspace.ts';
import type { World } from '../scenarios/world.ts';
import { openWorld } from '../scenarios/world.ts';
import { startNginx } from './nginx.ts';
import { describeWith } from './real-part.ts';
import { startSquid } from './squid.ts';
import { startTinyproxy } from './tinyproxy.ts';

// The built action with the programs that are on the way in real networks. Each suite says what it
// misses if its program is not installed.

const { path } = workspace();
const opened: { close: () => Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((part) => part.close()));
});

function open<T extends { close: () => Promise<void> }>(part: T): T {
  opened.push(part);
  return part;
}

const SIZE = 3 * 1024 * 1024;
const TRIGGER = 'RollingUpdateApplicationByVersion';
const JAR = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' } as const;
const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const WITH_PACKAGE = { ...UPDATE, 'package-file': 'shop.jar' };

/** Writes the package, and returns its SHA-256. */
function writePackage(): string {
  const bytes = noise(SIZE);
  writeFileSync(path('shop.jar'), bytes);
  return sha256Of(bytes);
}

function storedSha256({ simulator }: World, key = ''): string | undefined {
  return simulator.cos.buckets.map((bucket) => bucket.object(key)?.sha256).find(Boolean);
}

const USER = ['runner', 'passwordOfTheProxy'] as const;
const throughProxy = (host: string, password: string) => ({
  env: { HTTP_PROXY: `http://${USER[0]}:${password}@${host}`, GITHUB_WORKSPACE: path() },
  secrets: () => [password],
});

const tinyproxy = describeWith('tinyproxy');
tinyproxy.run(`Through ${tinyproxy.title}`, () => {
  it('a package is uploaded and rolled out', async () => {
    const world = await openWorld({ application: JAR });
    const proxy = open(await startTinyproxy(USER));
    const sha256 = writePackage();
    const { cosEndpoint, url } = world.simulator;
    const ended = await world.run(
      { ...WITH_PACKAGE, 'cos-endpoint': cosEndpoint },
      throughProxy(proxy.host, USER[1]),
    );
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(storedSha256(world, ended.outputs['package-name'])).toBe(sha256);
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
    expect(new Set(proxy.tunnels())).toEqual(new Set([new URL(url).host]));
  });

  it('a wrong password ends the step, and the proxy is asked once', async () => {
    const world = await openWorld();
    const proxy = open(await startTinyproxy(USER));
    const ended = await world.run(UPDATE, throughProxy(proxy.host, 'wrongPassword'));
    expect(ended).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    // tinyproxy answers 401 where others have 407; the advice is the same.
    expect(errorOf(ended)).toMatch(/\b40[17]\b/);
    expect(errorOf(ended)).toContain('USER:PASSWORD');
    expect(world.simulator.calls).toEqual([]);
    // A directory behind the proxy may lock an account that is tried too often.
    expect(proxy.tunnels()).toHaveLength(1);
  });

  it('a server that cannot be reached is told from the proxy', async () => {
    const world = await openWorld();
    const proxy = open(await startTinyproxy(USER));
    const endpoint = 'http://127.0.0.1:9';
    const ended = await world.run({ ...UPDATE, endpoint }, throughProxy(proxy.host, USER[1]));
    expect(ended).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(ended)).toContain(proxy.host);
  });
});

const squid = describeWith('squid');
squid.run(`Through ${squid.title}`, () => {
  const portOf = ({ simulator }: World) => new URL(simulator.url).port;

  it('a package is uploaded and rolled out with its log-in', async () => {
    const world = await openWorld({ application: JAR });
    const proxy = open(await startSquid({ user: USER, ports: [portOf(world)] }));
    const sha256 = writePackage();
    const inputs = { ...WITH_PACKAGE, 'cos-endpoint': world.simulator.cosEndpoint };
    const ended = await world.run(inputs, throughProxy(proxy.host, USER[1]));
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(storedSha256(world, ended.outputs['package-name'])).toBe(sha256);
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
  });

  it.each([
    ['a wrong password', 'wrongPassword', '407'],
    ['a port that it does not allow', USER[1], '403'],
  ])('%s is refused once, and ends the step', async (_, password, status) => {
    const world = await openWorld();
    const ports = status === '403' ? ['443'] : [portOf(world)];
    const proxy = open(await startSquid({ user: USER, ports }));
    const ended = await world.run(UPDATE, throughProxy(proxy.host, password));
    expect(ended).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(ended)).toContain(status);
    expect(world.simulator.calls).toEqual([]);
    expect(proxy.tunnels()).toMatchObject([{ status }]);
  });
});

const nginx = describeWith('nginx');
nginx.run(`Behind ${nginx.title}`, () => {
  const behind = (host: string) => ({
    endpoint: `http://${host}`,
    'cos-endpoint': `http://${host}/cos/{bucket}`,
  });
  const more = () => ({ env: { GITHUB_WORKSPACE: path() } });

  it('a package is uploaded and rolled out, although it is buffered', async () => {
    const world = await openWorld({ application: JAR });
    const gateway = open(await startNginx(world.simulator.url));
    const sha256 = writePackage();
    const ended = await world.run({ ...WITH_PACKAGE, ...behind(gateway.host) }, more());
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(storedSha256(world, ended.outputs['package-name'])).toBe(sha256);
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
  });

  it('502 pages are waited out, and a rollout that one hides is started once', async () => {
    const world = await openWorld({ application: JAR });
    const gateway = open(await startNginx(world.simulator.url));
    const sha256 = writePackage();
    // nginx answers 502 for a connection that ends without an answer.
    world.simulator.faults.inject({ kind: 'refuse', action: 'DescribeApplicationInfo', times: 2 });
    world.simulator.faults.inject({ kind: 'reset-after', action: TRIGGER });
    world.simulator.cos.faults.inject({ kind: 'reset-after', method: 'PUT' });
    const ended = await world.run({ ...WITH_PACKAGE, ...behind(gateway.host) }, more());
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(storedSha256(world, ended.outputs['package-name'])).toBe(sha256);
    expect(world.application.rollouts).toHaveLength(1);
    expect(world.callsOf(TRIGGER)).toHaveLength(1);
  });

  it('a package that is larger than it takes ends the step, and starts nothing', async () => {
    const world = await openWorld({ application: JAR });
    const gateway = open(await startNginx(world.simulator.url, { maxBody: '512k' }));
    writePackage();
    const ended = await world.run({ ...WITH_PACKAGE, ...behind(gateway.host) }, more());
    expect(ended).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(errorOf(ended)).toContain('413');
    expect(ended.seconds).toBeLessThan(5);
    expect(world.changes()).toEqual([]);
  });
});
