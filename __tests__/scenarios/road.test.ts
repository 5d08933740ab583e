import { afterEach, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DEMO_FUNCTION } from '../../simulator/index.ts';
import type { Weather } from '../support/road/weather.ts';
import { GUANGZHOU_FROM_THE_US } from '../support/road/weather.ts';
import type { RoadWorld } from './road-world.ts';
import { noise, openRoadWorld, sha256Of } from './road-world.ts';
import { workspace } from './workspace.ts';
import { openWorld } from './world.ts';

const { path } = workspace();
const opened: RoadWorld[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ road }) => road.close()));
});

/** Parts of an upload, and less than what a download divides into ranges. */
const SIZE = 6 * 1024 * 1024;
/** More than a download needs for ranges. */
const LARGE = 12 * 1024 * 1024;
const TRIGGER = 'RollingUpdateApplicationByVersion';
const UPDATE = { operation: 'tem-rolling-update', 'deploy-version': 'v2.4.0' };
const JAR = { deployMode: 'JAR', pkgName: 'tem/pkg/shop-2.3.9.jar' } as const;

async function openRoad(
  application = {},
  weather: Weather = GUANGZHOU_FROM_THE_US,
): Promise<RoadWorld> {
  const world = await openRoadWorld({
    ...{ application, folder: path(), weather },
  });
  opened.push(world);
  return world;
}

// 300 ms there and back, lost packets, connections that are cut after a few MB: a hosted runner in
// the US, an application in Guangzhou.
describe('Guangzhou from the US', () => {
  it('a rollout takes no longer than nearby, but for the way', async () => {
    const inputs = { ...UPDATE, 'total-batch-count': '2' };
    const nearby = await (await openWorld({ inProcess: true })).run(inputs);
    const world = await openRoad();
    const ended = await world.drive(inputs);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
    expect(world.application).toMatchObject({ deployVersion: 'v2.4.0', isDeploying: false });
    expect(ended.seconds).toBeLessThan(nearby.seconds + 30);
  });

  it('a package arrives, although COS finds the network too slow and connections are cut', async () => {
    const cut = { least: 1_000_000, most: 2_500_000 };
    const world = await openRoad(JAR, { ...GUANGZHOU_FROM_THE_US, cut });
    const { cos } = world.simulator;
    const bytes = noise(SIZE);
    writeFileSync(path('shop.jar'), bytes);
    const slow = { kind: 'api-error', code: 'UserNetworkTooSlow', status: 400 } as const;
    cos.faults.inject({ ...slow, method: 'PUT', times: 2 });
    const ended = await world.drive({ ...UPDATE, 'package-file': 'shop.jar', wait: 'false' });
    expect(ended).toMatchObject({ exitCode: 0, outputs: { status: 'started' } });
    const put = cos.requests.findLast(({ method }) => method === 'PUT');
    expect(cos.object(put?.bucket ?? '', put?.key ?? '')?.sha256).toBe(sha256Of(bytes));
    expect(ended.outputs['package-name']).toBe(put?.key);
    expect(world.changes()).toEqual([`${TRIGGER} → ok`]);
    expect(world.road.traffic.cut).toBeGreaterThan(0);
    // The two parts that were too slow count, and what was on its way when the line was cut.
    expect(world.road.traffic.sent).toBeLessThan(2 * SIZE);
  });

  it('a download goes on where the connection was cut', async () => {
    const cut = { least: 500_000, most: 1_500_000 };
    const world = await openRoad({}, { ...GUANGZHOU_FROM_THE_US, cut });
    const bytes = noise(SIZE);
    world.simulator.scf.function(DEMO_FUNCTION.functionName).publish('$LATEST', bytes);
    const ended = await world.drive({
      ...{ operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName },
      ...{ 'application-id': '', 'environment-id': '', 'download-path': 'code.zip' },
    });
    expect(ended).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded' } });
    expect(sha256Of(readFileSync(path('code.zip')))).toBe(sha256Of(bytes));
    expect(world.road.traffic.cut).toBeGreaterThan(0);
    expect(world.road.traffic.received).toBeLessThan(1.2 * SIZE);
  });

  const DOWNLOAD = {
    ...{ operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName },
    ...{ 'application-id': '', 'environment-id': '', 'download-path': 'out/code.zip' },
  };

  it('a large download comes over several connections at once, most of them cut', async () => {
    const cut = { least: 1_000_000, most: 3_000_000 };
    const world = await openRoad({}, { ...GUANGZHOU_FROM_THE_US, cut });
    const bytes = noise(LARGE);
    world.simulator.scf.function(DEMO_FUNCTION.functionName).publish('$LATEST', bytes);
    const ended = await world.drive(DOWNLOAD);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '', outputs: { status: 'succeeded' } });
    expect(sha256Of(readFileSync(path('out', 'code.zip')))).toBe(sha256Of(bytes));
    expect(world.road.traffic.cut).toBeGreaterThan(2);
    expect(world.road.traffic.received).toBeLessThan(1.2 * bytes.length);
    // One connection takes 12 s at 1 MB a second, and 26 s more for its lost packets.
    expect(ended.seconds).toBeLessThan(30);
  });

  it('a cancel of a large download ends all of its connections, and leaves no half file', async () => {
    const world = await openRoad();
    const code = world.simulator.scf.function(DEMO_FUNCTION.functionName);
    code.publish('$LATEST', noise(LARGE));
    const ended = await world.drive(DOWNLOAD, { signals: [{ signal: 'SIGTERM', after: 8 }] });
    expect(ended).toMatchObject({ exitCode: 1, stderr: '', outputs: { status: 'cancelled' } });
    expect(ended.seconds).toBeLessThan(8 + 5);
    expect(world.road.traffic.connections).toBeGreaterThan(3);
    expect(readdirSync(path('out'))).toEqual([]);
  });
});
