import { afterEach, describe, expect, it } from '@jest/globals';
import { isPathOf } from '../../../src/operations/car/upload-version.ts';
import type { ServiceWorld } from '../services.ts';
import { closeServices, failure, success } from '../services.ts';
import { CREATE, idOf, openCar } from './car-world.ts';

afterEach(closeServices);

describe('the path of an upload', () => {
  it.each([
    '103121832/app-fcegkdfa/ver-1/app-fcegkdfa.rar',
    '103121832/app-fcegkdfa/ver-1/',
    'a/ver-1/ver-0.zip',
    // Unknown: whether a path always names a version.
    '103121832/app-fcegkdfa/app-fcegkdfa.rar',
    'upload/forever-2.zip',
  ])('%s may be of ver-1', (path) => {
    expect(isPathOf(path, 'ver-1')).toBe(true);
  });

  it.each(['a/ver-2/a.zip', 'a/VER-10/', 'ver-', 'a/ver-2/ver-1.zip'])(
    '%s is of another version',
    (path) => {
      expect(isPathOf(path, 'ver-1')).toBe(false);
    },
  );
});

/** Lets CAR name another version's path until this second. */
function misdirectUntil(world: ServiceWorld, second: number): void {
  world.intercept((action, answer) =>
    action === 'DescribeCosCredential' && world.clock.seconds() < second
      ? { ...answer, Path: 'a/app-game0001/ver-game0002/app-game0001.zip' }
      : undefined,
  );
}

describe('an upload', () => {
  it('never goes to the path of another version, and says which version has no file', async () => {
    const world = await openCar();
    misdirectUntil(world, Infinity);
    const run = await world.run(CREATE);
    expect(run).toMatchObject(failure('version-upload-path'));
    const message = expect.stringContaining(idOf(run));
    expect(run.annotations).toMatchObject([{ kind: 'warning', message }, { kind: 'error' }]);
    expect(world.simulator.cos.requests).toEqual([]);
  });

  it('waits for the path of its own', async () => {
    const world = await openCar();
    misdirectUntil(world, 20);
    const run = await world.run(CREATE);
    expect(run).toMatchObject(success());
    const keys = world.simulator.cos.requests.map(({ key }) => key);
    expect(keys).toEqual([expect.stringContaining(idOf(run))]);
  });
});
