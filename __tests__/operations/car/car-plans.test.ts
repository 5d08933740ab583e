import { afterEach, describe, expect, it } from '@jest/globals';
import type { Versions } from './car-world.ts';
import { APPLICATION, CREATE, IN_USE, left, openCar, publishing, usable } from './car-world.ts';
import { closeServices } from '../services.ts';
import type { ServiceRun } from '../services.ts';
import { stages, told } from '../tem/told.ts';

afterEach(closeServices);

const DRY = { 'dry-run': 'true' };
const FULL: Versions = [IN_USE, ...['ver-1', 'ver-2', 'ver-3', 'ver-4'].map(usable)];
const LEFT: Versions[number] = { applicationVersionId: 'ver-left', status: 'Normal' };
const HOLDS = 'the application holds 5 versions';

/** What would be done to the versions that are there. */
const deletions = (run: ServiceRun) =>
  stages(run).flatMap((line) => /^Plan +(delete .*)/.exec(line)?.[1] ?? []);
const headline = (run: ServiceRun) =>
  stages(run)
    .at(-1)
    ?.replace(/^.*? · /, '');

describe('the plan of a new version', () => {
  it.each<[string, Versions, Record<string, string>, string[], string[]]>([
    ['nothing in the way', [IN_USE], {}, [], []],
    [
      'a leftover, kept',
      left('Normal'),
      {},
      [],
      ['ver-left (app-game0001, Normal) is not published (pending-version: fail)'],
    ],
    [
      'a leftover, deleted',
      left('Normal'),
      { 'pending-version': 'delete' },
      ['delete ver-left (app-game0001, Normal)'],
      [],
    ],
    ['five, kept', FULL, {}, [], [`${HOLDS} (version-limit: fail)`]],
    [
      'five, the oldest deleted',
      FULL,
      { 'version-limit': 'delete-oldest' },
      ['delete ver-1 (app-game0001, Usable)'],
      [],
    ],
    [
      'five with a leftover, which alone is deleted',
      [...FULL.slice(0, 4), LEFT],
      { 'pending-version': 'delete', 'version-limit': 'delete-oldest' },
      ['delete ver-left (app-game0001, Normal)'],
      [],
    ],
    [
      'five with a leftover, all kept',
      [...FULL.slice(0, 4), LEFT],
      {},
      [],
      [
        'ver-left (app-game0001, Normal) is not published (pending-version: fail)',
        `${HOLDS} (version-limit: fail)`,
      ],
    ],
  ])('%s', async (_, versions, inputs, would, blockers) => {
    const world = await openCar({ versions });
    const run = await world.run({ ...CREATE, ...DRY, ...inputs });
    expect(run.outputs.status).toBe('planned');
    expect(deletions(run)).toEqual(would);
    expect(told(run)).toEqual(blockers.length > 0 ? ['The plan is blocked', ...blockers] : []);
    const blocked = blockers.length > 0 ? ', but it is blocked' : '';
    expect(headline(run)).toBe(
      `Plan: ${APPLICATION} would get a version of game.zip${blocked}. Nothing was changed`,
    );
  });

  it('does not count a version that is being deleted', async () => {
    const world = await openCar({ versions: FULL });
    world.simulator.car.application(APPLICATION).deleteVersion('ver-2');
    const run = await world.run({ ...CREATE, ...DRY, 'version-limit': 'delete-oldest' });
    expect(deletions(run)).toEqual([]);
    expect(told(run)).toEqual([]);
  });

  it('has no upload without a file', async () => {
    const world = await openCar();
    const inputs = { 'package-file': '', 'application-file-name': 'game.zip' };
    const run = await world.run({ ...CREATE, ...DRY, ...inputs });
    const plan = stages(run).filter((line) => line.startsWith('Plan'));
    expect(plan).toEqual(['Plan          create a version of game.zip']);
  });
});

describe('the plan of a publication', () => {
  it.each([
    ['ver-old', `${APPLICATION} would be on ver-old`, 'Usable'],
    ['ver-now', 'ver-now is in use already', 'Inuse'],
  ])('of %s names it, and how it stands', async (id, said, status) => {
    const world = await openCar({ versions: [IN_USE, usable('ver-old')] });
    const run = await world.run({ ...publishing(id), ...DRY });
    expect(headline(run)).toBe(`Plan: ${said}. Nothing was changed`);
    expect(run.outputs).toMatchObject({
      'application-version-id': id,
      'application-version-status': status,
      'previous-version': 'ver-now',
    });
  });
});

describe('a step that comes too late says what it did not begin', () => {
  const MORE = ['That was not started.', 'Give the step more time: raise timeout.'];

  it.each([
    ['DescribeApplicationVersion', left('Normal'), { 'pending-version': 'delete' }, 1],
    ['DescribeApplicationVersion', [IN_USE], {}, 1],
  ] as const)('after a slow %s', async (action, versions, inputs, nth) => {
    const world = await openCar({ versions: [...versions] });
    let calls = 0;
    world.beforeCall((called) => {
      if (called === action && ++calls === nth) world.clock.manual.advance(70);
    });
    const run = await world.run({ ...CREATE, ...inputs, timeout: '1m' });
    const what =
      versions.length > 1
        ? 'ver-left (app-game0001, Normal) could be deleted'
        : 'the version could be created';
    expect(told(run)).toEqual([`the timeout was reached before ${what}`, ...MORE]);
    expect(run.outputs.status).toBe('timed-out');
  });

  it('before it publishes', async () => {
    const world = await openCar();
    let calls = 0;
    world.beforeCall((called) => {
      if (called === 'DescribeApplicationVersion' && ++calls === 2) world.clock.manual.advance(70);
    });
    const run = await world.run({ ...publishing('ver-game0001'), timeout: '1m' });
    expect(told(run)).toEqual([
      'the timeout was reached before ver-game0001 could be published',
      ...MORE,
    ]);
  });
});

it('a version that no look has shown is said to be unseen', async () => {
  const world = await openCar({ versions: left('Creating') });
  const fault = { kind: 'http-500', action: 'DescribeApplicationVersion' } as const;
  world.simulator.faults.inject({ ...fault, occurrence: 2, times: 1000 });
  const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
  expect(told(run)[0]).toBe('version ver-left is still unseen after 1 min (timeout)');
});
