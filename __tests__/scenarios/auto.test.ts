import { afterEach, describe, expect, it } from '@jest/globals';
import { closeWorlds, openWorld } from './world.ts';

afterEach(closeWorlds);

describe('AUTO', () => {
  it('rolls batch after batch out and succeeds', async () => {
    const world = await openWorld();
    const t = performance.now();
    const run = await world.run({
      operation: 'tem-rolling-update',
      'deploy-version': 'v2.4.0',
      'deploy-strategy': 'AUTO',
      'total-batch-count': '2',
    });
    console.log(performance.now() - t, run, world.simulator.calls.length, world.changes());
    expect(run.exitCode).toBe(0);
  });
});
