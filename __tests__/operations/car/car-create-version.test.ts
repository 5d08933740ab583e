import { afterEach, describe, expect, it } from '@jest/globals';
import { APPLICATION, application, CREATE, fail, idOf, openCar } from './car-world.ts';
import { left, statuses, stepToPublish, usable } from './car-world.ts';
import type { ServiceRun, ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';

afterEach(closeServices);

const uploads = ({ simulator }: ServiceWorld) =>
  simulator.cos.requests.filter(({ method }) => method === 'PUT');

const newest = (world: ServiceWorld) =>
  application(world).versions.at(-1)?.applicationVersionId ?? '';

/** The states that the log shows of a version, one after the other. */
const loggedStates = (run: ServiceRun) =>
  run.lines.flatMap((line) => /^ +\d\d:\d\d +version +(\w+)/.exec(line)?.[1] ?? []);

describe('car-create-version', () => {
  it('creates, uploads and waits until the version is ready, and says how to publish it', async () => {
    const world = await openCar();
    const run = await world.run(CREATE);
    const id = idOf(run);
    expect(run).toMatchObject({
      ...success(),
      annotations: [],
      next: [stepToPublish(id)],
      outputs: { 'application-version-status': 'Normal', 'previous-version': 'ver-game0002' },
    });
    expect(application(world).createdVersions).toBe(1);
    expect(uploads(world)).toMatchObject([{ outcome: 'ok', key: expect.stringMatching(/[^/]$/) }]);
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
    expect(loggedStates(run)).toEqual(['Uploading', 'Creating', 'Normal']);
  });

  it('publishes with set-online, past a leftover', async () => {
    const world = await openCar({ versions: left('CreateFailed') });
    const inputs = { 'pending-version': 'delete', 'set-online': 'true' };
    const run = await world.run({ ...CREATE, ...inputs });
    expect(run).toMatchObject({
      ...success(),
      headline: expect.stringContaining('ver-now'),
      next: [],
      outputs: { 'application-version-status': 'Inuse', 'previous-version': 'ver-now' },
    });
    expect(statuses(world)).toEqual({ [idOf(run)]: 'Inuse', 'ver-now': 'Usable' });
    expect(loggedStates(run)).toEqual(['Uploading', 'Creating', 'Normal', 'Inuse']);
  });

  it.each([
    ['Inuse', ['ver-new']],
    ['Usable', ['ver-new', 'ver-game0001']],
  ])('does not call a version ready that somebody has made %s', async (status, published) => {
    const world = await openCar({ behaviour: { creatingSeconds: 1, uploadSeenSeconds: 0 } });
    world.clock.at(2, () => {
      for (const id of published) {
        application(world).setOnline(id === 'ver-new' ? newest(world) : id);
      }
    });
    const run = await world.run({ ...CREATE, 'poll-interval': '5s' });
    expect(run).toMatchObject({ ...success(), next: [] });
    expect(run.outputs['application-version-status']).toBe(status);
  });

  it('does not publish over the version that somebody has put into the place of ours', async () => {
    const world = await openCar({ behaviour: { creatingSeconds: 1, uploadSeenSeconds: 0 } });
    world.clock.at(2, () => {
      application(world).setOnline(newest(world));
      application(world).setOnline('ver-game0001');
    });
    const run = await world.run({ ...CREATE, 'set-online': 'true', 'poll-interval': '5s' });
    expect(run).toMatchObject(failure('version-superseded'));
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it('names as the one before what was in use just before ours', async () => {
    const world = await openCar();
    world.clock.at(10, () => {
      application(world).setOnline('ver-game0001');
    });
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect(run).toMatchObject(success());
    expect(run.outputs['previous-version']).toBe('ver-game0001');
  });

  it('publishes where nothing is in use', async () => {
    const world = await openCar({ versions: [usable('ver-1')] });
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect(run).toMatchObject(success());
    expect(run.headline).toMatch(new RegExp(`^${APPLICATION} .*${idOf(run)}$`));
    expect(run.outputs).not.toHaveProperty('previous-version');
  });

  it.each([
    ['without package-file', { 'package-file': '', 'application-file-name': 'game.zip' }, 0],
    ['with wait: false', { wait: 'false' }, 1],
  ])('%s it ends as started, and says how to publish', async (_, inputs, count) => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, ...inputs });
    const next = [stepToPublish(idOf(run))];
    expect(run).toMatchObject({ ...success('started'), annotations: [], next });
    expect(uploads(world)).toHaveLength(count);
  });

  it('sends regions and update mode', async () => {
    const world = await openCar();
    await world.run({
      ...CREATE,
      'application-version-regions': 'ap-tokyo, ap-seoul',
      'application-version-update-mode': 'FULL',
    });
    const call = world.simulator.calls.find(({ action }) => action === 'CreateApplicationVersion');
    expect(call?.parameters).toMatchObject({
      ApplicationVersionRegions: ['ap-tokyo', 'ap-seoul'],
      ApplicationVersionUpdateMode: 'FULL',
      ApplicationFileName: 'game.zip',
    });
  });

  it('takes a path that ends in a slash as a folder', async () => {
    const world = await openCar({ behaviour: { pathForm: 'folder' } });
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(uploads(world)).toMatchObject([{ key: expect.stringMatching(/[^/]\/game\.zip$/) }]);
  });

  it('takes a name whose type is in other letters', async () => {
    const world = await openCar();
    const run = await world.run({ ...CREATE, 'application-file-name': 'shop.ZIP' });
    expect(run).toMatchObject(success());
  });

  it.each([
    ['file-type', { 'package-file': 'notes.*' }],
    ['file-type-mismatch', { 'application-file-name': 'game.apk' }],
    ['file-not-found', { 'package-file': 'nothing.zip' }],
    ['', { 'package-file': '' }],
    ['', { 'application-version-regions': 'nowhere-at-all' }],
  ])('makes no call for a wrong file or input: "%s" for %j', async (code, inputs) => {
    const world = await openCar();
    await world.file('notes.tar', 'x');
    await expect(world.run({ ...CREATE, ...inputs })).resolves.toMatchObject(failure(code));
    expect(world.simulator.calls).toEqual([]);
  });

  it('warns of the version that a failed upload leaves in the way', async () => {
    const world = await openCar();
    world.simulator.cos.faults.inject({ kind: 'api-error', code: 'EntityTooLarge', status: 400 });
    const run = await world.run(CREATE);
    expect(run).toMatchObject(failure('EntityTooLarge'));
    const message = expect.stringContaining(idOf(run));
    expect(run.annotations).toMatchObject([{ kind: 'warning', message }, { kind: 'error' }]);
  });

  it('fails at once where CAR refuses the version', async () => {
    const world = await openCar();
    const code = 'OperationDenied';
    fail(world, 'CreateApplicationVersion', 'api-error', { code });
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(code));
    expect(world.simulator.calls.at(-1)?.action).toBe('CreateApplicationVersion');
  });
});
