import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import type { ServiceWorld } from '../services.ts';
import { application, changeLists, CREATE, fail, FULL, left, openCar } from './car-world.ts';
import { publishing, statuses, usable } from './car-world.ts';
import { message } from '../../../src/text/message.ts';

afterEach(closeServices);

const LOOK = 'DescribeApplicationVersion';
const UNKNOWN = failure('change-outcome-unknown');

describe('an unclear answer to DeleteApplicationVersion', () => {
  const ACTION = 'DeleteApplicationVersion';
  const DELETE = { ...CREATE, 'pending-version': 'delete' };

  it.each([
    ['is deleted although the first request got lost', 'reset-before', ['reset-before', 'ok'], 10],
    ['is not sent again where the version is gone', 'reset-after', ['reset-after'], 0],
    ['is not sent again where it is being deleted', 'reset-after', ['reset-after'], 90],
  ] as const)('%s', async (_, kind, calls, deletingSeconds) => {
    const world = await openCar({ versions: left('CreateFailed'), behaviour: { deletingSeconds } });
    fail(world, ACTION, kind);
    await expect(world.run(DELETE)).resolves.toMatchObject(success());
    expect(world.calls(ACTION)).toEqual(calls);
  });

  it.each([
    ['oldest, in use by then', FULL, 'version-limit', 'delete-oldest', ['ver-1']],
    ['leftover, in use by then', left('Normal'), 'pending-version', 'delete', ['ver-left']],
    [
      'leftover, published by then',
      ...[left('Normal'), 'pending-version', 'delete', ['ver-left', 'ver-now']],
    ],
  ] as [string, typeof FULL, string, string, string[]][])(
    'is not sent again for the %s',
    async (_, versions, input, value, published) => {
      const world = await openCar({ versions });
      fail(world, ACTION, 'reset-before');
      world.clock.at(5, () => {
        published.forEach((id) => {
          application(world).setOnline(id);
        });
      });
      await world.run({ ...CREATE, [input]: value });
      expect(world.calls(ACTION)[0]).toBe('reset-before');
      expect(Object.keys(statuses(world))).toEqual(expect.arrayContaining(published));
    },
  );
});

describe('an unclear answer to SetApplicationVersionOnline', () => {
  const ACTION = 'SetApplicationVersionOnline';
  const BACK = publishing('ver-game0001');
  const deleteSoon = (world: ServiceWorld) => {
    world.clock.at(5, () => {
      application(world).deleteVersion('ver-game0001');
    });
  };

  /** Somebody else publishes another version just after the first try. */
  const publishOther = (world: ServiceWorld) => {
    world.beforeCall((action) => {
      const isNext = action === LOOK && world.calls(ACTION).length === 1;
      if (isNext && statuses(world)['ver-old'] !== 'Inuse') application(world).setOnline('ver-old');
    });
  };

  it.each(['true', 'false'])('is looked into, and sent once more (wait: %s)', async (wait) => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    await expect(world.run({ ...BACK, wait })).resolves.toMatchObject({ exitCode: 0, code: '' });
    expect(world.calls(ACTION)).toEqual(['reset-before', 'ok']);
    expect(statuses(world)).toMatchObject({ 'ver-game0001': 'Inuse' });
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(30);
  });

  it('is not looked into again after a clear second answer', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    await world.run({ ...BACK, wait: 'false' });
    expect(world.simulator.calls.at(-1)?.action).toBe(ACTION);
  });

  it('of a version that was never in use is sent once more, too', async () => {
    const world = await openCar({ versions: left('Normal') });
    fail(world, ACTION, 'reset-before');
    await expect(world.run(publishing('ver-left'))).resolves.toMatchObject(success());
    expect(world.calls(ACTION)).toEqual(['reset-before', 'ok']);
  });

  it('is over as soon as a look shows it', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-after');
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run).toMatchObject(success('started'));
    expect(world.calls(ACTION)).toEqual(['reset-after']);
    expect(world.clock.seconds()).toBeLessThan(10);
  });

  it('is no success where nothing shows after the second either', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before', { times: 2 });
    await expect(world.run(BACK)).resolves.toMatchObject({
      ...UNKNOWN,
      headline: expect.stringContaining('ver-game0001'),
      details: [
        { label: { key: 'words.why' } },
        { label: { key: 'car.label-found' }, text: expect.stringContaining('Usable') },
      ],
    });
    expect(world.calls(ACTION)).toHaveLength(2);
  });

  it('shows itself after the second one was refused', async () => {
    const world = await openCar({ behaviour: { publishSeconds: 45 } });
    fail(world, ACTION, 'reset-after');
    const code = 'FailedOperation.VersionLockFail';
    fail(world, ACTION, 'api-error', { code, occurrence: 'second' });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run).toMatchObject(success('started'));
    expect(statuses(world)).toMatchObject({ 'ver-game0001': 'Inuse' });
  });

  it.each([
    ['version-deleting', 600],
    ['version-gone', 0],
  ])('is not sent again where somebody deletes the version: %s', async (code, deletingSeconds) => {
    const world = await openCar({ behaviour: { deletingSeconds } });
    fail(world, ACTION, 'reset-before');
    deleteSoon(world);
    await expect(world.run(BACK)).resolves.toMatchObject(failure(code));
    expect(world.calls(ACTION)).toHaveLength(1);
  });

  it.each(['reset-after', 'reset-before', 'rate-limit'] as const)(
    'is not sent again over what somebody else publishes: %s',
    async (kind) => {
      const world = await openCar({ versions: [...left('Normal'), usable('ver-old')] });
      fail(world, ACTION, kind, kind === 'rate-limit' ? { times: 1 } : {});
      publishOther(world);
      const run = await world.run(publishing('ver-left'));
      expect(run).toMatchObject(failure('version-superseded'));
      expect(run.outputs['previous-version']).toBe('ver-now');
      expect(world.calls(ACTION)).toHaveLength(1);
      expect(statuses(world)).toMatchObject({ 'ver-old': 'Inuse' });
    },
  );

  it.each(['FailedOperation.VersionLockFail', 'FailedOperation.SlowDown'])(
    'is sent again after %s',
    async (code) => {
      const world = await openCar();
      fail(world, ACTION, 'api-error', { code });
      await expect(world.run(BACK)).resolves.toMatchObject(success());
      expect(world.calls(ACTION)).toEqual(['api-error', 'ok']);
    },
  );

  it('is sent again though a list has lacked the version in use', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    changeLists(world, (versions, nth) =>
      nth === 2 || nth === 3
        ? versions.filter(({ ApplicationVersionId }) => ApplicationVersionId !== 'ver-game0002')
        : versions,
    );
    await expect(world.run(BACK)).resolves.toMatchObject(success());
    expect(world.calls(ACTION)).toEqual(['reset-before', 'ok']);
  });

  it('is sent again as often as the rate is limited, with a look before each', async () => {
    const world = await openCar();
    fail(world, ACTION, 'rate-limit', { times: 8 });
    await expect(world.run(BACK)).resolves.toMatchObject(success());
    const actions = world.simulator.calls.map(({ action }) => action);
    const sent = actions.flatMap((action, index) =>
      action === ACTION ? [actions[index - 1]] : [],
    );
    expect(sent).toEqual(Array.from({ length: 9 }, () => LOOK));
  });

  it('stays unknown where nothing answers', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    fail(world, LOOK, 'http-502-html', { occurrence: 4, times: 1000 });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run).toMatchObject(UNKNOWN);
    expect(run.details[1]?.text).toEqual(message('car.found-no-list'));
    expect(world.calls(ACTION)).toHaveLength(1);
  });
});
