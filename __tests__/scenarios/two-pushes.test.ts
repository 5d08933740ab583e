import { afterEach, describe, expect, it } from '@jest/globals';
import { pushTwice, STRATEGIES } from './two-pushes.ts';
import { closeWorlds } from './world.ts';

afterEach(closeWorlds);

describe('Two pushes without a concurrency group', () => {
  it.each(Object.keys(STRATEGIES) as (keyof typeof STRATEGIES)[])(
    'are rolled out one after the other, and both succeed (%s)',
    async (strategy) => {
      const pushes = await pushTwice(strategy, 20);
      expect(pushes).toEqual({
        statuses: ['succeeded', 'succeeded'],
        versions: ['v2.4.0', 'v2.5.0'],
        states: ['finished', 'finished'],
      });
    },
  );
});
