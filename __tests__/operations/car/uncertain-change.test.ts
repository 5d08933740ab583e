import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import type { ServiceWorld } from '../services.ts';
import { application, CREATE, fail, FULL, left, openCar } from './car-world.ts';
import { publishing, statuses } from './car-world.ts';

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
      await expect(world.run({ ...CREATE, [input]: value })).resolves.toMatchObject(UNKNOWN);
      expect(world.calls(ACTION)).toEqual(['reset-before']);
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
      details: [{ label: 'Why' }, { label: 'Seen', text: expect.stringContaining('Usable') }],
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
    ['is being deleted', 600],
    ['is gone', 0],
  ])('stays unknown where the version %s, and is not sent again', async (_, deletingSeconds) => {
    const world = await openCar({ behaviour: { deletingSeconds } });
    fail(world, ACTION, 'reset-before');
    deleteSoon(world);
    const run = await world.run(BACK);
    expect(run).toMatchObject(UNKNOWN);
    const text = expect.stringMatching(deletingSeconds > 0 ? /Deleting/ : /^ver-game0001 /);
    expect(run.details[1]).toEqual({ label: 'Seen', text });
    expect(world.calls(ACTION)).toHaveLength(1);
  });

  it('stays unknown where nothing answers', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    fail(world, LOOK, 'http-502-html', { occurrence: 3, times: 200 });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run).toMatchObject(UNKNOWN);
    expect(run.details[1]).not.toMatchObject({ text: expect.stringContaining('ver-game0001') });
    expect(world.calls(ACTION)).toHaveLength(1);
  });
});
