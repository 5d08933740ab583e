import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import { workspace } from './workspace.ts';
import { openWorld } from './world.ts';

const { path, read, run, write } = workspace();

const CAR = DEMO_CAR_APPLICATION.applicationId;
const CREATE = { operation: 'car-create-version', 'application-id': CAR, 'package-file': '*.zip' };
const SCF = { operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName };
const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };

describe('A CAR version', () => {
  it('is created, uploaded and published; a later step goes back to the one before', async () => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    const created = await run(world, { ...CREATE, 'set-online': 'true' });
    const { versions, createdVersions } = world.simulator.car.application(CAR);
    const id = versions.find(({ status }) => status === 'Inuse')?.applicationVersionId ?? '';
    expect(createdVersions).toBe(1);
    expect(created.exitCode).toBe(0);
    expect(created.outputs).toMatchObject({
      status: 'succeeded',
      'application-version-id': id,
      'application-version-status': 'Inuse',
      'previous-version': 'ver-game0002',
      'request-id': world.requestIdOf('SetApplicationVersionOnline'),
    });
    const back = await run(world, {
      operation: 'car-set-online',
      'application-id': CAR,
      'application-version-id': 'ver-game0002',
    });
    expect(back.outputs).toMatchObject({ status: 'succeeded', 'previous-version': id });
    expect(world.simulator.car.application(CAR).version('ver-game0002')).toMatchObject({
      status: 'Inuse',
    });
  });

  it('exists once after a lost answer to CreateApplicationVersion', async () => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    world.simulator.faults.inject({ kind: 'reset-after', action: 'CreateApplicationVersion' });
    const { outputs } = await run(world, CREATE);
    expect(outputs.status).toBe('succeeded');
    expect(world.simulator.car.application(CAR).createdVersions).toBe(1);
  });

  it('is uploaded where the clock is off by so little that only COS refuses it', async () => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    // Two minutes back in the cloud are two minutes ahead here.
    const skew = { kind: 'clock-skew', seconds: -120 } as const;
    world.simulator.cos.faults.inject({ ...skew, times: 1 });
    const { outputs } = await run(world, CREATE);
    expect(outputs.status).toBe('succeeded');
    expect(world.simulator.cos.requests.map(({ outcome }) => outcome)).toContain(
      'RequestTimeTooSkewed',
    );
  });

  it('is red where the file is empty, and nothing is created', async () => {
    const world = await openWorld();
    await write('game.zip', '');
    const { exitCode, stdout } = await run(world, CREATE);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('is empty');
    expect(world.simulator.calls).toHaveLength(0);
  });
});

describe('The code of a function', () => {
  const code = () => Buffer.from(readFileSync(path('backup', 'thumbnails.zip')));

  it('is downloaded and verified', async () => {
    const world = await openWorld();
    const { exitCode, outputs } = await run(world, { ...SCF, 'download-path': 'backup/' });
    const sha256 = createHash('sha256').update(code()).digest('hex');
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({
      status: 'succeeded',
      'download-path': path('backup', 'thumbnails.zip'),
      'download-sha256': sha256,
    });
  });

  it('is resumed when the connection is cut', async () => {
    const world = await openWorld();
    world.simulator.cos.faults.inject({ kind: 'cut', method: 'GET', bytes: 50 });
    const { exitCode } = await run(world, { ...SCF, 'download-path': 'backup/' });
    expect(exitCode).toBe(0);
    const { requests } = world.simulator.cos;
    expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(2);
    expect(code().subarray(0, 2).toString()).toBe('PK');
  });

  it.each([
    ['error', 1],
    ['warn', 0],
  ])('with another hash: digest-mismatch: %s', async (policy, exitCode) => {
    const world = await openWorld();
    world.simulator.scf.function(DEMO_FUNCTION.functionName).behaviour.codeSha256 = 'wrong';
    const ended = await run(world, {
      ...SCF,
      'download-path': 'backup/',
      'digest-mismatch': policy,
    });
    expect(ended.exitCode).toBe(exitCode);
    expect(existsSync(path('backup', 'thumbnails.zip'))).toBe(exitCode === 0);
  });

  it('does not leave the workspace', async () => {
    const world = await openWorld();
    const { exitCode, stdout } = await run(world, { ...SCF, 'download-path': '../code.zip' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('leads out of the workspace');
    expect(existsSync(path('..', 'code.zip'))).toBe(false);
  });
});

describe('The result of a query', () => {
  it('is made downloadable and downloaded', async () => {
    const world = await openWorld();
    const { exitCode, outputs } = await run(world, { ...DLC, 'download-path': 'result.csv' });
    const [download] = world.simulator.dlc.task(DEMO_TASK.taskId).downloads;
    expect(exitCode).toBe(0);
    expect(outputs).toMatchObject({ status: 'succeeded', 'download-id': download?.downloadId });
    const object = world.simulator.cos.requests.find(({ method }) => method === 'GET');
    expect(outputs['download-uri']).toBe(`cosn://${object?.bucket ?? ''}/${object?.key ?? ''}`);
    expect(read('result.csv')).toBe(
      world.simulator.cos.object(object?.bucket ?? '', object?.key ?? '')?.bytes.toString('utf8'),
    );
  });

  it('is red with the reason on error, and force makes it anew', async () => {
    const world = await openWorld();
    const { behaviour } = world.simulator.dlc.task(DEMO_TASK.taskId);
    Object.assign(behaviour, { outcomes: ['error', 'success'], reason: 'no space left' });
    const first = await run(world, DLC);
    expect([first.exitCode, first.outputs.status]).toEqual([1, 'failed']);
    expect(first.stdout).toContain('no space left');
    const second = await run(world, { ...DLC, force: 'true' });
    expect([second.exitCode, second.outputs.status]).toEqual([0, 'succeeded']);
  });
});

describe('A package of TEM', () => {
  it('is uploaded, rolled out and downloaded again', async () => {
    const world = await openWorld({ application: { deployMode: 'JAR', pkgName: 'old.jar' } });
    await write('shop.jar', 'the shop');
    const { exitCode, outputs } = await run(world, {
      operation: 'tem-rolling-update',
      'application-id': world.application.applicationId,
      'environment-id': world.application.environmentId,
      'deploy-version': '20261120101500',
      'package-file': '*.jar',
      'download-path': 'again.jar',
    });
    expect(exitCode).toBe(0);
    const put = world.simulator.cos.requests.find(({ method }) => method === 'PUT');
    expect(outputs).toMatchObject({ status: 'succeeded', 'package-name': put?.key });
    expect(world.changes()).toEqual(['RollingUpdateApplicationByVersion → ok']);
    expect(read('again.jar')).toBe('the shop');
  });
});
