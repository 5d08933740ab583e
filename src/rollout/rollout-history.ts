import type { BatchProgress } from './batch-progress.ts';
import { getBatchProgress } from './batch-progress.ts';
import type { RolloutState } from './rollout-tracker.ts';
import type { Snapshot } from './snapshot.ts';
import type { Timeline } from './timeline.ts';
import { recordProgress } from './timeline.ts';

/** What ran before a rollout; '' where that is not known. */
export interface PreviousVersion {
  readonly version: string;
  readonly packageName: string;
}

/** What a rollout has been through, as far as it was seen. */
export interface RolloutHistory {
  readonly previous: PreviousVersion;
  /** The last snapshot; until one was taken of the rollout, the one before it. */
  readonly last: Snapshot;
  /** The batches, as they were when the rollout was last seen. */
  readonly batches: readonly BatchProgress[];
  readonly timeline: Timeline;
}

/** A rollout that is followed: the evidence so far, and what it has been through. */
export interface Rollout {
  readonly state: RolloutState;
  readonly history: RolloutHistory;
}

/** The history of a rollout that nobody has followed yet. */
export function startHistory(last: Snapshot, previous: PreviousVersion): RolloutHistory {
  return { previous, last, batches: [], timeline: [] };
}

/** Adds a snapshot, seen at `now` (ms), that has led to this state. */
export function recordSnapshot(
  history: RolloutHistory,
  snapshot: Snapshot,
  { revisionId, verdict }: Pick<RolloutState, 'revisionId' | 'verdict'>,
  now: number,
): RolloutHistory {
  if (verdict.kind === 'not-started') return { ...history, last: snapshot };
  const batches = getBatchProgress(snapshot, revisionId, now);
  const timeline = recordProgress(history.timeline, batches, now);
  return { ...history, last: snapshot, batches, timeline };
}
