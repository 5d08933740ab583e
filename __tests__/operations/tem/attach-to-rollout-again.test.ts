import { afterEach, describe, expect, it } from '@jest/globals';
import type { Site } from '../../../simulator/index.ts';
import { changeResult, closeWorlds, startWorld } from '../world.ts';
import type { TestWorld } from '../world.ts';
import { beforeSecondLook } from './second-look.ts';
import { beforeCallOf } from './single-calls.ts';
import { DETAIL, INFO, PODS } from './tem-actions.ts';
import { supersede } from './supersede.ts';

afterEach(closeWorlds);

/** A world in which another rollout takes the place of the one in progress after a few seconds. */
async function startSuperseded(site?: Site): Promise<TestWorld> {
  const world = await startWorld({ behaviour: { podStartSeconds: 60, revertSeconds: 1 } }, site);
  const { application, clock } = world;
  application.startRollout({ DeployVersion: 'v2.4.0' });
  clock.manual.advance(5);
  supersede(world, 8);
  return world;
}

describe('a rollout that replaces the one that the step waits for', () => {
  it.each<{
    readonly name: string;
    readonly site?: Site;
    readonly act?: (world: TestWorld) => void;
  }>([
    { name: 'it began later' },
    {
      name: 'TEM refuses to show it',
      act: ({ simulator }) => {
        const every = { kind: 'api-error', action: INFO, occurrence: 'every' } as const;
        simulator.faults.inject({ ...every, code: 'UnauthorizedOperation' });
      },
    },
    {
      name: 'the details are still those of another one',
      act: (world) => {
        const behind = { StartTime: '2020-01-01 00:00:00', NewDeployVersion: 'v2.4.0' };
        changeResult(world, DETAIL, () => behind);
      },
    },
    {
      name: 'it shows no time',
      act: (world) => {
        changeResult(world, DETAIL, () => ({ StartTime: null }));
      },
    },
    { name: 'the site shows no details', site: 'international' },
  ])('is not followed where $name', async ({ site, act }) => {
    const world = await startSuperseded(site);
    beforeSecondLook(world, () => act?.(world));
    const run = await world.run({ operation: 'tem-wait' });
    expect(run).toMatchObject({ code: 'rollout-superseded', outputs: { status: 'failed' } });
    expect(world.application.rollouts).toMatchObject([{}, { state: 'deploying' }]);
  });
});

it('cannot tell that a rollout began during the first read where the site has no details', async () => {
  const world = await startWorld({}, 'international');
  beforeCallOf(world, PODS, () => {
    world.application.startRollout({ DeployVersion: 'v9' });
    world.clock.manual.advance(20);
  });
  const run = await world.run({ operation: 'tem-wait' });
  expect(run).toMatchObject({ exitCode: 0, outputs: { status: 'succeeded', version: 'v9' } });
});
