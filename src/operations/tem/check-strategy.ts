import type { Problem } from '../../action/problems.ts';

export interface StrategyInputs {
  readonly deployStrategy?: string | undefined;
  readonly betaBatchNum?: number | undefined;
  readonly batchInterval?: number | undefined;
  readonly totalBatchCount?: number | undefined;
}

/** What batch settings must be to the strategy. */
export function checkStrategy(inputs: StrategyInputs): Problem[] {
  const { deployStrategy, betaBatchNum, batchInterval } = inputs;
  const problems: Problem[] = [];
  if (betaBatchNum && deployStrategy !== 'BETA') {
    problems.push({
      input: 'beta-batch-num',
      is: `needs the beta strategy, and deploy-strategy is ${deployStrategy ?? 'not given'}`,
      change: 'add   deploy-strategy: BETA   (or leave beta-batch-num out)',
    });
  }
  if (deployStrategy === 'BETA' && !betaBatchNum) {
    problems.push({
      input: 'beta-batch-num',
      is: 'is missing: BETA begins with a small batch',
      change: 'add   beta-batch-num: 1',
    });
  }
  if (deployStrategy === 'MANUAL' && batchInterval) {
    problems.push({
      input: 'batch-interval',
      is: 'has no meaning with MANUAL: every batch waits for confirmation',
      change: 'use   deploy-strategy: AUTO   (or leave batch-interval out)',
    });
  }
  return problems;
}
