import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import { application, changeLists, CREATE, delayLook, deleted, fail } from './car-world.ts';
import { FULL, hideUntil, IN_USE, openCar, texts } from './car-world.ts';

afterEach(closeServices);

const ACTION = 'CreateApplicationVersion';
const LOOK = 'DescribeApplicationVersion';
const UNKNOWN = 'change-outcome-unknown';

describe('an unclear answer to CreateApplicationVersion', () => {
  it('finds the version that was created, and creates no second one', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-after');
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(application(world).createdVersions).toBe(1);
  });

  it.each(['reset-before', 'http-500'] as const)(
    'is an error where nothing shows: %s',
    async (kind) => {
      const world = await openCar();
      fail(world, ACTION, kind);
      await expect(world.run(CREATE)).resolves.toMatchObject({
        ...failure(UNKNOWN),
        details: [{ label: { key: 'words.why' } }, { label: { key: 'car.label-found' } }],
        next: [{ sentence: { key: 'car.rerun-checks' } }],
      });
      expect(world.calls(ACTION)).toHaveLength(1);
    },
  );

  it('does not take the version that somebody else creates, and lists it', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    world.clock.at(5, () => {
      application(world).createVersion({ ApplicationFileName: 'other.zip' });
    });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({ ...failure(UNKNOWN), details: { length: 3 } });
    expect(run.details[2]).toEqual({ text: expect.stringContaining('other') });
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('does not take a version of the same name that is older than the call', async () => {
    const world = await openCar();
    application(world).createVersion({ ApplicationFileName: 'game.zip' });
    world.clock.manual.advance(60);
    hideUntil(world, 65, ['ver-game0001', 'ver-game0002']);
    fail(world, ACTION, 'reset-before');
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(UNKNOWN));
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('does not take a version that was further on, whatever an older list shows later', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    const other = { ApplicationVersionId: 'ver-other', ApplicationVersionName: 'game' };
    changeLists(world, (versions, nth) =>
      nth === 1
        ? versions
        : [...versions, { ...other, ApplicationVersionStatus: nth === 2 ? 'Normal' : 'Creating' }],
    );
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(UNKNOWN));
  });

  it.each(['FailedOperation.ProcessTimeout', 'FailedOperation.LockTimeout'])(
    'is %s, too',
    async (code) => {
      const world = await openCar();
      fail(world, ACTION, 'api-error-after', { code });
      await expect(world.run(CREATE)).resolves.toMatchObject(success());
      expect(application(world).createdVersions).toBe(1);
    },
  );

  it('is looked into past a list that lags', async () => {
    const world = await openCar();
    hideUntil(world, 15, ['ver-game0001', 'ver-game0002']);
    fail(world, ACTION, 'reset-after');
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(application(world).createdVersions).toBe(1);
  });

  it('is looked into for half a minute of lists, however long none is answered', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-after');
    fail(world, LOOK, 'http-502-html', { occurrence: 'second', times: 12 });
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
  });

  it('says after a cancel that a version may be there', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-after');
    hideUntil(world, 60, ['ver-game0001', 'ver-game0002']);
    world.clock.at(10, () => {
      world.cancel();
    });
    const run = await world.run(CREATE);
    expect(run.outputs.status).toBe('cancelled');
    expect(run.annotations).toMatchObject([
      { kind: 'warning', message: expect.stringContaining('pending-version: delete') },
      {},
    ]);
  });

  it('stays unknown where the list is refused, and both are told', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    const code = 'AuthFailure.UnauthorizedOperation';
    fail(world, 'DescribeApplicationVersion', 'api-error', { code, occurrence: 'second' });
    const run = await world.run(CREATE);
    expect(run).toMatchObject(failure(UNKNOWN));
    expect(run.details.slice(0, 2)).toMatchObject([
      { label: { key: 'words.why' } },
      { label: { key: 'car.label-check' } },
    ]);
    expect(texts(run)[1]).toContain(code);
    expect(run.details.length).toBeGreaterThan(2);
  });
});

describe('a refusal for want of room', () => {
  const code = 'OperationDenied.VersionLimitExceeded';

  it('is waited out where something is being deleted, and nothing more is deleted', async () => {
    const world = await openCar({ versions: FULL });
    changeLists(world, (versions) =>
      versions.filter((version) => version.ApplicationVersionStatus !== 'Deleting'),
    );
    const run = await world.run({ ...CREATE, 'version-limit': 'delete-oldest' });
    expect(run).toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-1']);
    expect(world.calls(ACTION)).toEqual([code, 'ok']);
  });

  it('names the version that somebody else has created meanwhile', async () => {
    const world = await openCar();
    world.beforeCall((action) => {
      if (action !== ACTION) return;
      application(world).createVersion({ ApplicationFileName: 'game.zip' });
    });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run).toMatchObject({
      ...failure('version-unpublished'),
      details: [{ text: expect.stringMatching(/^ver-.*Uploading/) }],
    });
    expect(deleted(world)).toEqual([]);
  });

  it('is the end where nothing explains it', async () => {
    const world = await openCar();
    fail(world, ACTION, 'api-error', { code });
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(code));
    expect(world.calls(ACTION)).toHaveLength(1);
  });
});

it('creates nothing after the timeout', async () => {
  const world = await openCar({ versions: [IN_USE] });
  delayLook(world, 1);
  const run = await world.run({ ...CREATE, timeout: '1m' });
  expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
  expect(world.calls(ACTION)).toEqual([]);
});
