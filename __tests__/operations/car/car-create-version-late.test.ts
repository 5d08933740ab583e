import { afterEach, describe, expect, it } from '@jest/globals';
import type { Versions } from './car-world.ts';
import { APPLICATION, CREATE, IN_USE, ONLINE, openCar, statuses } from './car-world.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices } from '../services.ts';

afterEach(closeServices);

const leftover = (applicationVersionId: string): Versions[number] => ({
  applicationVersionId,
  status: 'Normal',
});

/** Somebody publishes a version at this second. */
function publishAt(world: ServiceWorld, second: number, id: string): void {
  world.clock.at(second, () => {
    world.simulator.car.application(APPLICATION).setOnline(id);
  });
}

const deleted = ({ simulator }: ServiceWorld) =>
  simulator.calls
    .filter(({ action }) => action === 'DeleteApplicationVersion')
    .map(({ parameters }) => (parameters as { ApplicationVersionId: string }).ApplicationVersionId);

describe('the timeout', () => {
  it.each([57, 58, 59, 59.9])(
    'begins no version that nobody would upload to (deleted after %d s)',
    async (deletingSeconds) => {
      const versions = [IN_USE, leftover('ver-left')];
      const world = await openCar({ versions, behaviour: { deletingSeconds } });
      const run = await world.run({ ...CREATE, 'pending-version': 'delete', timeout: '1m' });
      expect([run.exitCode, run.outputs.status]).toEqual([1, 'timed-out']);
      expect(world.calls('CreateApplicationVersion')).toEqual([]);
    },
  );

  it.each([54, 56, 57, 58, 59])(
    'publishes nothing that nobody would see through (ready after %d s)',
    async (creatingSeconds) => {
      const world = await openCar({ behaviour: { creatingSeconds, publishSeconds: 1 } });
      const run = await world.run({ ...CREATE, 'set-online': 'true', timeout: '1m' });
      const published = world.simulator.calls.find(
        ({ action }) => action === 'SetApplicationVersionOnline',
      );
      const late = published && published.at - (world.clock.now() - world.clock.seconds() * 1000);
      expect(late ?? 0).toBeLessThan(60_000);
      expect(run.outputs.status).toMatch(/^(succeeded|timed-out)$/);
      expect(run.exitCode).toBe(run.outputs.status === 'succeeded' ? 0 : 1);
    },
  );
});

describe('a leftover that somebody publishes meanwhile', () => {
  it('is not deleted after another one', async () => {
    const world = await openCar({ versions: [IN_USE, leftover('ver-a'), leftover('ver-b')] });
    publishAt(world, 5, 'ver-a');
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect(run.outputs.status).toBe('succeeded');
    expect(deleted(world)).toEqual(['ver-b']);
    expect(statuses(world)).toMatchObject({ 'ver-a': 'Inuse' });
  });

  it('is not deleted by a second request, where the first got lost', async () => {
    const world = await openCar({ versions: [IN_USE, leftover('ver-b')] });
    world.simulator.faults.inject({ kind: 'reset-before', action: 'DeleteApplicationVersion' });
    publishAt(world, 5, 'ver-b');
    const run = await world.run({ ...CREATE, 'pending-version': 'delete' });
    expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
    expect(run.said).toContain('it is not known whether the deletion of ver-b was started');
    expect(deleted(world)).toHaveLength(1);
  });
});

it('a list that lacks a version once does not make it deleted', async () => {
  const world = await openCar({ versions: [IN_USE, leftover('ver-left')] });
  const run = await world.run({ ...CREATE, 'pending-version': 'delete', 'poll-interval': '1s' });
  expect(run.outputs.status).toBe('succeeded');
  const order = world.simulator.calls.map(({ action }) => action);
  const looks = order.slice(
    order.indexOf('DeleteApplicationVersion'),
    order.indexOf('CreateApplicationVersion'),
  );
  expect(looks.filter((action) => action === 'DescribeApplicationVersion').length).toBeGreaterThan(
    11,
  );
});

it('a version without a file is said to be one where the timeout is reached', async () => {
  const version: Versions[number] = { applicationVersionId: 'ver-left', status: 'Uploading' };
  const world = await openCar({ versions: [IN_USE, version] });
  const online = { ...ONLINE, 'application-version-id': 'ver-left', timeout: '1m' };
  const run = await world.run(online);
  expect(run.outputs.status).toBe('timed-out');
  expect(run.said).toContain('It waits for its file.');
});

it('a region that cannot be one is refused before anything is deleted', async () => {
  const world = await openCar();
  const run = await world.run({ ...CREATE, 'application-version-regions': 'nowhere-at-all' });
  expect(run.exitCode).toBe(1);
  expect(run.said).toContain('application-version-regions has no region in "nowhere-at-all"');
  expect(world.simulator.calls).toEqual([]);
});

it.each([
  ['leads out of the workspace', '../x.zip'],
  ['leads out of the workspace', '/etc/passwd'],
])('a download-path that %s is refused before the first call', async (said, path) => {
  const world = await openCar();
  const run = await world.run({
    operation: 'dlc-result-download',
    'task-id': 'task-1',
    'download-path': path,
  });
  expect([run.exitCode, run.outputs.status]).toEqual([1, 'failed']);
  expect(run.said).toContain(said);
  expect(world.simulator.calls).toEqual([]);
});
