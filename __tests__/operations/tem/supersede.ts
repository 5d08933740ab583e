import type { TestWorld } from '../world.ts';

/** Somebody reverts the rollout in progress, and starts one of v9 once that is done. */
export function replaceRollout({ application, clock }: TestWorld): void {
  application.revert();
  clock.manual.advance(20);
  application.startRollout({ DeployVersion: 'v9' });
  clock.manual.advance(2);
}

/** Replaces the rollout in progress at this second. */
export function supersede(world: TestWorld, second: number): void {
  world.clock.at(second, () => {
    replaceRollout(world);
  });
}
