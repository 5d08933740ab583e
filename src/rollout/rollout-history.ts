import type { BatchProgress } from './batch-progress.ts';
import { getBatchProgress } from './batch-progress.ts';
import type { RolloutState } from './rollout-tracker.ts';
import { trackStarted } from './rollout-tracker.ts';
import type { Release } from './running-release.ts';
import type { Snapshot } from './snapshot.ts';
import { isBeingReverted } from './snapshot.ts';
import type { Timeline } from './timeline.ts';
import { closeTimeline, recordProgress } from './timeline.ts';

/** What ran before a rollout; '' if unknown. */
export interface PreviousVersion {
  readonly version: string;
  readonly packageName: string;
}

/** The versions before and after a rollout. */
export interface RolloutVersions {
  readonly previous: PreviousVersion;
  /** The version that the rollout deploys; '' if unknown. */
  readonly version: string;
  /** The package of that version, if this step named it. */
  readonly packageName?: string | undefined;
}

/** What was seen of a rollout so far. */
export interface RolloutHistory extends RolloutVersions {
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
  versions: RolloutVersions,
  now: number,
): RolloutHistory {
  return { ...versions, last, batches: [], timeline: [], lastChange: now };
}

/** Plans the rollout of a version that replaces what a snapshot, taken at `now` (ms), shows. */
export function planRollout(
  last: Snapshot,
  { deployVersion, packageName }: Pick<Release, 'deployVersion'> & Partial<Release>,
  now: number,
): Rollout {
  const { application, deployment } = last;
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  const previous = { version: application.deployVersion, packageName: application.pkgName };
  return {
    state: trackStarted('', before, deployVersion),
    history: startHistory(last, { previous, version: deployVersion, packageName }, now),
  };
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
