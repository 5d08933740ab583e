import type { Fields, TestWorld } from '../world.ts';
import { changeResult } from '../world.ts';

/** Does something just before one call of an action: the next one, or the `nth` from now on. */
export function beforeCallOf(world: TestWorld, action: string, act: () => void, nth = 1): void {
  let calls = 0;
  world.beforeCall((called) => {
    if (called === action && ++calls === nth) act();
  });
}

/** Changes `Result` in one answer to an action: the next one, or the `nth` from now on. */
export function changeAnswer(world: TestWorld, action: string, fields: Fields, nth = 1): void {
  let answers = 0;
  changeResult(world, action, () => (++answers === nth ? fields : {}));
}
