import type { Behaviour } from '../../../simulator/index.ts';
import { startWorld } from '../world.ts';
import type { TestWorld } from '../world.ts';

/** A world in which somebody started a rollout of v2.4.0 so many seconds ago. */
export async function startedAgo(
  seconds: number,
  behaviour: Partial<Behaviour> = {},
  strategy: 'AUTO' | 'BETA' | 'MANUAL' = 'AUTO',
): Promise<TestWorld> {
  const world = await startWorld({ behaviour });
  world.application.startRollout({
    DeployVersion: 'v2.4.0',
    DeployStrategyType: strategy,
    TotalBatchCount: 2,
  });
  world.clock.manual.advance(seconds);
  return world;
}
