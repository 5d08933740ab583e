import { afterEach, describe, expect, it } from '@jest/globals';
import { DEMO_CAR_APPLICATION } from '../../../simulator/index.ts';
import type { Versions } from './car-world.ts';
import { APPLICATION, CREATE, IN_USE, ONLINE, openCar, statuses, usable } from './car-world.ts';
import { closeServices } from '../services.ts';

afterEach(closeServices);

describe('car-create-version', () => {
  it('creates, uploads and waits until the version is ready', async () => {
    const world = await openCar();
    const run = await world.run(CREATE);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'application-version-status': 'Normal',
      'previous-version': 'ver-game0002',
    });
    expect(world.simulator.car.application(APPLICATION).createdVersions).toBe(1);
    const puts = world.simulator.cos.requests.filter(({ method }) => method === 'PUT');
    expect(puts.map(({ outcome }) => outcome)).toEqual(['ok']);
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it('publishes with set-online, and the version before becomes usable', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    const id = run.outputs['application-version-id'] ?? '';
    expect(run.outputs).toMatchObject({
      status: 'succeeded',
      'application-version-status': 'Inuse',
    });
    expect(statuses(world)).toMatchObject({ [id]: 'Inuse', 'ver-game0002': 'Usable' });
  });

  it('sends regions and update mode', async () => {
    const world = await openCar();
    await world.run({
      ...CREATE,
      'application-version-regions': 'ap-tokyo, ap-seoul',
      'application-version-update-mode': 'FULL',
    });
    const call = world.simulator.calls.find(({ action }) => action === 'CreateApplicationVersion');
    expect(call?.parameters).toMatchObject({
      ApplicationVersionRegions: ['ap-tokyo', 'ap-seoul'],
      ApplicationVersionUpdateMode: 'FULL',
      ApplicationFileName: 'game.zip',
    });
  });

  it.each([
    ['without package-file', { 'package-file': '', 'application-file-name': 'game.zip' }, 0],
    ['with wait: false', { wait: 'false' }, 1],
  ])('%s it ends as started', async (_, inputs, uploads) => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...inputs });
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'started']);
    const puts = world.simulator.cos.requests.filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(uploads);
  });

  it('takes a path that ends in a slash as a folder', async () => {
    const world = await openCar({ behaviour: { pathForm: 'folder' } });
    expect((await world.run(CREATE)).outputs.status).toBe('succeeded');
    const keys = world.simulator.cos.requests.map(({ key }) => key);
    expect(keys).toEqual([expect.stringMatching(/[^/]\/game\.zip$/)]);
  });

  it('is red where the cloud cannot make the version', async () => {
    const world = await openCar({ behaviour: { createFails: true } });
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.outputs['application-version-status']).toBe('CreateFailed');
    expect(run.said).toContain('pending-version: delete');
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it('is timed out where the version takes too long', async () => {
    const world = await openCar({ behaviour: { creatingSeconds: 3_600 } });
    const run = await world.run({ ...CREATE, timeout: '2m', 'poll-interval': '10s' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
  });

  it('finds the version whose answer was lost, and creates no second one', async () => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-after', action: 'CreateApplicationVersion' });
    const run = await world.run(CREATE);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.simulator.car.application(APPLICATION).createdVersions).toBe(1);
  });

  it('says that it does not know where nothing shows after an unclear answer', async () => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-before', action: 'CreateApplicationVersion' });
    const run = await world.run(CREATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('not known whether the version was created');
    expect(world.calls('CreateApplicationVersion')).toHaveLength(1);
  });

  it('survives a look that is not answered', async () => {
    const world = await openCar();
    world.simulator.faults.inject({
      kind: 'http-502-html',
      action: 'DescribeApplicationVersion',
      occurrence: 'second',
      times: 7,
    });
    const run = await world.run(CREATE);
    expect(run.outputs.status).toBe('succeeded');
    expect(run.said).toContain('no answer');
  });
});

describe('a version in the way', () => {
  const PENDING: Versions = [IN_USE, { applicationVersionId: 'ver-left', status: 'CreateFailed' }];

  it('is an error that names it', async () => {
    const world = await openCar({ versions: PENDING });
    const run = await world.run(CREATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('ver-left');
    expect(world.calls('CreateApplicationVersion')).toEqual([]);
    expect(statuses(world)).toEqual({ 'ver-now': 'Inuse', 'ver-left': 'CreateFailed' });
  });

  it.each(['', 'reset-after'] as const)('is deleted where asked (fault: "%s")', async (kind) => {
    const world = await openCar({ versions: PENDING });
    if (kind) world.simulator.faults.inject({ kind, action: 'DeleteApplicationVersion' });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run.outputs.status).toBe('succeeded');
    expect(Object.keys(statuses(world))).not.toContain('ver-left');
    expect(world.calls('DeleteApplicationVersion')).toHaveLength(1);
  });

  it('that is being deleted is waited for', async () => {
    const world = await openCar({ versions: PENDING });
    world.simulator.car.application(APPLICATION).deleteVersion('ver-left');
    const run = await world.run(CREATE);
    expect(run.outputs.status).toBe('succeeded');
    expect(world.calls('DeleteApplicationVersion')).toEqual([]);
  });

  it('that is not deleted in time ends the step as timed out', async () => {
    const world = await openCar({ versions: PENDING, behaviour: { deletingSeconds: 3_600 } });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete', timeout: '1m' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
    expect(world.calls('CreateApplicationVersion')).toEqual([]);
  });
});

describe('five versions', () => {
  const FULL: Versions = [
    usable('ver-1'),
    usable('ver-2'),
    usable('ver-3'),
    IN_USE,
    usable('ver-5'),
  ];

  it('are an error that says how to make room', async () => {
    const world = await openCar({ versions: FULL });
    const run = await world.run(CREATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('version-limit: delete-oldest');
    expect(world.calls('DeleteApplicationVersion')).toEqual([]);
  });

  it('lose the oldest where asked, never the one in use', async () => {
    const world = await openCar({ versions: [IN_USE, ...FULL.filter((one) => one !== IN_USE)] });
    const run = await world.run({ ...CREATE, 'version-limit': 'delete-oldest' });
    expect(run.outputs.status).toBe('succeeded');
    expect(Object.keys(statuses(world))).toContain('ver-now');
    expect(Object.keys(statuses(world))).not.toContain('ver-1');
    expect(world.calls('DeleteApplicationVersion')).toHaveLength(1);
  });

  it('keep the oldest where a leftover can go instead', async () => {
    const left = { applicationVersionId: 'ver-left', status: 'CreateFailed' } as const;
    const world = await openCar({ versions: [...FULL.slice(0, 4), left] });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run.outputs.status).toBe('succeeded');
    const ids = Object.keys(statuses(world));
    expect(ids).toEqual(expect.arrayContaining(['ver-1', 'ver-2', 'ver-3', 'ver-now']));
    expect(ids).not.toContain('ver-left');
  });
});

describe('inputs of a version', () => {
  it.each([
    [{ 'package-file': '' }, 'package-file is missing'],
    [{ 'package-file': 'game.tar' }, 'package-file is "game.tar", no file that CAR takes'],
    [{ 'package-file': 'game.zip.exe' }, 'package-file is "game.zip.exe", no file that CAR takes'],
    [
      { 'application-file-name': 'game.*' },
      'application-file-name is "game.*", no file that CAR takes',
    ],
    [
      { 'application-file-name': 'game.exe' },
      'application-file-name is "game.exe", no file that CAR takes',
    ],
    [{ 'set-online': 'true', wait: 'false' }, 'set-online is "true", and wait is "false"'],
    [
      { 'package-file': '', 'application-file-name': 'a.zip', 'set-online': 'true' },
      'set-online is "true", and there is no package-file',
    ],
  ])('%j are refused before the first call', async (inputs, message) => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...inputs });
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain(message);
    expect(world.simulator.calls).toHaveLength(0);
  });
});

describe('a file that CAR does not take', () => {
  it('is refused before the first call, also where a pattern matched it', async () => {
    const world = await openCar();
    await world.file('notes.tar', 'x');
    const run = await world.run({ ...CREATE, 'package-file': 'notes.*' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('notes.tar is no file that CAR takes');
    expect(world.simulator.calls).toHaveLength(0);
  });
});

describe('a file whose type is another than its name says', () => {
  it('is refused before the first call', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, 'application-file-name': 'game.apk' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('game.zip is no .apk file, as application-file-name says');
    expect(world.simulator.calls).toHaveLength(0);
  });

  it('may be written in other letters', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, 'application-file-name': 'shop.ZIP' });
    expect(run.outputs.status).toBe('succeeded');
  });
});

describe('an upload that fails', () => {
  it('tells of the version that it leaves in the way', async () => {
    const world = await openCar();
    world.simulator.cos.faults.inject({
      ...{ kind: 'api-error', code: 'EntityTooLarge', status: 400 },
    });
    const run = await world.run(CREATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    const [warning] = run.annotations.filter(({ kind }) => kind === 'warning');
    expect(warning?.message).toContain(run.outputs['application-version-id']);
    expect(warning?.message).toContain('pending-version: delete');
  });
});

describe('car-set-online', () => {
  it('goes back to an earlier version', async () => {
    const world = await openCar();
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-game0001' });
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'previous-version': 'ver-game0002' });
    expect(statuses(world)).toEqual({ 'ver-game0001': 'Inuse', 'ver-game0002': 'Usable' });
  });

  it('makes no call where the version is in use already', async () => {
    const world = await openCar();
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-game0002' });
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'succeeded']);
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it('waits until a new version is ready', async () => {
    const versions: Versions = [IN_USE, { applicationVersionId: 'ver-new', status: 'Creating' }];
    const world = await openCar({ versions });
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-new' });
    expect(run.outputs.status).toBe('succeeded');
    expect(statuses(world)).toMatchObject({ 'ver-new': 'Inuse' });
  });

  it.each([
    [DEMO_CAR_APPLICATION.versions, 'ver-game0002'],
    [[], 'It has none.'],
  ])('names what there is where the version is not', async (versions, said) => {
    const world = await openCar({ versions: [...versions] as Versions });
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-none' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain(said);
  });

  it('ends as started with wait: false', async () => {
    const world = await openCar();
    const run = await world.run({
      ...ONLINE,
      'application-version-id': 'ver-game0001',
      wait: 'false',
    });
    expect([run.exitCode, run.outputs.status]).toEqual([0, 'started']);
    expect(world.calls('SetApplicationVersionOnline')).toEqual(['ok']);
  });

  it('takes a lost answer for what the version shows', async () => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-after', action: 'SetApplicationVersionOnline' });
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-game0001' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.calls('SetApplicationVersionOnline')).toHaveLength(1);
  });
});
