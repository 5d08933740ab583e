import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planBatches } from '../../src/rollout/batch-progress.ts';

const sizes = (instances: number, betaBatchNum: number, totalBatchCount: number) =>
  planBatches(instances, { betaBatchNum, totalBatchCount }).map(
    ({ position, total }) => `${position}: ${total}`,
  );

describe('the batches of a plan', () => {
  it.each([
    [6, 1, 2, ['beta: 1', '1: 3', '2: 2']],
    [6, 0, 3, ['1: 2', '2: 2', '3: 2']],
    [7, 0, 3, ['1: 3', '2: 2', '3: 2']],
    [2, 0, 5, ['1: 1', '2: 1']],
    [1, 1, 2, ['beta: 1']],
    [6, 0, 0, []],
  ])('%i instances, beta %i, then %i batches', (instances, beta, batches, expected) => {
    expect(sizes(instances, beta, batches)).toEqual(expected);
  });

  it('have not begun, and nothing is to be noted of them', () => {
    const [first] = planBatches(4, { betaBatchNum: 0, totalBatchCount: 2 });
    expect(first).toEqual({
      position: 1,
      of: 2,
      state: { kind: 'not-started' },
      healthy: 0,
      total: 2,
      note: '',
      trouble: '',
      nextStart: undefined,
    });
  });

  it('hold every instance once, and differ by one at the most', () => {
    const count = fc.integer({ min: 1, max: 500 });
    fc.assert(
      fc.property(count, fc.nat(50), count, (instances, betaBatchNum, totalBatchCount) => {
        const rows = planBatches(instances, { betaBatchNum, totalBatchCount });
        const others = rows.filter(({ position }) => position !== 'beta').map(({ total }) => total);
        const all = rows.reduce((sum, { total }) => sum + total, 0);
        expect(all).toBe(instances);
        expect(Math.max(0, ...others) - Math.min(...others, Infinity)).toBeLessThanOrEqual(1);
        expect(others).not.toContain(0);
      }),
    );
  });
});
