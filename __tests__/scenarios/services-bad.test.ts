import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { DEMO_CAR_APPLICATION, DEMO_FUNCTION, DEMO_TASK } from '../../simulator/index.ts';
import type { CarApplicationSeed } from '../../simulator/index.ts';
import { errorOf } from './expectations.ts';
import { workspace } from './workspace.ts';
import type { World } from './world.ts';
import { openWorld } from './world.ts';

const { path, run, write } = workspace();

const CAR = DEMO_CAR_APPLICATION.applicationId;
const CREATE = { operation: 'car-create-version', 'application-id': CAR, 'package-file': '*.zip' };
const ONLINE = { operation: 'car-set-online', 'application-id': CAR };
const DLC = { operation: 'dlc-result-download', 'task-id': DEMO_TASK.taskId };

type Versions = NonNullable<CarApplicationSeed['versions']>;
const usable = (applicationVersionId: string): Versions[number] => ({
  applicationVersionId,
  status: 'Usable',
});
const IN_USE: Versions[number] = { applicationVersionId: 'ver-now', status: 'Inuse' };

async function openCar(versions: Versions): Promise<World> {
  await write('game.zip', 'the game');
  return openWorld({ car: { applications: [{ ...DEMO_CAR_APPLICATION, versions }] } });
}

const versionsOf = ({ simulator }: World) =>
  simulator.car.application(CAR).versions.map((each) => each.applicationVersionId);

describe('A CAR application that is full', () => {
  const FULL = [usable('ver-1'), IN_USE, ...['ver-3', 'ver-4', 'ver-5'].map(usable)];

  it('takes no version, and the step says how to make room', async () => {
    const world = await openCar(FULL);
    const ended = await run(world, CREATE);
    expect([ended.exitCode, ended.outputs.status]).toEqual([1, 'failed']);
    expect(errorOf(ended)).toContain('version-limit: delete-oldest');
    expect(versionsOf(world)).toEqual(['ver-1', 'ver-now', 'ver-3', 'ver-4', 'ver-5']);
  });

  it('loses its oldest version where asked, and no other', async () => {
    const world = await openCar(FULL);
    const ended = await run(world, { ...CREATE, 'version-limit': 'delete-oldest' });
    const created = ended.outputs['application-version-id'] ?? '';
    expect([ended.exitCode, ended.outputs.status]).toEqual([0, 'succeeded']);
    expect(versionsOf(world)).toEqual(['ver-now', 'ver-3', 'ver-4', 'ver-5', created]);
  });
});

describe('A CAR version that was left over', () => {
  const LEFT: Versions = [IN_USE, { applicationVersionId: 'ver-left', status: 'Normal' }];

  it('is in the way, and the step names it', async () => {
    const world = await openCar(LEFT);
    const ended = await run(world, CREATE);
    expect([ended.exitCode, ended.outputs.status]).toEqual([1, 'failed']);
    expect(errorOf(ended)).toContain('ver-left');
    expect(world.simulator.car.application(CAR).createdVersions).toBe(0);
  });

  it('is deleted where asked', async () => {
    const world = await openCar(LEFT);
    const ended = await run(world, { ...CREATE, 'pending-version': 'delete' });
    expect([ended.exitCode, ended.outputs.status]).toEqual([0, 'succeeded']);
    expect(versionsOf(world)).toEqual(['ver-now', ended.outputs['application-version-id']]);
  });
});

describe('A CAR version whose publishing was not answered', () => {
  it.each([
    [1, 0, 'started'],
    [2, 1, 'failed'],
  ])('%d times, with wait: false', async (times, exitCode, status) => {
    const world = await openCar([usable('ver-1'), IN_USE]);
    const action = 'SetApplicationVersionOnline';
    world.simulator.faults.inject({ kind: 'reset-before', action, times });
    const inputs = { ...ONLINE, 'application-version-id': 'ver-1', wait: 'false' };
    const ended = await run(world, inputs);
    expect([ended.exitCode, ended.outputs.status]).toEqual([exitCode, status]);
    expect(world.callsOf(action)).toHaveLength(2);
  });
});

describe('The file of a CAR version', () => {
  it.each([
    ['is missing', [], 'matches no file'],
    ['is one of several', ['a.zip', 'b.zip'], 'matches 2 files'],
  ])('%s: nothing is created', async (_, names, said) => {
    const world = await openWorld();
    for (const name of names) await write(name, 'x');
    const ended = await run(world, CREATE);
    expect([ended.exitCode, ended.outputs.status]).toEqual([1, 'failed']);
    expect(errorOf(ended)).toContain(said);
    expect(world.simulator.calls).toEqual([]);
  });
});

describe('A package of TEM', () => {
  const MIB = 1024 * 1024;
  const upload = ({ application: { applicationId, environmentId } }: World) => ({
    operation: 'tem-rolling-update',
    'application-id': applicationId,
    'environment-id': environmentId,
    'deploy-version': '20261120101500',
    'package-file': '*.jar',
  });
  const keysOfParts = ({ simulator }: World) => [
    ...new Set(simulator.cos.requests.map(({ key }) => key)),
  ];

  async function openTem(): Promise<World> {
    await write('shop.jar', 'x'.repeat(33 * MIB));
    return openWorld({
      application: { deployMode: 'JAR', pkgName: 'old.jar' },
      behaviour: { uploadedPackage: 'full-path' },
    });
  }

  it('arrives though a part of it fails twice', async () => {
    const world = await openTem();
    world.simulator.cos.faults.inject({ kind: 'cut', partNumber: 2, times: 2 });
    const ended = await run(world, upload(world));
    expect([ended.exitCode, ended.outputs.status]).toEqual([0, 'succeeded']);
    expect(keysOfParts(world)).toEqual([ended.outputs['package-name']]);
  });

  it('arrives though its keys expire in mid-upload, at the path of the new ones', async () => {
    const world = await openTem();
    const { faults, keys } = world.simulator.cos;
    faults.inject({ kind: 'http-500', partNumber: 2 });
    // In the pause before the part is sent again, which is the first time that passes.
    world.time.after(0.05, () => {
      keys.expire();
    });
    const ended = await run(world, upload(world));
    expect([ended.exitCode, ended.outputs.status]).toEqual([0, 'succeeded']);
    const [first, last, ...others] = keysOfParts(world);
    expect([first === last, others]).toEqual([false, []]);
    expect(ended.outputs['package-name']).toBe(last);
    expect(world.callsOf('RollingUpdateApplicationByVersion')[0]?.parameters).toMatchObject({
      PackageName: last,
    });
  });
});

describe('The result of a query', () => {
  it('is red with the reason on timeout', async () => {
    const behaviour = { outcomes: ['timeout' as const], reason: 'the engine is busy' };
    const world = await openWorld({ dlc: { tasks: [{ ...DEMO_TASK, behaviour }] } });
    const ended = await run(world, { ...DLC, 'download-path': 'result.csv' });
    expect([ended.exitCode, ended.outputs.status]).toEqual([1, 'failed']);
    expect(errorOf(ended)).toContain('the engine is busy');
    expect(existsSync(path('result.csv'))).toBe(false);
  });
});

describe('A refusal', () => {
  it.each([
    [CREATE, 'DescribeApplicationVersion', 'AuthFailure', 'allow car:DescribeApplicationVersion'],
    [
      { operation: 'scf-code-url', 'function-name': DEMO_FUNCTION.functionName },
      'GetFunctionAddress',
      'UnauthorizedOperation.CAM',
      'allow scf:GetFunctionAddress',
    ],
    [DLC, 'CreateResultDownload', 'FailedOperation.NoPermission', 'allow dlc:CreateResultDownload'],
  ])('of %j says what to change', async (inputs, action, code, change) => {
    const world = await openWorld();
    await write('game.zip', 'the game');
    world.simulator.faults.inject({ kind: 'api-error', action, code });
    const ended = await run(world, inputs);
    expect(ended.exitCode).toBe(1);
    const error = errorOf(ended);
    for (const words of [`refused ${action}: ${code}`, change, world.requestIdOf(action)]) {
      expect(error).toContain(words);
    }
  });
});
