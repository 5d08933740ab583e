import { afterEach, describe, expect, it } from '@jest/globals';
import type { Fields } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import type { Versions } from './car-world.ts';
import { application, changeLists, CREATE, fail, hideUntil, idOf, IN_USE } from './car-world.ts';
import { left, openCar, publishing, stepToPublish, usable } from './car-world.ts';

afterEach(closeServices);

const LOOK = 'DescribeApplicationVersion';

describe('a version that is not ready', () => {
  it('ends the wait at the timeout, with a step to wait on', async () => {
    const world = await openCar({ behaviour: { creatingSeconds: 3_600 } });
    const run = await world.run({ ...CREATE, timeout: '2m', 'poll-interval': '10s' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.next).toMatchObject([stepToPublish(idOf(run))]);
    expect(run.headline).toContain('Creating');
    expect(run.headline).toContain(idOf(run));
  });

  it('is said to lack its file where it does', async () => {
    const world = await openCar({ versions: left('Uploading') });
    const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.next).toMatchObject([{}, stepToPublish('ver-left')]);
  });

  it('may not be seen at all', async () => {
    const world = await openCar({ versions: left('Creating') });
    fail(world, LOOK, 'http-500', { occurrence: 2, times: 1000 });
    const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.headline).not.toContain('Creating');
  });

  it.each([{}, { 'set-online': 'true' }])(
    'is waited for past lists that show it late: %j',
    async (inputs) => {
      const world = await openCar();
      hideUntil(world, 15, ['ver-game0001', 'ver-game0002']);
      await expect(world.run({ ...CREATE, ...inputs })).resolves.toMatchObject(success());
    },
  );

  it('is waited for past lists that lack it now and then', async () => {
    const world = await openCar();
    changeLists(world, (versions, nth) => (nth % 2 === 0 ? [] : versions));
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
  });

  it('is waited for past reads that fail', async () => {
    const world = await openCar();
    fail(world, LOOK, 'http-502-html', { occurrence: 'second', times: 7 });
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
  });

  it('has as its previous version the one that was last in use while it was created', async () => {
    const world = await openCar();
    world.clock.at(10, () => {
      application(world).setOnline('ver-game0001');
    });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({ ...success(), outputs: { 'previous-version': 'ver-game0001' } });
  });

  it('fails where the cloud could not make it', async () => {
    const world = await openCar({ behaviour: { createFails: true } });
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect(run).toMatchObject({
      ...failure('version-failed'),
      next: [{ sentence: { key: 'car.create-failed-fix' } }],
    });
    expect(run.outputs['application-version-status']).toBe('CreateFailed');
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it.each([
    ['version-deleting', 10],
    ['version-gone', 0],
  ])('fails where somebody deletes it: %s', async (code, deletingSeconds) => {
    const world = await openCar({ versions: left('Creating'), behaviour: { deletingSeconds } });
    world.clock.at(10, () => {
      application(world).deleteVersion('ver-left');
    });
    await expect(world.run(publishing('ver-left'))).resolves.toMatchObject(failure(code));
  });
});

describe('a version that is published', () => {
  const SOON = { behaviour: { publishSeconds: 5 } };

  it.each([
    ['another version', 'ver-old', 'Usable'],
    ['the one before', 'ver-now', 'Normal'],
  ])('is superseded where somebody publishes %s in its place', async (_, published, status) => {
    const versions = [IN_USE, { ...left('Normal')[1], status }, usable('ver-old')] as Versions;
    const world = await openCar({ ...SOON, versions });
    world.clock.at(6, () => {
      application(world).setOnline(published);
    });
    const run = await world.run({ ...publishing('ver-left'), 'poll-interval': '20s' });
    expect(run).toMatchObject({
      ...failure('version-superseded'),
      next: [stepToPublish('ver-left')],
    });
    expect(world.clock.seconds()).toBeLessThan(90);
    expect(world.calls('SetApplicationVersionOnline')).toEqual(['ok']);
  });

  it('is not superseded by what was in use before a look that was too old', async () => {
    const world = await openCar({ behaviour: { publishSeconds: 60 }, versions: left('Normal') });
    changeLists(world, (versions, nth) => (nth > 3 ? versions : versions.map(renameInUse)));
    await expect(world.run(publishing('ver-left'))).resolves.toMatchObject(success());
  });
});

const renameInUse = (version: Fields) =>
  version.ApplicationVersionStatus === 'Inuse'
    ? { ...version, ApplicationVersionId: 'ver-before' }
    : version;
