import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment, Timeline } from '../../rollout/timeline.ts';
import { formatInstances } from '../../text/format.ts';
import type { Language } from '../../text/format-text.ts';
import { formatText } from '../../text/format-text.ts';
import { formatCodeBlock } from '../../text/markdown.ts';

/** More bars than this nobody tells apart, and GitHub draws no diagram of more than 50,000 characters. */
const MAX_BARS = 100;

/** A rollout as its table of batches and its gantt show it. */
export interface RolloutView {
  readonly batches: readonly BatchProgress[];
  readonly timeline: Timeline;
  /** Ends what still lasts, in ms since 1970. */
  readonly now: number;
  /** Whether what still lasts has failed. */
  readonly isFailed: boolean;
  readonly language: Language;
}

/** The rollout as a Mermaid gantt in UTC; '' where no time passed in it. */
export function renderGantt(rollout: RolloutView): string {
  const sections = [...rollout.batches, REVERT].map((batch) => renderSection(batch, rollout));
  const bars = sections.flat().slice(0, MAX_BARS);
  if (bars.length === 0) return '';
  return formatCodeBlock('mermaid', [
    'gantt',
    '  title The rollout in time (UTC)',
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    '  axisFormat %H:%M:%S',
    `  tickInterval ${chooseTickInterval(rollout)}`,
    '  todayMarker off',
    ...bars,
  ]);
}

/** Marks on the axis that people count in, in seconds; Mermaid's own may be parts of a second. */
const TICK_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
const MAX_TICKS = 10;

function chooseTickInterval({ timeline, now }: RolloutView): string {
  const starts = timeline.map(({ from }) => from);
  const ends = timeline.map(({ to }) => to ?? now);
  const span = toSeconds(Math.max(...ends) - Math.min(...starts));
  const tick = TICK_SECONDS.find((length) => span / length <= MAX_TICKS) ?? 3600;
  return tick < 60 ? `${tick}second` : `${tick / 60}minute`;
}

/** What comes after the batches, where the rollout is rolled back. */
const REVERT: BatchProgress = {
  position: 'revert',
  of: 1,
  state: { kind: 'deploying' },
  note: '',
  trouble: '',
  healthy: 0,
  total: 0,
  nextStart: undefined,
};

function renderSection(batch: BatchProgress, rollout: RolloutView): string[] {
  const segments = rollout.timeline.filter(({ position }) => position === batch.position);
  if (segments.length === 0) return [];
  const bars = segments.flatMap((segment) => renderBars(segment, batch, rollout));
  const name = formatText(formatBatchName(batch), rollout.language);
  return [`  section ${name}`, ...bars.map((bar) => `    ${bar}`)];
}

function renderBars(segment: Segment, batch: BatchProgress, rollout: RolloutView): string[] {
  const { kind, from, to } = segment;
  const isOver = to !== undefined;
  const took = toSeconds((to ?? rollout.now) - from);
  const bar = `${BAR_LABELS[kind](batch)} :${chooseTag(segment, batch, rollout)}, ${formatTime(from)}, ${took}s`;
  const confirmed = `confirmed :milestone, ${formatTime(to ?? 0)}, 0s`;
  return kind === 'waiting' && isOver ? [bar, confirmed] : [bar];
}

/** Only words of our own: whatever the cloud says might be Mermaid's syntax. */
const BAR_LABELS: Readonly<Record<Segment['kind'], (batch: BatchProgress) => string>> = {
  'not-started': () => 'not started',
  deploying: ({ position, total }) =>
    position === 'revert' ? 'rolled back' : formatInstances(total),
  interval: () => 'interval',
  waiting: () => 'waits for confirmation',
  finished: () => 'finished',
  unknown: () => 'unknown status',
};

function chooseTag({ kind, to }: Segment, batch: BatchProgress, { isFailed }: RolloutView): string {
  if (kind !== 'deploying' && kind !== 'unknown') return 'active';
  // A batch that is left while it deploys is the one that failed.
  if (isFailed && batch !== REVERT && batch.state.kind === kind) return 'crit';
  return to === undefined ? 'active' : 'done';
}

/** Shorter bars than a second cannot be seen. */
function toSeconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
