import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import type { Versions } from './car-world.ts';
import { application, changeLists, CREATE, delayLook, deleted, fail, FULL } from './car-world.ts';
import { IN_USE, left, openCar, statuses, texts, usable } from './car-world.ts';

afterEach(closeServices);

/** A deletion that takes an hour. */
const STUCK = { deletingSeconds: 3_600 };
const DELETE = { ...CREATE, 'pending-version': 'delete' };
const DELETE_OLDEST = { ...CREATE, 'version-limit': 'delete-oldest' };
const leftover = (applicationVersionId: string): Versions[number] => ({
  applicationVersionId,
  status: 'Normal',
});

describe('a version that was not published', () => {
  it('is an error that lists it, and stays', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({
      ...failure('version-unpublished'),
      next: [
        { sentence: { key: 'car.publish-unpublished' } },
        { sentence: { key: 'car.delete-unpublished' } },
      ],
    });
    expect(texts(run)).toEqual([expect.stringContaining('ver-left')]);
    expect(world.calls('CreateApplicationVersion')).toEqual([]);
    expect(statuses(world)).toEqual({ 'ver-now': 'Inuse', 'ver-left': 'CreateFailed' });
  });

  it('is deleted where asked', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(Object.keys(statuses(world))).not.toContain('ver-left');
    expect(deleted(world)).toEqual(['ver-left']);
  });

  it('is not waited for where it is being deleted and there is room', async () => {
    const world = await openCar({ versions: left('CreateFailed'), behaviour: STUCK });
    application(world).deleteVersion('ver-left');
    await expect(world.run({ ...CREATE, wait: 'false' })).resolves.toMatchObject(
      success('started'),
    );
    expect(deleted(world)).toEqual([]);
  });

  it('is not deleted where somebody else creates it after the first check', async () => {
    const world = await openCar({ versions: left('Normal'), behaviour: { deletingSeconds: 3 } });
    world.clock.at(2, () => {
      application(world).deleteVersion('ver-left');
      world.clock.manual.advance(4);
      application(world).createVersion({ ApplicationFileName: 'game.zip' });
    });
    fail(world, 'DeleteApplicationVersion', 'rate-limit', { times: 6 });
    const run = await world.run(DELETE);
    expect(run).toMatchObject(failure('version-unpublished'));
    expect(new Set(deleted(world))).toEqual(new Set(['ver-left']));
    expect(application(world).versions).toHaveLength(2);
  });

  it('is not deleted once its upload has gone on', async () => {
    const world = await openCar({ versions: left('Uploading') });
    changeLists(world, (versions, nth) =>
      versions.map((one) => (nth > 1 ? { ...one, ApplicationVersionSize: nth } : one)),
    );
    await expect(world.run(DELETE)).resolves.toMatchObject(failure('version-unpublished'));
    expect(deleted(world)).toEqual([]);
    expect(world.clock.seconds()).toBeLessThan(5);
  });

  it('is not deleted while it is uploaded, however long the list does not show that', async () => {
    const world = await openCar({ versions: left('Uploading') });
    changeLists(world, (versions) =>
      versions.map((one) =>
        world.clock.seconds() > 25 && one.ApplicationVersionId === 'ver-left'
          ? { ...one, ApplicationVersionStatus: 'Creating' }
          : one,
      ),
    );
    await expect(world.run(DELETE)).resolves.toMatchObject(failure('version-unpublished'));
    expect(deleted(world)).toEqual([]);
  });

  it('is deleted where nothing happens to it for half a minute', async () => {
    const world = await openCar({ versions: left('Uploading') });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-left']);
  });

  it('is looked at before a deletion that was limited is sent again', async () => {
    const world = await openCar({ versions: left('Normal') });
    fail(world, 'DeleteApplicationVersion', 'rate-limit', { times: 2 });
    world.clock.at(0.5, () => {
      application(world).setOnline('ver-left');
    });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(world.calls('DeleteApplicationVersion')).toHaveLength(1);
    expect(statuses(world)).toMatchObject({ 'ver-left': 'Inuse' });
  });

  it('is deleted once, however often the list has it', async () => {
    const world = await openCar({ versions: left('Normal') });
    changeLists(world, (versions) => [...versions, ...versions]);
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-left']);
  });

  it('is not deleted after another one where somebody publishes it meanwhile', async () => {
    const world = await openCar({ versions: [IN_USE, leftover('ver-a'), leftover('ver-b')] });
    world.beforeCall((action) => {
      if (action === 'DeleteApplicationVersion') application(world).setOnline('ver-a');
    });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-b']);
    expect(statuses(world)).toMatchObject({ 'ver-a': 'Inuse' });
  });
});

describe('the timeout', () => {
  it('ends a deletion that takes too long', async () => {
    const world = await openCar({ versions: FULL, behaviour: STUCK });
    const run = await world.run({ ...DELETE_OLDEST, timeout: '1m' });
    expect(run).toMatchObject({
      ...failure('version-not-deleted', 'timed-out'),
      next: [{ sentence: { key: 'car.rerun-waits-for-deletion' } }],
    });
    expect(run.details).toMatchObject([
      {
        text: {
          key: 'car.deletion-in-progress',
          values: { version: expect.stringMatching(/^ver-1 .*Deleting/) },
        },
      },
    ]);
    expect(world.calls('CreateApplicationVersion')).toEqual([]);
  });

  it('does not say that a deletion goes on which does not show', async () => {
    const world = await openCar({ versions: FULL, behaviour: STUCK });
    changeLists(world, (versions) =>
      versions.map((one) => ({
        ...one,
        ApplicationVersionStatus: String(one.ApplicationVersionStatus).replace(
          'Deleting',
          'Usable',
        ),
      })),
    );
    const run = await world.run({ ...DELETE_OLDEST, timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-deleted', 'timed-out'));
    expect(run.details).toMatchObject([{ text: { key: 'car.deletion-not-shown' } }]);
  });

  it.each(['Normal', 'Uploading'] as const)(
    'deletes nothing once it has passed: %s',
    async (status) => {
      const world = await openCar({ versions: left(status) });
      delayLook(world, 1);
      const run = await world.run({ ...DELETE, timeout: '1m' });
      expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
      expect(run.headline).toContain('ver-left');
      expect(deleted(world)).toEqual([]);
    },
  );
});

describe('five versions', () => {
  const FRESH: Versions = [IN_USE, ...['1', '2', '3', '4'].map((id) => usable(`ver-${id}`))];

  it('are an error that lists them, and says how to go on', async () => {
    const world = await openCar({ versions: FULL });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({
      ...failure('version-limit'),
      next: [
        { sentence: { key: 'car.delete-oldest' } },
        { sentence: { key: 'car.delete-unneeded' } },
      ],
    });
    expect(run.details).toHaveLength(5);
    expect(deleted(world)).toEqual([]);
  });

  it('lose none where one has a status that is unknown', async () => {
    const world = await openCar({ versions: FULL });
    changeLists(world, ([first, ...others]) => [
      { ...first, ApplicationVersionStatus: 'Frozen' },
      ...others,
    ]);
    await expect(world.run(DELETE_OLDEST)).resolves.toMatchObject(
      failure('version-status-unknown'),
    );
    expect(deleted(world)).toEqual([]);
  });

  it('are four where the list has one of them twice', async () => {
    const world = await openCar({ versions: FULL.slice(0, 4) });
    changeLists(world, ([first, ...others]) => [{ ...first }, { ...first }, ...others]);
    await expect(world.run(DELETE_OLDEST)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual([]);
  });

  it('lose the oldest where asked, never the one in use', async () => {
    const world = await openCar({ versions: FRESH });
    await expect(world.run(DELETE_OLDEST)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-1']);
  });

  it('keep the oldest where a leftover can go instead', async () => {
    const world = await openCar({ versions: [...FRESH.slice(0, 4), leftover('ver-left')] });
    const run = await world.run({ ...DELETE, 'version-limit': 'delete-oldest' });
    expect(run).toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-left']);
  });

  it.each(['fail', 'delete-oldest'])(
    'are four soon where one is being deleted (version-limit: %s)',
    async (limit) => {
      const world = await openCar({ versions: FULL });
      application(world).deleteVersion('ver-5');
      const run = await world.run({ ...CREATE, 'version-limit': limit });
      expect(run).toMatchObject(success());
      expect(deleted(world)).toEqual([]);
    },
  );

  it.each(['', 'yesterday'])('lose none where CreateTime is "%s"', async (createTime) => {
    const world = await openCar({ versions: FULL, behaviour: { createTime } });
    const run = await world.run(DELETE_OLDEST);
    expect(run).toMatchObject(failure('version-age-unknown'));
    expect(run.details).toHaveLength(4);
    expect(deleted(world)).toEqual([]);
  });
});
