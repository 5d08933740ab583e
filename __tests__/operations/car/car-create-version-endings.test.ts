import { afterEach, describe, expect, it } from '@jest/globals';
import type { Versions } from './car-world.ts';
import {
  APPLICATION,
  CREATE,
  idOf,
  IN_USE,
  left,
  openCar,
  publishing,
  usable,
} from './car-world.ts';
import { closeServices } from '../services.ts';
import type { ServiceWorld } from '../services.ts';
import { columns, stages, told } from '../tem/told.ts';

// What happened, why, and the next thing to do, ready to copy.

afterEach(closeServices);

const DEMO = ['ver-game0002 (app-game0001, Inuse)', 'ver-game0001 (app-game0001, Usable)'];
const FULL: Versions = [usable('ver-1'), usable('ver-2'), usable('ver-3'), IN_USE, usable('ver-5')];
describe('a version that cannot be created tells why, and what to do', () => {
  const cases: readonly [string, Versions, Record<string, string>, string[]][] = [
    [
      'a leftover',
      left('CreateFailed'),
      {},
      [
        'a version that was not published blocks the creation of another',
        'ver-left (app-game0001, CreateFailed)',
        'Publish it: run car-set-online with its application-version-id',
        'Or let this step delete it: pending-version: delete',
      ],
    ],
    [
      'five versions',
      FULL,
      {},
      [
        'the application holds 5 versions, and no more are possible',
        ...['ver-5', 'ver-now', 'ver-3', 'ver-2', 'ver-1'].map(
          (id) => `${id} (app-game0001, ${id === 'ver-now' ? 'Inuse' : 'Usable'})`,
        ),
        'Let this step delete the oldest that was in use: version-limit: delete-oldest',
        'Delete one that is not needed in the CAR console.',
      ],
    ],
  ];

  it.each(cases)('%s', async (_, versions, inputs, said) => {
    const world = await openCar({ versions });
    expect(told(await world.run({ ...CREATE, ...inputs }))).toEqual(said);
  });

  it('in time, as a leftover is not deleted', async () => {
    const world = await openCar({
      versions: left('Normal'),
      behaviour: { deletingSeconds: 3_600 },
    });
    const run = await world.run({ ...CREATE, 'pending-version': 'delete', timeout: '1m' });
    expect(told(run)).toEqual([
      'ver-left (app-game0001, Normal) was not deleted in time',
      'Its deletion goes on without this step.',
      'Run the job again: it waits for what is being deleted.',
    ]);
  });

  it.each([
    [{ 'package-file': '' }, 'package-file is missing', 'add   package-file: build/game.zip'],
    [{ 'package-file': 'game.tar' }, '"game.tar", no file that CAR takes', 'use   a .zip'],
    [{ 'package-file': 'build/*.tar' }, '"build/*.tar", no file that CAR takes', 'use   a .zip'],
    [
      { 'application-file-name': 'game.exe' },
      'application-file-name is "game.exe", no file that CAR takes',
      'use   a .zip',
    ],
    [
      { 'set-online': 'true', wait: 'false' },
      'set-online is "true", and wait is "false"',
      'remove   set-online: true   (car-set-online publishes the version later)',
    ],
    [
      { 'application-version-regions': 'ap-tokyo, NOWHERE' },
      'application-version-regions has no region in "NOWHERE"',
      'use   names such as ap-chinese-mainland',
    ],
  ])('with the inputs %j', async (inputs, problem, change) => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...inputs });
    const message = told(run).join('\n');
    expect(message).toContain(problem);
    expect(message).toContain(change);
    expect(world.simulator.calls).toEqual([]);
  });

  it.each([
    [
      'notes.*',
      {},
      [
        'notes.tar is no file that CAR takes',
        'use   a .zip, .rar or .7z archive, or an .apk or .xapk package',
      ],
    ],
    [
      'game.zip',
      { 'application-file-name': 'game.apk' },
      [
        expect.stringMatching(/game\.zip is no \.apk file, as application-file-name says$/),
        'Remove application-file-name, or end it in .zip',
      ],
    ],
  ])('of the file %s with %j', async (pattern, inputs, said) => {
    const world = await openCar();
    await world.file('notes.tar', 'x');
    const run = await world.run({ ...CREATE, ...inputs, 'package-file': pattern });
    expect(told(run)).toEqual(said);
  });
});

describe('a version that is not ready tells why, and what to do', () => {
  const goOn = (id: string) => [
    'Wait on and publish it:',
    'operation: car-set-online',
    `application-id: ${APPLICATION}`,
    `application-version-id: ${id}`,
  ];

  it('in time', async () => {
    const world = await openCar({ behaviour: { creatingSeconds: 3_600 } });
    const run = await world.run({ ...CREATE, timeout: '2m' });
    const id = idOf(run);
    expect(told(run)).toEqual([
      `version ${id} is still Creating after 2 min (timeout)`,
      ...goOn(id),
    ]);
  });

  it('in time, as it has no file', async () => {
    const world = await openCar({ versions: left('Uploading') });
    const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
    expect(told(run)).toEqual([
      'version ver-left is still Uploading after 1 min (timeout)',
      expect.stringMatching(/^It waits for its file\. .* pending-version: delete$/),
      ...goOn('ver-left'),
    ]);
  });

  it('as the cloud could not make it', async () => {
    const world = await openCar({ behaviour: { createFails: true } });
    const run = await world.run(CREATE);
    expect(told(run)).toEqual([
      `version ${idOf(run)} (game, CreateFailed) cannot be published`,
      expect.stringMatching(/^Look into the CAR console .* pending-version: delete$/),
    ]);
  });

  it('as somebody deletes it', async () => {
    const world = await openCar({ versions: left('Creating') });
    world.clock.at(10, () => {
      world.simulator.car.application(APPLICATION).deleteVersion('ver-left');
    });
    const run = await world.run(publishing('ver-left'));
    expect(told(run)).toEqual([
      'version ver-left (app-game0001, Deleting) cannot be published',
      'Somebody deletes it: publish another version, or create a new one.',
    ]);
  });

  it.each([
    [undefined, DEMO],
    [[], []],
  ])('as there is none', async (versions, known) => {
    const world = await openCar(versions ? { versions } : {});
    const run = await world.run(publishing('ver-none'));
    expect(told(run)).toEqual([
      'the application has no version ver-none',
      ...(known.length > 0 ? ['It has:', ...known] : ['It has none.']),
      'Check application-version-id: it is an output of car-create-version.',
    ]);
  });
});

describe('a step that does not know tells why, and what it saw', () => {
  const RUN_AGAIN = 'Run the job again: it looks before it changes anything.';
  const fail = ({ simulator }: ServiceWorld, action: string, occurrence: 'first' | 'every') => {
    simulator.faults.inject({ kind: 'http-500', action, occurrence });
  };

  it('of a version that was to be created', async () => {
    const world = await openCar();
    fail(world, 'CreateApplicationVersion', 'first');
    const run = await world.run(CREATE);
    expect(told(run)).toEqual([
      'it is not known whether the version was created',
      'Why:             the endpoint sent HTTP status 500',
      'Seen:            no new version half a minute later.',
      RUN_AGAIN,
    ]);
    expect(stages(run)).toContain(
      columns('Version', 'the answer is unclear (the endpoint sent HTTP status 500): looks'),
    );
  });

  it('of a version that was to be published', async () => {
    const world = await openCar();
    fail(world, 'SetApplicationVersionOnline', 'every');
    const run = await world.run(publishing('ver-game0001'));
    expect(told(run)).toEqual([
      'it is not known whether the publishing of ver-game0001 was started',
      'Why:             the endpoint sent HTTP status 500',
      'Seen:            ver-game0001 (app-game0001, Usable)',
      RUN_AGAIN,
    ]);
    const unclear = columns('Unclear', 'the endpoint sent HTTP status 500: looks');
    expect(stages(run).slice(-4, -1)).toEqual([
      unclear,
      columns('Again', 'ver-game0001 shows nothing of it: sends it once more'),
      unclear,
    ]);
  });

  it('of a version that was to be deleted', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    fail(world, 'DeleteApplicationVersion', 'every');
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(told(run)).toEqual([
      'it is not known whether the deletion of ver-left was started',
      'Why:             the endpoint sent HTTP status 500',
      'Seen:            ver-left (app-game0001, CreateFailed)',
      RUN_AGAIN,
    ]);
  });
});
