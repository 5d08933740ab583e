import type { BatchProgress, BatchState } from './batch-progress.ts';

/** A stretch of time that a batch spent in one state; times in ms since 1970. */
export interface Segment {
  readonly position: BatchProgress['position'];
  readonly kind: BatchState['kind'];
  readonly from: number;
  /** `undefined` while it lasts. */
  readonly to: number | undefined;
}

export type Timeline = readonly Segment[];

/** A batch that has not begun, or is over, takes no time. */
const TIMELESS = new Set<BatchState['kind']>(['not-started', 'finished']);

/** Adds what was seen at `now`: ends what is over and begins what is new. */
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

/** Ends at `now` whatever still lasts: something else begins. */
export function closeTimeline(timeline: Timeline, now: number): Timeline {
  return timeline.map((segment) => (isOpen(segment) ? { ...segment, to: now } : segment));
}

function isOpen({ to }: Segment): boolean {
  return to === undefined;
}

/** How long a batch deployed, in ms, as far as it was seen; `now` ends what still lasts. */
export function getDeployingTime(
  timeline: Timeline,
  position: Segment['position'],
  now: number,
): number {
  return timeline
    .filter((segment) => segment.position === position && segment.kind === 'deploying')
    .reduce((sum, { from, to }) => sum + (to ?? now) - from, 0);
}

/** Batches differ: one may well be this much faster than the fastest before it. */
const EARLY = 0.75;

/**
 * Before when the batch that deploys will hardly be done, in ms since 1970, as the batches before it
 * tell; `undefined` if there are none.
 */
export function estimateEarliestEnd(timeline: Timeline): number | undefined {
  const deploying = timeline.filter(({ kind }) => kind === 'deploying');
  const current = deploying.find(isOpen);
  const done = deploying.flatMap(({ from, to }) => (to === undefined ? [] : [to - from]));
  return current && done.length > 0 ? current.from + EARLY * Math.min(...done) : undefined;
}
