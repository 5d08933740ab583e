import type { TestWorld } from '../world.ts';
import { INFO } from './tem-actions.ts';

/**
 * Does something before a check of the application that comes at once after another one: what was
 * decided by the first is looked at again before anything is sent. `earlier`: how many such checks to
 * let pass first. The first check of the step is none.
 */
export function beforeSecondLook(world: TestWorld, act: () => void, earlier = 0): void {
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
