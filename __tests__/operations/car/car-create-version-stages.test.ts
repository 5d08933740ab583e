import { afterEach, describe, expect, it } from '@jest/globals';
import { APPLICATION, CREATE, idOf, left, openCar, publishing, usable } from './car-world.ts';
import { closeServices } from '../services.ts';
import { columns, stages } from '../tem/told.ts';

afterEach(closeServices);

const target = (count: number, inUse: string) =>
  columns('Target', `${APPLICATION} · ${count} versions · in use: ${inUse}`);

describe('car-create-version tells its way', () => {
  it('to a published version, past a leftover', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    const inputs = { 'pending-version': 'delete', 'set-online': 'true' };
    const run = await world.run({ ...CREATE, ...inputs });
    const id = idOf(run);
    expect(stages(run)).toEqual([
      target(2, 'ver-now (app-game0001, Inuse)'),
      columns('Delete', 'ver-left (app-game0001, CreateFailed)'),
      columns('Version', `${id} (game, Uploading)`),
      expect.stringMatching(/^Package {7}game\.zip · 8 B · in 0 s \(8\.0 KB\/s\) · verified$/),
      expect.stringMatching(`^ +\\d\\d:\\d\\d {2}version +Uploading +${id}$`),
      expect.stringMatching(`^ +\\d\\d:\\d\\d {2}version +Creating +${id}$`),
      expect.stringMatching(`^ +\\d\\d:\\d\\d {2}version +Normal +${id}$`),
      columns('Publish', id),
      expect.stringMatching(`^ +\\d\\d:\\d\\d {2}version +Inuse +${id}$`),
      columns('Result', `succeeded · ${APPLICATION} is on ${id} (before: ver-now)`),
    ]);
    expect(run.lines).toEqual(
      expect.arrayContaining(['ver-left (app-game0001, CreateFailed)', 'Versions']),
    );
  });

  it.each([
    ['is ready', {}, 'succeeded · ID is ready to be published'],
    ['is being prepared', { wait: 'false' }, 'started · ID is being prepared'],
    [
      'has no file yet',
      { 'package-file': '', 'application-file-name': 'game.zip' },
      'started · ID waits for its file game.zip',
    ],
  ])('to a version that %s', async (_, inputs, said) => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...inputs });
    expect(stages(run).at(-1)).toBe(columns('Result', said.replace('ID', idOf(run))));
    expect(run.annotations).toEqual([]);
  });

  it('where nothing is in use, and what is being deleted is waited for', async () => {
    const world = await openCar({ versions: [usable('ver-1')] });
    world.simulator.car.application(APPLICATION).deleteVersion('ver-1');
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect(stages(run)).toEqual(
      expect.arrayContaining([
        target(1, 'none'),
        columns('Delete', 'waits for what is being deleted: ver-1'),
        columns('Result', `succeeded · ${APPLICATION} is on ${idOf(run)}`),
      ]),
    );
  });
});

describe('car-set-online tells its way', () => {
  it.each([
    ['ver-game0001', {}, `succeeded · ${APPLICATION} is on ver-game0001 (before: ver-game0002)`],
    ['ver-game0001', { wait: 'false' }, 'started · the publishing of ver-game0001 is started'],
    ['ver-game0002', {}, 'succeeded · ver-game0002 is in use already'],
  ])('to %s, %j', async (id, inputs, said) => {
    const world = await openCar();
    const run = await world.run({ ...publishing(id), ...inputs });
    expect(stages(run).at(-1)).toBe(columns('Result', said));
    expect(run.annotations).toEqual([]);
    expect(run.outputs['application-version-id']).toBe(id);
  });

  it.each(['true', 'false'])(
    'to a version that somebody else has published meanwhile (wait: %s)',
    async (wait) => {
      const world = await openCar({ versions: left('Normal') });
      let lists = 0;
      world.beforeCall((action) => {
        if (action === 'DescribeApplicationVersion' && ++lists === 2) {
          world.simulator.car.application(APPLICATION).setOnline('ver-left');
        }
      });
      const run = await world.run({ ...publishing('ver-left'), wait });
      expect([run.exitCode, run.outputs.status]).toEqual([0, 'succeeded']);
      expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
    },
  );
});
