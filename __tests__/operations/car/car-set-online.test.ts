import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import { application, delayLook, fail, hideUntil, left, openCar } from './car-world.ts';
import { publishing, statuses, usable } from './car-world.ts';

afterEach(closeServices);

const ACTION = 'SetApplicationVersionOnline';

describe('car-set-online', () => {
  it('goes back to an earlier version', async () => {
    const world = await openCar();
    const run = await world.run(publishing('ver-game0001'));
    expect(run).toMatchObject({
      ...success(),
      annotations: [],
      headline: expect.stringContaining('ver-game0002'),
      outputs: { 'previous-version': 'ver-game0002', 'application-version-id': 'ver-game0001' },
    });
    expect(statuses(world)).toEqual({ 'ver-game0001': 'Inuse', 'ver-game0002': 'Usable' });
  });

  it('sends nothing where the version is in use already', async () => {
    const world = await openCar();
    const run = await world.run(publishing('ver-game0002'));
    expect(run).toMatchObject(success());
    expect(run.outputs['application-version-id']).toBe('ver-game0002');
    expect(world.simulator.calls).toHaveLength(1);
  });

  it('waits until a new version is ready', async () => {
    const world = await openCar({ versions: left('Creating') });
    await expect(world.run(publishing('ver-left'))).resolves.toMatchObject(success());
    expect(statuses(world)).toMatchObject({ 'ver-left': 'Inuse' });
  });

  it.each(['true', 'false'])(
    'sends nothing where somebody else publishes it meanwhile (wait: %s)',
    async (wait) => {
      const world = await openCar({
        versions: left('Creating'),
        behaviour: { creatingSeconds: 13 },
      });
      world.clock.at(14, () => {
        application(world).setOnline('ver-left');
      });
      const run = await world.run({ ...publishing('ver-left'), wait, 'poll-interval': '12s' });
      expect(run).toMatchObject({ ...success(), outputs: { 'previous-version': 'ver-now' } });
      expect(world.calls(ACTION)).toEqual([]);
    },
  );

  it('ends as started with wait: false, and looks no more', async () => {
    const world = await openCar();
    const run = await world.run({ ...publishing('ver-game0001'), wait: 'false' });
    expect(run).toMatchObject({ ...success('started'), next: [] });
    expect(world.simulator.calls.at(-1)).toMatchObject({ action: ACTION, outcome: 'ok' });
  });

  it.each([
    [{}, 3],
    [{ versions: [] }, 1],
  ])('lists the versions that there are where the wanted one is not: %j', async (seed, lines) => {
    const world = await openCar(seed);
    const run = await world.run(publishing('ver-none'));
    expect(run).toMatchObject(failure('version-not-found'));
    expect(run.details).toHaveLength(lines);
  });

  it('finds a version that the list does not show yet', async () => {
    const world = await openCar();
    hideUntil(world, 12, ['ver-game0002']);
    await expect(world.run(publishing('ver-game0001'))).resolves.toMatchObject(success());
  });

  it('names as the one before what was in use just before ours, as CAR answers', async () => {
    const world = await openCar({ versions: [...left('Usable'), usable('ver-other')] });
    world.beforeCall((action) => {
      if (action === ACTION) application(world).setOnline('ver-other');
    });
    world.intercept((action, answer) =>
      action === ACTION
        ? {
            ...answer,
            Versions: [{ ApplicationVersionId: 'ver-other', ApplicationVersionStatus: 'Inuse' }],
          }
        : undefined,
    );
    const run = await world.run(publishing('ver-left'));
    expect(run).toMatchObject(success());
    expect(run.outputs['previous-version']).toBe('ver-other');
  });

  it('fails at once where CAR refuses it', async () => {
    const world = await openCar();
    fail(world, ACTION, 'api-error', { code: 'UnauthorizedOperation' });
    const run = await world.run(publishing('ver-game0001'));
    expect(run).toMatchObject(failure('UnauthorizedOperation'));
    expect(world.simulator.calls.at(-1)?.action).toBe(ACTION);
  });

  it('publishes nothing after the timeout', async () => {
    const world = await openCar();
    delayLook(world, 2);
    const run = await world.run({ ...publishing('ver-game0001'), timeout: '1m' });
    expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
    expect(world.calls(ACTION)).toEqual([]);
  });
});
