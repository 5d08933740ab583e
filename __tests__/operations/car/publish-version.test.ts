import { afterEach, describe, expect, it } from '@jest/globals';
import { systemError } from '../../tencent/calls.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import { application, beforeLook, changeLists, delayLook, fail, left } from './car-world.ts';
import { openCar, publishing, statuses, usable } from './car-world.ts';
import { stagesOf } from '../recorded-texts.ts';

afterEach(closeServices);

const ACTION = 'SetApplicationVersionOnline';
const BACK = publishing('ver-game0001');
/** The last look before a version is published: after the first one, and one that finds it ready. */
const LAST_LOOK = 3;

/** Somebody else publishes this version just before the nth look. */
function publishBefore(world: ServiceWorld, nth: number, versionId: string): void {
  beforeLook(world, nth, () => {
    application(world).setOnline(versionId);
  });
}

describe('somebody else, just before a version is published', () => {
  it('may publish another one: that one is the previous version', async () => {
    const world = await openCar({ versions: [...left('Normal'), usable('ver-other')] });
    publishBefore(world, LAST_LOOK, 'ver-other');
    world.intercept((action, answer) =>
      action === ACTION ? { ...answer, Versions: [] } : undefined,
    );
    const run = await world.run(publishing('ver-left'));
    expect(run).toMatchObject({
      ...success(),
      headline: expect.stringContaining('ver-other'),
      outputs: { 'previous-version': 'ver-other' },
    });
    expect(statuses(world)).toMatchObject({ 'ver-left': 'Inuse' });
  });

  it('may publish the same one: nothing is sent, and nothing waited for', async () => {
    const world = await openCar();
    publishBefore(world, LAST_LOOK, 'ver-game0001');
    await expect(world.run(BACK)).resolves.toMatchObject(success());
    expect(world.calls(ACTION)).toEqual([]);
    expect(world.clock.seconds()).toBeLessThan(5);
  });

  it.each(['true', 'false'])('may delete it (wait: %s)', async (wait) => {
    const world = await openCar({ behaviour: { deletingSeconds: 0 } });
    beforeLook(world, LAST_LOOK, () => {
      application(world).deleteVersion('ver-game0001');
    });
    await expect(world.run({ ...BACK, wait })).resolves.toMatchObject(failure('version-gone'));
    expect(world.calls(ACTION)).toEqual([]);
  });
});

it('is superseded if the previous version comes back after it was in use', async () => {
  const world = await openCar();
  publishBefore(world, LAST_LOOK + 1, 'ver-game0002');
  const run = await world.run({ ...BACK, timeout: '5m' });
  expect(run).toMatchObject(failure('version-superseded'));
  expect(world.calls(ACTION)).toEqual(['ok']);
});

describe('at the timeout, nothing is published', () => {
  it('that was read too late', async () => {
    const world = await openCar();
    delayLook(world, LAST_LOOK);
    const run = await world.run({ ...BACK, timeout: '1m' });
    expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
    expect(run.headline).toContain('ver-game0001');
    expect(world.calls(ACTION)).toEqual([]);
  });

  it('that has been missing from the lists for a while', async () => {
    const world = await openCar();
    changeLists(world, (versions, nth) => (nth < LAST_LOOK ? versions : []));
    const run = await world.run({ ...BACK, timeout: '20s' });
    expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
    expect(world.calls(ACTION)).toEqual([]);
  });

  it('whose rate is limited until then, which is the error', async () => {
    const world = await openCar();
    fail(world, ACTION, 'rate-limit', { occurrence: 'every' });
    const run = await world.run({ ...BACK, timeout: '1m' });
    expect(run).toMatchObject({ exitCode: 1, code: expect.stringMatching(/LimitExceeded/) });
    expect(world.clock.seconds()).toBeLessThanOrEqual(60);
  });
});

describe('where no connection is made', () => {
  /** Refuses this many connections, and returns how many were tried. */
  function refuse(world: ServiceWorld, times: number): () => number {
    let tries = 0;
    world.beforeCall((action) => {
      if (action === ACTION && ++tries <= times) throw systemError('ECONNREFUSED');
    });
    return () => tries;
  }

  it('the version is published a little later', async () => {
    const world = await openCar();
    const tries = refuse(world, 3);
    await expect(world.run(BACK)).resolves.toMatchObject(success());
    expect([tries(), world.calls(ACTION)]).toEqual([4, ['ok']]);
  });

  it('for half a minute, this is the error', async () => {
    const world = await openCar();
    const tries = refuse(world, Infinity);
    const run = await world.run({ ...BACK, timeout: '10m' });
    expect(run).toMatchObject({ exitCode: 1, outputs: { status: 'failed' } });
    expect(run.code).toBe('unreachable');
    expect(tries()).toBeGreaterThan(5);
    expect(world.clock.seconds()).toBeGreaterThanOrEqual(30);
    expect(world.clock.seconds()).toBeLessThan(60);
  });

  it('after a long rate limit, that time does not count', async () => {
    const world = await openCar();
    fail(world, ACTION, 'rate-limit', { times: 8 });
    let limited = 0;
    let refused = 0;
    world.beforeCall((action) => {
      if (action !== ACTION || ++limited <= 8) return;
      if (++refused <= 2) throw systemError('ECONNREFUSED');
    });
    await expect(world.run(BACK)).resolves.toMatchObject(success());
    expect(refused).toBe(3);
  });
});

it('logs that an answer is unclear, and that the call is sent again', async () => {
  const clear = await openCar();
  const usual = stagesOf(await clear.run(BACK));
  // What is published, and the result.
  expect(usual.filter((line) => line.includes('ver-game0001'))).toHaveLength(2);
  const executed = await openCar();
  fail(executed, ACTION, 'reset-after');
  const checked = stagesOf(await executed.run(BACK));
  const lost = await openCar();
  fail(lost, ACTION, 'reset-before');
  const repeated = stagesOf(await lost.run(BACK));
  expect([checked.length, repeated.length]).toEqual([usual.length + 1, usual.length + 2]);
  const [check = '', again = ''] = repeated.filter((line) => !usual.includes(line));
  expect(check).toContain('UND_ERR_SOCKET');
  expect(again).toContain('ver-game0001');
});
