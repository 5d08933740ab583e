import { describe, expect, it } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { DEMO_APPLICATION, DEMO_CAR_APPLICATION, DEMO_FUNCTION } from '../../simulator/index.ts';
import { cancelSignals } from '../support/process/runner-cancel.ts';
import { workspace } from './workspace.ts';
import type { TimedRun, World } from './world.ts';
import { openWorld } from './world.ts';

const { path, run: runIn, write } = workspace();

/** The runner sends SIGTERM after 7.5 s, and 2.5 s later it kills. */
const WITHIN_SECONDS = 5;
/** More than a single PUT takes: four parts. */
const LARGE = 'x'.repeat(4 * 1024 * 1024);
const CAR = DEMO_CAR_APPLICATION.applicationId;
const CREATE = { operation: 'car-create-version', 'application-id': CAR, 'package-file': '*.zip' };
const TEM = {
  operation: 'tem-rolling-update',
  'application-id': DEMO_APPLICATION.applicationId,
  'environment-id': DEMO_APPLICATION.environmentId,
  'deploy-version': '2.4.0',
  'package-file': 'shop.jar',
  'on-cancel': 'revert',
};

const cosRequests = ({ simulator }: World, operation: string) =>
  simulator.cos.requests.filter((request) => request.operation === operation);

/** What the cloud holds back is never worth waiting for, so time passes soon. */
const run: typeof runIn = (world, inputs, more) =>
  runIn(world, inputs, { ...more, env: { CLOCK_STALLED_AFTER: '20', ...more?.env } });

/** It ended in time as cancelled, said so, and left `post` nothing to do. */
async function expectCancelled(
  world: World,
  inputs: Record<string, string>,
  ended: TimedRun,
  after: number,
): Promise<void> {
  expect(ended).toMatchObject({ exitCode: 1, signal: null, stderr: '' });
  expect(ended.outputs.status).toBe('cancelled');
  expect(ended.seconds).toBeLessThanOrEqual(after + WITHIN_SECONDS);
  const { length } = world.simulator.calls;
  const post = await run(world, inputs, { state: ended.state });
  expect(post).toMatchObject({ exitCode: 0, outputs: {}, summary: '' });
  expect(world.simulator.calls).toHaveLength(length);
}

describe('A cancel in an upload', () => {
  it('aborts the multipart upload of a package, and starts nothing', async () => {
    const world = await openWorld({ application: { deployMode: 'JAR', pkgName: 'old.jar' } });
    await write('shop.jar', LARGE);
    world.simulator.cos.faults.inject({ kind: 'hang', operation: 'UploadPart', partNumber: 3 });
    const ended = await run(world, TEM, { signals: cancelSignals(10) });
    await expectCancelled(world, TEM, ended, 10);
    expect(cosRequests(world, 'AbortMultipartUpload')).toMatchObject([{ outcome: 'ok' }]);
    expect(world.simulator.cos.uploads).toEqual([]);
    expect(world.changes()).toEqual([]);
  });
});

describe('A cancel of a CAR version', () => {
  it('before its creation is answered ends all the same, and the next run finds it', async () => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    const action = 'CreateApplicationVersion';
    world.simulator.faults.inject({ kind: 'slow', action, seconds: 30 });
    const ended = await run(world, CREATE, { signals: [{ signal: 'SIGINT', after: 5 }] });
    await expectCancelled(world, CREATE, ended, 5);
    const again = await run(world, { ...CREATE, 'pending-version': 'delete' }, { inProcess: true });
    expect(again.outputs.status).toBe('succeeded');
    expect(world.callsOf('DeleteApplicationVersion')).toHaveLength(1);
  });
});

describe('A cancel in a download', () => {
  it('leaves no half file', async () => {
    const world = await openWorld();
    const inputs = {
      ...{ operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName },
      'download-path': 'backup/',
    };
    const operation = 'GetObject';
    world.simulator.cos.faults.inject({ kind: 'cut', operation });
    world.simulator.cos.faults.inject({ kind: 'hang', operation });
    const ended = await run(world, inputs, { signals: [{ signal: 'SIGTERM', after: 30 }] });
    await expectCancelled(world, inputs, ended, 30);
    const [first, second] = cosRequests(world, operation);
    expect([first?.outcome, second?.outcome]).toEqual(['cut', 'hang']);
    expect(readdirSync(path('backup'))).toEqual([]);
    expect(ended.outputs).not.toHaveProperty('download-path');
  });
});
