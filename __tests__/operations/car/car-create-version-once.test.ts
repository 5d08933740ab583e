import { afterEach, describe, expect, it } from '@jest/globals';
import { findCreatedVersion } from '../../../src/operations/car/car-create-version.ts';
import { AmbiguousResponseError } from '../../../src/tencent/api-errors.ts';
import type { ApplicationVersion } from '../../../src/tencent/services/car-api.ts';
import { closeServices, failure, success } from '../services.ts';
import { application, CREATE, delayLook, fail, IN_USE, openCar } from './car-world.ts';

afterEach(closeServices);

const ACTION = 'CreateApplicationVersion';
const UNKNOWN = 'change-outcome-unknown';

describe('the version that an unclear answer left behind', () => {
  const message = 'the answer has no ApplicationVersionId';
  const cause = new AmbiguousResponseError({ service: 'car', action: ACTION, message });
  const change = { what: 'the version was created', cause };

  function version(versionId: string, name: string): ApplicationVersion {
    return { versionId, name, status: 'Uploading', createTime: '' };
  }

  it.each(['game', 'game.zip', ''])('is the only new one, with the name "%s"', (name) => {
    const found = version('ver-1', name);
    expect(findCreatedVersion(change, [found], 'game.zip')).toBe(found);
  });

  it.each([
    ['none', []],
    ['one of another file', [version('ver-1', 'other')]],
    ['several', [version('ver-1', 'game'), version('ver-2', 'game')]],
  ])('is not known where there is %s, and those are listed', (_, added) => {
    const listed = added.map(({ versionId }) => ({ text: expect.stringContaining(versionId) }));
    const seen = { label: 'Seen', text: expect.any(String) };
    const details = [{ label: 'Why', text: message }, seen, ...listed];
    expect(() => findCreatedVersion(change, added, 'game.zip')).toThrow(
      expect.objectContaining({ code: UNKNOWN, details }),
    );
  });
});

describe('an unclear answer to CreateApplicationVersion', () => {
  it('finds the version that was created, and creates no second one', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-after');
    await expect(world.run(CREATE)).resolves.toMatchObject(success());
    expect(application(world).createdVersions).toBe(1);
  });

  it.each(['reset-before', 'http-500'] as const)(
    'is an error where nothing shows: %s',
    async (kind) => {
      const world = await openCar();
      fail(world, ACTION, kind);
      await expect(world.run(CREATE)).resolves.toMatchObject({
        ...failure(UNKNOWN),
        details: [{ label: 'Why' }, { label: 'Seen' }],
        next: [{}],
      });
      expect(world.calls(ACTION)).toHaveLength(1);
    },
  );

  it('does not take the version that somebody else creates', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    world.clock.at(5, () => {
      application(world).createVersion({ ApplicationFileName: 'other.zip' });
    });
    await expect(world.run(CREATE)).resolves.toMatchObject(failure(UNKNOWN));
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('stays unknown where the list is refused, and both are told', async () => {
    const world = await openCar();
    fail(world, ACTION, 'reset-before');
    const code = 'AuthFailure.UnauthorizedOperation';
    fail(world, 'DescribeApplicationVersion', 'api-error', { code, occurrence: 'second' });
    const run = await world.run(CREATE);
    expect(run).toMatchObject(failure(UNKNOWN));
    expect(run.details.slice(0, 2)).toMatchObject([{ label: 'Why' }, { label: 'Then' }]);
    expect(run.details[1]).toMatchObject({ text: expect.stringContaining(code) });
    expect(run.details.length).toBeGreaterThan(2);
  });
});

it('creates nothing after the timeout', async () => {
  const world = await openCar({ versions: [IN_USE] });
  delayLook(world, 1);
  const run = await world.run({ ...CREATE, timeout: '1m' });
  expect(run).toMatchObject(failure('deadline-passed', 'timed-out'));
  expect(world.calls(ACTION)).toEqual([]);
});
