import { afterEach, describe, expect, it } from '@jest/globals';
import type { Versions } from './car-world.ts';
import { APPLICATION, CREATE, IN_USE, ONLINE, openCar, statuses, usable } from './car-world.ts';
import { closeServices } from '../services.ts';
import type { ServiceWorld } from '../services.ts';

afterEach(closeServices);

describe('an unclear answer to CreateApplicationVersion', () => {
  const lost = (world: ServiceWorld) => {
    world.simulator.faults.inject({ kind: 'reset-before', action: 'CreateApplicationVersion' });
  };

  it('does not make the version of somebody else ours', async () => {
    const world = await openCar();
    lost(world);
    world.clock.at(5, () => {
      const { car } = world.simulator;
      car.application(APPLICATION).createVersion({ ApplicationFileName: 'other.zip' });
    });
    const run = await world.run(CREATE);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('not known whether the version was created');
    expect(run.said).toContain('one that is not of game.zip');
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('stays in doubt where the look is refused, and both are said', async () => {
    const world = await openCar();
    lost(world);
    world.simulator.faults.inject({
      kind: 'api-error',
      code: 'AuthFailure.UnauthorizedOperation',
      action: 'DescribeApplicationVersion',
      occurrence: 'second',
    });
    const run = await world.run(CREATE);
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain('not known whether the version was created');
    expect(run.said).toContain('CAR refused DescribeApplicationVersion');
    expect(run.said).toContain('allow car:DescribeApplicationVersion');
  });
});

describe('an unclear answer to DeleteApplicationVersion', () => {
  const PENDING: Versions = [IN_USE, { applicationVersionId: 'ver-left', status: 'CreateFailed' }];

  it('is deleted although the first request got lost', async () => {
    const world = await openCar({ versions: PENDING });
    world.simulator.faults.inject({ kind: 'reset-before', action: 'DeleteApplicationVersion' });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.calls('DeleteApplicationVersion')).toEqual(['reset-before', 'ok']);
  });

  it('is not sent again where the version is being deleted', async () => {
    const world = await openCar({ versions: PENDING, behaviour: { deletingSeconds: 90 } });
    world.simulator.faults.inject({ kind: 'reset-after', action: 'DeleteApplicationVersion' });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.calls('DeleteApplicationVersion')).toEqual(['reset-after']);
  });

  const FULL = [usable('ver-1'), usable('ver-2'), usable('ver-3'), IN_USE, usable('ver-5')];
  const NORMAL = [IN_USE, { applicationVersionId: 'ver-left', status: 'Normal' } as const];

  it.each([
    ['oldest, in use by then', FULL, 'version-limit', 'delete-oldest', ['ver-1']],
    ['leftover, in use by then', NORMAL, 'pending-version', 'delete', ['ver-left']],
    ['leftover, published by then', NORMAL, 'pending-version', 'delete', ['ver-left', 'ver-now']],
  ] as const)('is not sent again for the %s', async (_, versions, input, value, published) => {
    const world = await openCar({ versions: [...versions] });
    world.simulator.faults.inject({ kind: 'reset-before', action: 'DeleteApplicationVersion' });
    world.clock.at(5, () => {
      published.forEach((id) => {
        world.simulator.car.application(APPLICATION).setOnline(id);
      });
    });
    const run = await world.run({ ...CREATE, [input]: value });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain(`the deletion of ${published[0]} was started`);
    expect(world.calls('DeleteApplicationVersion')).toEqual(['reset-before']);
  });
});

describe('a clear answer', () => {
  const LOOK = 'DescribeApplicationVersion';
  const published = (world: ServiceWorld, after: string) => {
    const calls = world.simulator.calls.map(({ action }) => action);
    return calls.slice(calls.lastIndexOf(after) + 1);
  };

  it.each([
    ['the first', 'ok', []],
    ['the second', 'reset-before', []],
  ])('is not looked into: %s', async (_, first, looks) => {
    const world = await openCar();
    const action = 'SetApplicationVersionOnline';
    if (first !== 'ok') world.simulator.faults.inject({ kind: 'reset-before', action });
    const back = { ...ONLINE, 'application-version-id': 'ver-game0001', wait: 'false' };
    const run = await world.run(back);
    expect(run.outputs.status).toBe('started');
    expect(published(world, action)).toEqual(looks);
  });

  it.each([
    ['CreateApplicationVersion', CREATE, 'OperationDenied.VersionCreating'],
    [
      'SetApplicationVersionOnline',
      { ...ONLINE, 'application-version-id': 'ver-game0001' },
      'UnauthorizedOperation',
    ],
  ])('that refuses %s fails at once', async (action, inputs, code) => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'api-error', action, code });
    const run = await world.run(inputs);
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain(`CAR refused ${action}: ${code}`);
    expect(published(world, action)).not.toContain(LOOK);
  });
});

describe('an unclear answer to SetApplicationVersionOnline', () => {
  const ACTION = 'SetApplicationVersionOnline';
  const BACK = { ...ONLINE, 'application-version-id': 'ver-game0001' };

  it.each(['true', 'false'])('is looked into, and sent once more (wait: %s)', async (wait) => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION });
    const run = await world.run({ ...BACK, wait });
    expect(run.exitCode).toBe(0);
    expect(world.calls(ACTION)).toEqual(['reset-before', 'ok']);
    expect(statuses(world)).toMatchObject({ 'ver-game0001': 'Inuse' });
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(30);
  });

  it('of a version that was never in use is sent once more, too', async () => {
    const versions = [IN_USE, { applicationVersionId: 'ver-new', status: 'Normal' } as const];
    const world = await openCar({ versions });
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION });
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-new' });
    expect(run.outputs.status).toBe('succeeded');
    expect(world.calls(ACTION)).toEqual(['reset-before', 'ok']);
  });

  it('is over as soon as a look shows it', async () => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-after', action: ACTION });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run.outputs.status).toBe('started');
    expect(world.clock.seconds()).toBeLessThan(10);
  });

  it('is not sent again for a version that somebody deletes', async () => {
    const world = await openCar({ behaviour: { deletingSeconds: 600 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION });
    world.clock.at(5, () => {
      world.simulator.car.application(APPLICATION).deleteVersion('ver-game0001');
    });
    const run = await world.run(BACK);
    expect(run.said).toContain('Seen:            ver-game0001 (app-game0001, Deleting)');
    expect(world.calls(ACTION)).toHaveLength(1);
  });

  it.each(['true', 'false'])('is no success where nothing shows (wait: %s)', async (wait) => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION, times: 2 });
    const run = await world.run({ ...BACK, wait });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('not known whether the publishing of ver-game0001 was started');
    expect(world.calls(ACTION)).toHaveLength(2);
  });

  it('shows itself after the second one was refused', async () => {
    const world = await openCar({ behaviour: { publishSeconds: 45 } });
    world.simulator.faults.inject({ kind: 'reset-after', action: ACTION });
    world.simulator.faults.inject({
      ...{ kind: 'api-error', action: ACTION, occurrence: 'second' },
      code: 'FailedOperation.VersionLockFail',
    });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run.exitCode).toBe(0);
    expect(statuses(world)).toMatchObject({ 'ver-game0001': 'Inuse' });
  });

  it('stays in doubt where the version is gone, and is not sent again', async () => {
    const world = await openCar({ behaviour: { deletingSeconds: 0 } });
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION });
    world.clock.at(5, () => {
      world.simulator.car.application(APPLICATION).deleteVersion('ver-game0001');
    });
    const run = await world.run(BACK);
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain('Seen:            ver-game0001 is not in the list.');
    expect(world.calls(ACTION)).toHaveLength(1);
  });

  it('stays in doubt where nothing answers', async () => {
    const world = await openCar();
    world.simulator.faults.inject({ kind: 'reset-before', action: ACTION });
    world.simulator.faults.inject({
      ...{ kind: 'http-502-html', action: 'DescribeApplicationVersion' },
      ...{ occurrence: 3, times: 200 },
    });
    const run = await world.run({ ...BACK, wait: 'false' });
    expect(run.exitCode).toBe(1);
    expect(run.said).toContain('Seen:            no answer for half a minute.');
    expect(world.calls(ACTION)).toHaveLength(1);
  });
});

describe('a version that somebody else publishes meanwhile', () => {
  it('is not published again', async () => {
    const versions: Versions = [IN_USE, { applicationVersionId: 'ver-new', status: 'Creating' }];
    const world = await openCar({ versions, behaviour: { creatingSeconds: 13 } });
    world.clock.at(14, () => {
      world.simulator.car.application(APPLICATION).setOnline('ver-new');
    });
    const run = await world.run({
      ...ONLINE,
      'application-version-id': 'ver-new',
      'poll-interval': '12s',
    });
    expect(run.outputs).toMatchObject({ status: 'succeeded', 'previous-version': 'ver-now' });
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });
});

describe('a version that the list lacks', () => {
  const CREATING: Versions = [IN_USE, { applicationVersionId: 'ver-new', status: 'Creating' }];

  it('twice in a row is gone', async () => {
    const world = await openCar({ versions: CREATING, behaviour: { deletingSeconds: 0 } });
    world.clock.at(10, () => {
      world.simulator.car.application(APPLICATION).deleteVersion('ver-new');
    });
    const run = await world.run({ ...ONLINE, 'application-version-id': 'ver-new' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('version ver-new is gone');
  });
});

describe('five versions, one of which is being deleted', () => {
  const FULL: Versions = [...['ver-1', 'ver-2', 'ver-3', 'ver-4'].map(usable), IN_USE];

  it.each(['fail', 'delete-oldest'])('are four soon (version-limit: %s)', async (limit) => {
    const world = await openCar({ versions: FULL });
    world.simulator.car.application(APPLICATION).deleteVersion('ver-4');
    const run = await world.run({ ...CREATE, 'version-limit': limit });
    expect(run.outputs.status).toBe('succeeded');
    expect(Object.keys(statuses(world))).toEqual(
      expect.arrayContaining(['ver-1', 'ver-2', 'ver-3', 'ver-now']),
    );
    expect(world.calls('DeleteApplicationVersion')).toEqual([]);
  });

  it.each(['', 'yesterday'])('lose none where CreateTime is "%s"', async (createTime) => {
    const world = await openCar({ versions: FULL, behaviour: { createTime } });
    const run = await world.run({ ...CREATE, 'version-limit': 'delete-oldest' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('it cannot be told which version is the oldest');
    expect(run.said).toContain(`has the CreateTime "${createTime}"`);
    expect(world.calls('DeleteApplicationVersion')).toEqual([]);
  });
});
