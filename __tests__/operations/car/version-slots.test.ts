import { afterEach, describe, expect, it } from '@jest/globals';
import type { CarContext } from '../../../src/operations/car/car-context.ts';
import { freeVersionSlot } from '../../../src/operations/car/version-slots.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import type { Versions } from './car-world.ts';
import { application, CREATE, delayLook, FULL, IN_USE, left } from './car-world.ts';
import { openCar, statuses, texts, usable } from './car-world.ts';

afterEach(closeServices);

const DELETE = { ...CREATE, 'pending-version': 'delete' };
const DELETE_OLDEST = { ...CREATE, 'version-limit': 'delete-oldest' };
const leftover = (applicationVersionId: string): Versions[number] => ({
  applicationVersionId,
  status: 'Normal',
});

const deleted = ({ simulator }: ServiceWorld) =>
  simulator.calls
    .filter(({ action }) => action === 'DeleteApplicationVersion')
    .map(({ parameters }) => (parameters as { ApplicationVersionId: string }).ApplicationVersionId);

/** The actions that were called between these two, for the first time each. */
function between({ simulator }: ServiceWorld, first: string, last: string): string[] {
  const actions = simulator.calls.map(({ action }) => action);
  return actions.slice(actions.indexOf(first) + 1, actions.indexOf(last));
}

describe('a version that was not published', () => {
  it('is an error that lists it, and stays', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({ ...failure('version-unpublished'), next: [{}, {}] });
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

  it('is waited for where it is being deleted', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    application(world).deleteVersion('ver-left');
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual([]);
  });

  it('is gone once two lists in a row lack it', async () => {
    const world = await openCar({
      versions: left('Normal'),
      behaviour: { deletingSeconds: 10 },
    });
    await world.run({ ...DELETE, 'poll-interval': '1s' });
    const looks = between(world, 'DeleteApplicationVersion', 'CreateApplicationVersion');
    expect(looks.length).toBeGreaterThan(11);
  });

  it('is not deleted after another one where somebody publishes it meanwhile', async () => {
    const world = await openCar({ versions: [IN_USE, leftover('ver-a'), leftover('ver-b')] });
    world.clock.at(5, () => {
      application(world).setOnline('ver-a');
    });
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(deleted(world)).toEqual(['ver-b']);
    expect(statuses(world)).toMatchObject({ 'ver-a': 'Inuse' });
  });
});

describe('the timeout', () => {
  it('ends a deletion that takes too long', async () => {
    const behaviour = { deletingSeconds: 3_600 };
    const world = await openCar({ versions: left('Normal'), behaviour });
    const run = await world.run({ ...DELETE, timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-deleted', 'timed-out'));
    expect(world.calls('CreateApplicationVersion')).toEqual([]);
  });

  it('deletes nothing once it has passed', async () => {
    const world = await openCar({ versions: left('Normal') });
    delayLook(world, 1);
    const run = await world.run({ ...DELETE, timeout: '1m' });
    expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
    expect(deleted(world)).toEqual([]);
  });
});

describe('five versions', () => {
  const FRESH: Versions = [IN_USE, ...['1', '2', '3', '4'].map((id) => usable(`ver-${id}`))];

  it('are an error that lists them, and says how to go on', async () => {
    const world = await openCar({ versions: FULL });
    const run = await world.run(CREATE);
    expect(run).toMatchObject({ ...failure('version-limit'), next: [{}, {}] });
    expect(run.details).toHaveLength(5);
    expect(deleted(world)).toEqual([]);
  });

  it('are an error where none of them may be deleted', async () => {
    const frozen = { name: 'game', status: 'Frozen', createTime: '2026-01-01T00:00:00Z' };
    const versions = ['1', '2', '3', '4', '5'].map((id) => ({ ...frozen, versionId: `ver-${id}` }));
    const inputs = {
      pendingVersion: 'delete',
      versionLimit: 'delete-oldest',
      pollInterval: 'auto',
    } as const;
    const freed = freeVersionSlot({} as CarContext, versions, inputs);
    await expect(freed).rejects.toMatchObject({ code: 'version-limit', next: { length: 1 } });
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
