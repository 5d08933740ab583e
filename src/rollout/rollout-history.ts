import type { BatchProgress } from './batch-progress.ts';
import { getBatchProgress } from './batch-progress.ts';
import type { RolloutState } from './rollout-tracker.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted } from './snapshot.ts';
import type { Timeline } from './timeline.ts';
import { closeTimeline, recordProgress } from './timeline.ts';

/** What ran before a rollout; '' if unknown. */
export interface PreviousVersion {
  readonly version: string;
  readonly packageName: string;
}

/** What was seen of a rollout so far. */
export interface RolloutHistory {
  readonly previous: PreviousVersion;
  /** The version that the rollout deploys; '' if unknown. */
  readonly version: string;
  /** The last snapshot; before the first one of the rollout, the one taken before its start. */
  readonly last: Snapshot;
  /** The batches as they were last seen. */
  readonly batches: readonly BatchProgress[];
  readonly timeline: Timeline;
  /** When the batches last showed something new, in ms since 1970. */
  readonly lastChange: number;
}

/** A rollout that is followed: the evidence so far, and its history. */
export interface Rollout {
  readonly state: RolloutState;
  readonly history: RolloutHistory;
}

/** Starts the history of a rollout that is followed from `now` (ms) on. */
export function startHistory(
  last: Snapshot,
  versions: Pick<RolloutHistory, 'previous' | 'version'>,
  now: number,
): RolloutHistory {
  return { ...versions, last, batches: [], timeline: [], lastChange: now };
}

/** Adds a snapshot, seen at `now` (ms), that has led to this state. */
export function recordSnapshot(
  history: RolloutHistory,
  snapshot: Snapshot,
  { revisionId, verdict }: Pick<RolloutState, 'revisionId' | 'verdict'>,
  now: number,
): RolloutHistory {
  if (verdict.kind === 'not-started') return { ...history, last: snapshot };
  const cause = verdict.kind === 'failed' ? verdict.failure.cause : undefined;
  const isCutOff = cause === 'superseded' || cause === 'reverted' || isBeingReverted(snapshot);
  const closed = isCutOff ? closeTimeline(history.timeline, now) : undefined;
  // The snapshot shows another rollout, so its batches do not belong to this one.
  if (closed && cause === 'superseded') return { ...history, last: snapshot, timeline: closed };
  const batches = getBatchProgress(snapshot, revisionId, now);
  const timeline = closed ?? recordProgress(history.timeline, batches, now);
  const isNew = describeBatches(batches) !== describeBatches(history.batches);
  const lastChange = isNew ? now : history.lastChange;
  return { ...history, last: snapshot, batches, timeline, lastChange };
}

/** Returns what counts as news; a countdown changes all the time and does not count. */
function describeBatches(batches: readonly BatchProgress[]): string {
  return JSON.stringify(
    batches.map(({ healthy, missing, state, total, trouble }) => [
      [state, healthy, total],
      [missing, trouble],
    ]),
  );
}
