import type { BatchProgress } from './progress.ts';

/** How a rollout is to be divided. */
export interface Division {
  /** Instances of the beta batch; 0 without one. */
  readonly betaBatchNum: number;
  /** The batches beside it. Unknown: whether TotalBatchCount counts the beta batch; we say it does not. */
  readonly totalBatchCount: number;
}

/**
 * The batches that so many instances are divided into: the beta batch, and the rest evenly (TEM's
 * guide, 1094/42079). Unknown: which batches get the instances left over; we say the first ones.
 */
export function plannedBatches(
  instances: number,
  { betaBatchNum, totalBatchCount }: Division,
): BatchProgress[] {
  const beta = Math.min(betaBatchNum, instances);
  const rest = instances - beta;
  const of = Math.min(totalBatchCount, rest);
  const sizes = Array.from({ length: of }, (_, index) => shareOf(rest, of, index));
  const rows = sizes.map((total, index) => row(index + 1, of, total));
  return beta > 0 ? [row('beta', of, beta), ...rows] : rows;
}

function shareOf(rest: number, of: number, index: number): number {
  return Math.floor(rest / of) + (index < rest % of ? 1 : 0);
}

function row(position: BatchProgress['position'], of: number, total: number): BatchProgress {
  const state = { kind: 'not-started' } as const;
  return { position, of, state, healthy: 0, total, note: '', nextStart: undefined };
}
