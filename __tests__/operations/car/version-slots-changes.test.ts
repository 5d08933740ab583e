import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import type { Versions } from './car-world.ts';
import { application, beforeLook, changeLists, CREATE, deleted, fail, FULL } from './car-world.ts';
import { IN_USE, left, openCar, statuses, usable } from './car-world.ts';
import { stagesOf } from '../recorded-texts.ts';

afterEach(closeServices);

const ACTION = 'CreateApplicationVersion';
const NO_ROOM = 'OperationDenied.VersionLimitExceeded';
const DELETE = { ...CREATE, 'pending-version': 'delete' };
const DELETE_OLDEST = { ...CREATE, 'version-limit': 'delete-oldest' };
const TWO_LEFT: Versions = ['ver-a', 'ver-b'].map((applicationVersionId) => ({
  applicationVersionId,
  status: 'Normal',
}));

describe('the log of a deletion', () => {
  it.each([
    ['once', 'Normal', 1],
    ['twice, because its upload may go on', 'Uploading', 2],
  ] as const)('names the version %s', async (_, status, lines) => {
    const world = await openCar({ versions: left(status) });
    const run = await world.run(DELETE);
    expect(run).toMatchObject(success());
    expect(stagesOf(run, 'ver-left')).toHaveLength(lines);
  });

  it('says that the version will not be deleted after all', async () => {
    const world = await openCar({ versions: left('Normal') });
    beforeLook(world, 2, () => {
      application(world).setOnline('ver-left');
    });
    const run = await world.run(DELETE);
    expect(run).toMatchObject(success());
    expect(deleted(world)).toEqual([]);
    expect(stagesOf(run, 'ver-left')).toHaveLength(2);
  });

  it('names the version whose deletion it waits for', async () => {
    const world = await openCar({ versions: FULL });
    application(world).deleteVersion('ver-5');
    expect(stagesOf(await world.run(CREATE), 'ver-5')).toHaveLength(1);
  });
});

describe('just before a version is deleted', () => {
  it('somebody may publish it: another leftover is deleted', async () => {
    const world = await openCar({ versions: [IN_USE, ...TWO_LEFT] });
    beforeLook(world, 2, () => {
      application(world).setOnline('ver-b');
    });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-a']);
    expect(statuses(world)).toMatchObject({ 'ver-b': 'Inuse' });
  });

  it('a single list that would forbid it decides nothing', async () => {
    const world = await openCar({ versions: FULL });
    changeLists(world, (versions, nth) =>
      nth === 2
        ? versions.map((one) => ({ ...one, ApplicationVersionStatus: 'Frozen' }))
        : versions,
    );
    await expect(world.run(DELETE_OLDEST)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-1']);
  });
});

it('does not know whether a version was deleted if nothing shows it after two tries', async () => {
  const world = await openCar({ versions: left('Normal') });
  fail(world, 'DeleteApplicationVersion', 'reset-before', { times: 2 });
  const run = await world.run(DELETE);
  expect(run).toMatchObject(failure('change-outcome-unknown'));
  expect(run.headline).toContain('ver-left');
  expect(world.calls(ACTION)).toEqual([]);
});

describe('a refusal for want of room while a version is being deleted', () => {
  /** One version is being deleted, which takes so many seconds; the others stay. */
  async function openLeaving(deletingSeconds: number) {
    const versions = [IN_USE, usable('ver-1'), usable('ver-leaving')];
    const world = await openCar({ versions, behaviour: { deletingSeconds } });
    application(world).deleteVersion('ver-leaving');
    return world;
  }

  it('ends half a minute after that version is gone', async () => {
    const world = await openLeaving(60);
    fail(world, ACTION, 'api-error', { code: NO_ROOM });
    const times: number[] = [];
    world.beforeCall((action) => {
      if (action === ACTION) times.push(world.clock.seconds());
    });
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(times).toHaveLength(2);
    expect(times[1]).toBeGreaterThanOrEqual(90);
    expect(deleted(world)).toEqual([]);
  });

  it('is final if that was not the reason', async () => {
    const world = await openLeaving(10);
    fail(world, ACTION, 'api-error', { code: NO_ROOM, occurrence: 'every' });
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(NO_ROOM));
    expect(world.calls(ACTION)).toHaveLength(2);
  });

  it('ends with the timeout if it takes too long', async () => {
    const world = await openLeaving(3_600);
    fail(world, ACTION, 'api-error', { code: NO_ROOM });
    const run = await world.run({ ...CREATE, timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-deleted', 'timed-out'));
    expect(run.details).toMatchObject([{ text: { key: 'car.deletion-in-progress' } }]);
    expect(world.calls(ACTION)).toHaveLength(1);
  });
});

it('deletes the oldest version once a list shows that there is no room', async () => {
  const world = await openCar({ versions: FULL });
  changeLists(world, (versions, nth) =>
    versions.filter(({ ApplicationVersionId: id }) => nth > 1 || id !== 'ver-5'),
  );
  const run = await world.run(DELETE_OLDEST);
  expect(run).toMatchObject(success());
  expect(deleted(world)).toEqual(['ver-1']);
  expect(world.calls(ACTION)).toEqual([NO_ROOM, 'ok']);
});
