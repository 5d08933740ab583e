import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitEvenly } from '../../../simulator/tem/rollout-plan.ts';

describe('splitEvenly', () => {
  it('loses no instance, has no empty batch and sizes that differ by one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 50 }),
        (instances, batchCount) => {
          const sizes = splitEvenly(instances, batchCount);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(instances);
          expect(sizes).toHaveLength(Math.min(instances, batchCount));
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('puts the larger batches first', () => {
    expect(splitEvenly(5, 2)).toStrictEqual([3, 2]);
  });
});
