import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServiceRun, ServiceWorld } from '../services.ts';
import { closeServices, failure } from '../services.ts';
import { CREATE, fail, FULL, left, openCar, publishing, usable } from './car-world.ts';
import { formatText } from '../../../src/text/format-text.ts';

afterEach(closeServices);

const LIST = 'DescribeApplicationVersion';
const CODE = 'InternalError.Unexpected';
const LIMITS = { timeout: '2m', 'poll-interval': '10s' };

/** No list of the versions comes through from this one on. */
function failLists(world: ServiceWorld, occurrence = 2): void {
  fail(world, LIST, 'api-error', { code: CODE, occurrence, times: 100_000 });
}

function expectLastAnswer(world: ServiceWorld, run: ServiceRun): void {
  const last = world.simulator.calls.findLast(({ action }) => action === LIST);
  const told = run.details
    .map(({ text }) => formatText(text, 'en-US'))
    .filter((text) => text.includes(CODE));
  expect(told).toEqual([expect.stringContaining(String(last?.requestId))]);
}

// Where every list fails until the timeout, nobody can tell why without the last answer.
describe('A wait that ends without an answer tells the last one', () => {
  it('of a version that is to be ready', async () => {
    const world = await openCar({ versions: left('Creating') });
    failLists(world);
    const run = await world.run({ ...publishing('ver-left'), ...LIMITS });
    expect(run).toMatchObject(failure('version-not-ready', 'timed-out'));
    expectLastAnswer(world, run);
  });

  it('of a version that the first list lacks', async () => {
    const world = await openCar({ versions: [usable('ver-1')] });
    failLists(world);
    const run = await world.run({ ...publishing('ver-none'), ...LIMITS });
    expect(run).toMatchObject({ code: 'version-not-found' });
    expectLastAnswer(world, run);
  });

  it('of a version that is being deleted', async () => {
    const world = await openCar({ versions: FULL, behaviour: { deletingSeconds: 3_600 } });
    world.beforeCall((action) => {
      if (action === 'DeleteApplicationVersion') failLists(world, 1);
    });
    const run = await world.run({ ...CREATE, ...LIMITS, 'version-limit': 'delete-oldest' });
    expect(run).toMatchObject(failure('version-not-deleted', 'timed-out'));
    expectLastAnswer(world, run);
  });

  it('of a creation that may not have arrived', async () => {
    const world = await openCar();
    fail(world, 'CreateApplicationVersion', 'reset-before');
    failLists(world);
    const run = await world.run({ ...CREATE, ...LIMITS });
    expect(run).toMatchObject({ code: 'change-outcome-unknown' });
    expectLastAnswer(world, run);
  });

  it('of a publication that may not have arrived', async () => {
    const world = await openCar({ versions: [usable('ver-1')] });
    fail(world, 'SetApplicationVersionOnline', 'reset-before');
    world.beforeCall((action) => {
      if (action === 'SetApplicationVersionOnline') failLists(world, 1);
    });
    const run = await world.run({ ...publishing('ver-1'), ...LIMITS });
    expect(run).toMatchObject({ code: 'change-outcome-unknown' });
    expectLastAnswer(world, run);
  });
});
