import type { BatchProgress } from '../../rollout/progress.ts';
import type { Strategy } from '../../rollout/snapshot.ts';
import type { TemTarget } from '../../tencent/tem.ts';
import { duration, instances } from '../words.ts';

/** "app-shop0001 in en-prod0001 (ap-guangzhou)" */
export function placeOf({ applicationId, environmentId }: TemTarget, region: string): string {
  return `${applicationId} in ${environmentId} (${region})`;
}

/** "beta", "batch 2/3", or "rollout" where the site tells of no batches. */
export function nameOf({ position, of }: Pick<BatchProgress, 'position' | 'of'>): string {
  return typeof position === 'number' ? `batch ${position}/${of}` : position;
}

const TYPES = ['AUTO', 'MANUAL', 'BETA', 'first release'] as const;

/** "BETA, 1 instance, then 2 batches, 60 s apart"; '' where nothing is known. */
export function strategyInWords(strategy: Strategy | undefined): string {
  if (strategy?.type === undefined) return '';
  const type = TYPES[strategy.type] ?? `strategy ${strategy.type}`;
  const beta = type === 'BETA' && strategy.betaBatchNum ? instances(strategy.betaBatchNum) : '';
  const count = strategy.totalBatchCount ?? 0;
  const batches = count > 0 ? `${beta ? 'then ' : ''}${count} batch${count === 1 ? '' : 'es'}` : '';
  const interval = strategy.batchInterval ? `${duration(strategy.batchInterval * 1000)} apart` : '';
  return [type, beta, batches, interval].filter(Boolean).join(', ');
}

/** The strategy that the inputs ask for, in the same words; '' where they leave it to the cloud. */
export function plannedStrategy(inputs: {
  readonly deployStrategy?: string | undefined;
  readonly totalBatchCount?: number | undefined;
  readonly betaBatchNum?: number | undefined;
  readonly batchInterval?: number | undefined;
}): string {
  const type = TYPES.findIndex((name) => name === inputs.deployStrategy);
  return strategyInWords({
    type: type < 0 ? undefined : type,
    totalBatchCount: inputs.totalBatchCount,
    betaBatchNum: inputs.betaBatchNum,
    batchInterval: inputs.batchInterval,
  });
}
