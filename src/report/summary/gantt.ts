import { codeBlock } from '../../text/markdown.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment, Timeline } from '../../rollout/timeline.ts';
import { formatInstances } from '../../text/format.ts';

/** More bars than this nobody tells apart, and GitHub draws no diagram of more than 50,000 characters. */
const MAX_BARS = 100;

/** What a gantt is made of. */
export interface GanttInput {
  readonly batches: readonly BatchProgress[];
  readonly timeline: Timeline;
  /** Ends what still lasts, in ms since 1970. */
  readonly now: number;
  /** Whether what still lasts has failed. */
  readonly isFailed: boolean;
}

/** The rollout as a Mermaid gantt in UTC; '' where no time passed in it. */
export function renderGantt(drawn: GanttInput): string {
  const sections = [...drawn.batches, REVERT].map((batch) => section(batch, drawn));
  const bars = sections.flat().slice(0, MAX_BARS);
  if (bars.length === 0) return '';
  return codeBlock('mermaid', [
    'gantt',
    '  title The rollout in time (UTC)',
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    '  axisFormat %H:%M:%S',
    `  tickInterval ${tickInterval(drawn)}`,
    '  todayMarker off',
    ...bars,
  ]);
}

/** Marks on the axis that people count in, in seconds; Mermaid's own may be parts of a second. */
const TICKS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
const MAX_TICKS = 10;

function tickInterval({ timeline, now }: GanttInput): string {
  const starts = timeline.map(({ from }) => from);
  const ends = timeline.map(({ to }) => to ?? now);
  const span = seconds(Math.max(...ends) - Math.min(...starts));
  const tick = TICKS.find((length) => span / length <= MAX_TICKS) ?? 3600;
  return tick < 60 ? `${tick}second` : `${tick / 60}minute`;
}

/** What comes after the batches, where the rollout is taken back. */
const REVERT: BatchProgress = {
  ...{ position: 'revert', of: 1, state: { kind: 'deploying' }, note: '' },
  ...{ healthy: 0, total: 0, nextStart: undefined },
};

function section(batch: BatchProgress, drawn: GanttInput): string[] {
  const segments = drawn.timeline.filter(({ position }) => position === batch.position);
  if (segments.length === 0) return [];
  const bars = segments.flatMap((segment) => barsOf(segment, batch, drawn));
  return [`  section ${formatBatchName(batch)}`, ...bars.map((bar) => `    ${bar}`)];
}

function barsOf(segment: Segment, batch: BatchProgress, drawn: GanttInput): string[] {
  const { kind, from, to } = segment;
  const isOver = to !== undefined;
  const took = seconds((to ?? drawn.now) - from);
  const bar = `${LABELS[kind](batch)} :${tag(segment, batch, drawn)}, ${time(from)}, ${took}s`;
  const confirmed = `confirmed :milestone, ${time(to ?? 0)}, 0s`;
  return kind === 'waiting' && isOver ? [bar, confirmed] : [bar];
}

/** Only words of our own: whatever the cloud says might be Mermaid's syntax. */
const LABELS: Readonly<Record<Segment['kind'], (batch: BatchProgress) => string>> = {
  'not-started': () => 'not started',
  deploying: ({ position, total }) =>
    position === 'revert' ? 'taken back' : formatInstances(total),
  interval: () => 'interval',
  waiting: () => 'waits for confirmation',
  finished: () => 'finished',
  unknown: () => 'unknown status',
};

function tag({ kind, to }: Segment, batch: BatchProgress, { isFailed }: GanttInput): string {
  if (kind !== 'deploying' && kind !== 'unknown') return 'active';
  // A batch that is left while it deploys is the one that failed.
  if (isFailed && batch !== REVERT && batch.state.kind === kind) return 'crit';
  return to === undefined ? 'active' : 'done';
}

/** Shorter bars than a second cannot be seen. */
function seconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
