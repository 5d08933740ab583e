import { describe, expect, it } from '@jest/globals';
import { checkStrategy } from '../../../src/operations/tem/check-rollout-inputs.ts';

describe('batch settings', () => {
  it.each([
    [{}, []],
    [{ deployStrategy: 'AUTO', batchInterval: 60 }, []],
    [{ deployStrategy: 'BETA', betaBatchNum: 1, batchInterval: 60 }, []],
    [{ deployStrategy: 'MANUAL' }, []],
    [{ deployStrategy: 'BETA' }, ['beta-batch-num is missing']],
    [
      { betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and deploy-strategy is not given'],
    ],
    [
      { deployStrategy: 'AUTO', betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and deploy-strategy is AUTO'],
    ],
    [{ deployStrategy: 'MANUAL', batchInterval: 60 }, ['batch-interval has no meaning with']],
    [
      { deployStrategy: 'MANUAL', batchInterval: 60, betaBatchNum: 1 },
      ['beta-batch-num needs the beta strategy, and', 'batch-interval has no meaning with'],
    ],
  ])('%j: %j', (inputs, expected) => {
    const problems = checkStrategy(inputs);
    expect(problems).toHaveLength(expected.length);
    problems.forEach(({ input, problem: is, fix: change }, index) => {
      expect(`${input} ${is}`).toContain(expected[index]);
      expect(change).toMatch(/^(add|use) {3}\S/);
    });
  });
});
