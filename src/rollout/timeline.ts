import type { BatchProgress, BatchState } from './batch-progress.ts';

/** A period that a batch spent in one state; times in ms since 1970. */
export interface Segment {
  readonly position: BatchProgress['position'];
  readonly kind: BatchState['kind'];
  readonly from: number;
  /** `undefined` while it lasts. */
  readonly to: number | undefined;
  /** True if the rollout itself ended in this state, because it was reverted or replaced. */
  readonly isCutOff?: true;
}

export type Timeline = readonly Segment[];

/** A batch that has not begun, or is over, has no period in the timeline. */
const TIMELESS = new Set<BatchState['kind']>(['not-started', 'finished']);

/** Adds the rows seen at `now`: ends periods that are over, and begins new ones. */
export function recordProgress(
  timeline: Timeline,
  rows: readonly BatchProgress[],
  now: number,
): Timeline {
  return rows.reduce<Timeline>((segments, row) => recordRow(segments, row, now), timeline);
}

function recordRow(timeline: Timeline, { position, state }: BatchProgress, now: number): Timeline {
  const open = timeline.find((segment) => segment.position === position && isOpen(segment));
  if (open?.kind === state.kind) return timeline;
  const closed = timeline.map((segment) => (segment === open ? { ...segment, to: now } : segment));
  if (TIMELESS.has(state.kind)) return closed;
  return [...closed, { position, kind: state.kind, from: now, to: undefined }];
}

/** Cuts off all open periods at `now`, because the rollout is reverted or replaced. */
export function closeTimeline(timeline: Timeline, now: number): Timeline {
  return timeline.map((segment) =>
    isOpen(segment) ? { ...segment, to: now, isCutOff: true } : segment,
  );
}

function isOpen({ to }: Segment): boolean {
  return to === undefined;
}

/** Returns how long a batch was seen deploying, in ms; `now` ends an open period. */
export function getDeployingTime(
  timeline: Timeline,
  position: Segment['position'],
  now: number,
): number {
  return timeline
    .filter((segment) => segment.position === position && segment.kind === 'deploying')
    .reduce((sum, { from, to }) => sum + (to ?? now) - from, 0);
}

/** Batches differ: one may need only this share of the fastest earlier batch's time. */
const EARLY = 0.75;

/**
 * Estimates the earliest end of the deploying batch, in ms since 1970, from the earlier batches;
 * `undefined` if there are none.
 */
export function estimateEarliestEnd(timeline: Timeline): number | undefined {
  const deploying = timeline.filter(({ kind }) => kind === 'deploying');
  const current = deploying.find(isOpen);
  const done = deploying.flatMap(({ from, to }) => (to === undefined ? [] : [to - from]));
  return current && done.length > 0 ? current.from + EARLY * Math.min(...done) : undefined;
}
