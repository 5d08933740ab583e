import { describe, expect, it } from '@jest/globals';
import { formatPlannedStrategy, formatStrategy } from '../../../src/operations/tem/progress-log.ts';
import type { Strategy } from '../../../src/rollout/snapshot.ts';

describe('a strategy', () => {
  const NOTHING: Strategy = {
    type: undefined,
    totalBatchCount: undefined,
    betaBatchNum: undefined,
    batchInterval: undefined,
  };

  it.each<[string, Partial<Strategy>]>([
    ['', {}],
    ['AUTO', { type: 0 }],
    ['AUTO, 1 batch', { type: 0, totalBatchCount: 1, betaBatchNum: 0, batchInterval: 0 }],
    ['AUTO, 3 batches, 1 min apart', { type: 0, totalBatchCount: 3, batchInterval: 60 }],
    ['AUTO, 2 batches', { type: 0, totalBatchCount: 2, betaBatchNum: 5 }],
    ['MANUAL, 3 batches', { type: 1, totalBatchCount: 3 }],
    [
      'BETA, 1 instance, then 2 batches, 1 min apart',
      { type: 2, totalBatchCount: 2, betaBatchNum: 1, batchInterval: 60 },
    ],
    ['BETA, 2 instances, then 1 batch', { type: 2, totalBatchCount: 1, betaBatchNum: 2 }],
    ['BETA, 2 batches', { type: 2, totalBatchCount: 2 }],
    ['first release, 1 batch', { type: 3, totalBatchCount: 1 }],
    ['strategy 7, 2 batches', { type: 7, totalBatchCount: 2 }],
  ])('"%s"', (words, strategy) => {
    expect(formatStrategy({ ...NOTHING, ...strategy })).toBe(words);
  });

  it('that is not told is not made up', () => {
    expect(formatStrategy(undefined)).toBe('');
  });

  it('of the inputs reads the same as that of the cloud', () => {
    const inputs = { totalBatchCount: 2, betaBatchNum: 1, batchInterval: 90 };
    const words = 'BETA, 1 instance, then 2 batches, 1 min 30 s apart';
    expect(formatPlannedStrategy({ deployStrategy: 'BETA', ...inputs })).toBe(words);
    expect(formatStrategy({ type: 2, ...inputs })).toBe(words);
  });

  it('that the inputs leave to the cloud is not made up', () => {
    expect(formatPlannedStrategy({ totalBatchCount: 2 })).toBe('');
  });
});
