import type { TestWorld } from '../world.ts';

const INFO = 'DescribeApplicationInfo';

/**
 * Does something before the check that comes right before a version is deployed again. No time
 * passes between it and the last check of the revert that is not sent; `earlier` counts the other
 * checks, after the start of the step, that come at once.
 */
export function beforeRedeployCheck(world: TestWorld, act: () => void, earlier = 0): void {
  const { clock } = world;
  const start = clock.seconds();
  let last = start;
  let repeated = 0;
  world.beforeCall((action) => {
    if (action !== INFO) return;
    const isAtOnce = clock.seconds() === last && last > start;
    last = clock.seconds();
    if (isAtOnce && ++repeated === earlier + 1) act();
  });
}
