import { systemError } from '../../tencent/calls.ts';
import type { TestWorld } from '../world.ts';

/** No connection is made for the first calls of this action; gives how often it was called. */
export function refuseConnections(world: TestWorld, action: string, times: number): () => number {
  let calls = 0;
  world.beforeCall((called) => {
    if (called !== action) return;
    calls += 1;
    if (calls <= times) throw systemError('ECONNREFUSED');
  });
  return () => calls;
}
