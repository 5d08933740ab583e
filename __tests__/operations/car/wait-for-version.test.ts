import { afterEach, describe, expect, it } from '@jest/globals';
import { closeServices, failure, success } from '../services.ts';
import { application, CREATE, fail, idOf, left, openCar } from './car-world.ts';
import { publishing, stepToPublish } from './car-world.ts';

afterEach(closeServices);

const LOOK = 'DescribeApplicationVersion';

describe('a version that is not ready', () => {
  it('ends the wait at the timeout, with a step to wait on', async () => {
    const world = await openCar({ behaviour: { creatingSeconds: 3_600 } });
    const run = await world.run({ ...CREATE, timeout: '2m', 'poll-interval': '10s' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.next).toMatchObject([stepToPublish(idOf(run))]);
    expect(run.headline).toContain('Creating');
  });

  it('is said to lack its file where it does', async () => {
    const world = await openCar({ versions: left('Uploading') });
    const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.next).toMatchObject([{}, stepToPublish('ver-left')]);
  });

  it('may not be seen at all', async () => {
    const world = await openCar({ versions: left('Creating') });
    fail(world, LOOK, 'http-500', { occurrence: 2, times: 1000 });
    const run = await world.run({ ...publishing('ver-left'), timeout: '1m' });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expect(run.headline).not.toContain('Creating');
  });

  it('is waited for past reads that fail', async () => {
    const world = await openCar();
    fail(world, LOOK, 'http-502-html', { occurrence: 'second', times: 7 });
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
  });

  it('fails where the cloud could not make it', async () => {
    const world = await openCar({ behaviour: { createFails: true } });
    const run = await world.run({ ...CREATE, 'set-online': 'true' });
    expect(run).toMatchObject({ ...failure('version-failed'), next: [{}] });
    expect(run.outputs['application-version-status']).toBe('CreateFailed');
    expect(world.calls('SetApplicationVersionOnline')).toEqual([]);
  });

  it.each([
    ['version-deleting', 10],
    ['version-gone', 0],
  ])('fails where somebody deletes it: %s', async (code, deletingSeconds) => {
    const world = await openCar({ versions: left('Creating'), behaviour: { deletingSeconds } });
    world.clock.at(10, () => {
      application(world).deleteVersion('ver-left');
    });
    await expect(world.run(publishing('ver-left'))).resolves.toMatchObject(failure(code));
  });
});
