import type { BatchProgress } from '../../src/rollout/batch-progress.ts';
import type { Change } from './cloud.ts';
import { STAGES } from './cloud.ts';
import type { RolloutPlan } from './corpus.ts';

/** A row of the log: the state of a batch at a moment. */
export interface Sight {
  readonly batch: number;
  readonly stage: number;
  readonly healthy: number;
  readonly at: number;
}

const STAGE_OF: Partial<Record<BatchProgress['state']['kind'], number>> = {
  deploying: STAGES.deploying,
  interval: STAGES.between,
  waiting: STAGES.between,
  finished: STAGES.finished,
};

export function sightOf(row: BatchProgress, at: number, strategy: RolloutPlan['strategy']): Sight {
  const isBeta = strategy === 'BETA';
  const place = row.position === 'beta' ? 0 : Number(row.position) - (isBeta ? 0 : 1);
  return { batch: place, stage: STAGE_OF[row.state.kind] ?? 0, healthy: row.healthy, at };
}

/** Returns how long after each change the log showed it, or a later change, in ms. */
export function latenesses(changes: readonly Change[], sights: readonly Sight[]): number[] {
  return changes.flatMap((change) => {
    const seen = sights.find((sight) => shows(sight, change));
    return seen ? [seen.at - change.at] : [];
  });
}

function shows(sight: Sight, { batch, kind, value, at }: Change): boolean {
  if (sight.batch !== batch || sight.at < at) return false;
  return (kind === 'stage' ? sight.stage : sight.healthy) >= value;
}
