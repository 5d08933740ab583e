import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment, Timeline } from '../../rollout/timeline.ts';
import type { Language } from '../../text/format-text.ts';
import { formatText } from '../../text/format-text.ts';
import type { Text } from '../../text/message.ts';
import { instancesText, message } from '../../text/message.ts';
import { formatCodeBlock } from '../../text/markdown.ts';
import { BLACK, BLUE, GREY, RED } from './chart-colours.ts';

/**
 * More bars are unreadable, and GitHub does not render a diagram of more than 50,000 characters.
 */
const MAX_BARS = 100;

/** A rollout as shown by the table of batches and the gantt chart. */
export interface RolloutView {
  readonly batches: readonly BatchProgress[];
  readonly timeline: Timeline;
  /** The end of everything still in progress, in milliseconds since 1970. */
  readonly now: number;
  /** Whether what is still in progress has failed. */
  readonly isFailed: boolean;
  readonly language: Language;
}

/**
 * One set of colours for GitHub's light and dark themes, matching the legend; Mermaid's own differ
 * between the themes. `themeCSS` covers what has no variable: labels next to bars, which would be
 * black on the dark background, and the lines of the axis.
 */
const THEME = {
  theme: 'base',
  themeVariables: {
    doneTaskBkgColor: '#4ac26b',
    doneTaskBorderColor: '#2da44e',
    taskBkgColor: '#eac54f',
    taskBorderColor: '#bf8700',
    activeTaskBkgColor: '#80ccff',
    activeTaskBorderColor: BLUE,
    critBkgColor: '#ff8182',
    critBorderColor: RED,
    taskTextColor: BLACK,
    taskTextDarkColor: BLACK,
    taskTextOutsideColor: GREY,
    titleColor: GREY,
    textColor: GREY,
    sectionBkgColor: `${GREY}11`,
    altSectionBkgColor: `${GREY}00`,
    sectionBkgColor2: `${GREY}11`,
    gridColor: GREY,
  },
  themeCSS: [
    `.taskTextOutsideLeft,.taskTextOutsideRight{fill:${GREY} !important}`,
    `.grid .tick line{stroke:${GREY};opacity:0.4}`,
  ].join(''),
} as const;

/** Renders the rollout as a Mermaid gantt chart in UTC with a legend; '' if it took no time. */
export function renderGantt(rollout: RolloutView): string {
  const { batches, language } = rollout;
  const sections = [...batches, REVERT].map((batch) => renderSection(batch, rollout));
  const bars = sections.flat().slice(0, MAX_BARS);
  if (bars.length === 0) return '';
  const diagram = formatCodeBlock('mermaid', [
    `%%{init: ${JSON.stringify(THEME)}}%%`,
    'gantt',
    `  title ${formatText(message('summary.timeline'), language)}`,
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    '  axisFormat %H:%M:%S',
    `  tickInterval ${chooseTickInterval(rollout)}`,
    '  todayMarker off',
    ...bars,
  ]);
  return `${diagram}\n\n${formatText(message('summary.legend'), language)}`;
}

/** Round intervals for the axis, in seconds. Mermaid's own may be fractions of a second. */
const TICK_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600] as const;
/** More tick labels overlap on a phone. */
const MAX_TICKS = 4.5;

function chooseTickInterval({ timeline, now }: RolloutView): string {
  const starts = timeline.map(({ from }) => from);
  const ends = timeline.map(({ to }) => to ?? now);
  const span = countSeconds(Math.min(...starts), Math.max(...ends));
  const tick = TICK_SECONDS.find((length) => span / length <= MAX_TICKS) ?? 3600;
  return tick < 60 ? `${tick}second` : `${tick / 60}minute`;
}

/** The part after the batches if a rollout is rolled back. */
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
  const bars = segments.map((segment) => renderBar(segment, batch, rollout));
  const name = formatText(formatBatchName(batch), rollout.language);
  return [`  section ${name}`, ...bars.map((bar) => `    ${bar}`)];
}

function renderBar(segment: Segment, batch: BatchProgress, rollout: RolloutView): string {
  const { kind, from, to } = segment;
  const format = (text: Text) => formatText(text, rollout.language);
  const took = countSeconds(from, to ?? rollout.now);
  const tag = chooseTag(segment, batch, rollout);
  return `${format(labelBar(kind, batch))} :${[tag, formatTime(from), `${took}s`].filter(Boolean).join(', ')}`;
}

/** Labels contain only fixed words, because values from TEM could be Mermaid syntax. */
function labelBar(kind: Segment['kind'], { position, total }: BatchProgress): Text {
  switch (kind) {
    case 'not-started':
      return message('summary.batch-not-started');
    case 'deploying':
      return position === 'revert' ? message('summary.bar-rollback') : instancesText(total);
    case 'interval':
      return message('summary.pause');
    case 'waiting':
      return message('summary.bar-paused');
    case 'finished':
      return message('summary.bar-finished');
    case 'unknown':
      return message('summary.bar-unknown');
  }
}

/** Whether a batch made its rollout fail: the rollout ended while its instances were failing. */
export function hasFailed(batch: BatchProgress, { isFailed }: RolloutView): boolean {
  const { state, healthy, total } = batch;
  if (!isFailed || batch === REVERT || state.kind === 'not-started') return false;
  return state.kind === 'deploying' || (state.kind !== 'unknown' && healthy < total);
}

/** Chooses the bar's colour through Mermaid's task tags; no tag means in progress. */
function chooseTag(
  { kind, to }: Segment,
  batch: BatchProgress,
  rollout: RolloutView,
): 'active' | 'crit' | 'done' | '' {
  if (kind === 'interval' || kind === 'waiting') return 'active';
  if (hasFailed(batch, rollout)) return 'crit';
  return to === undefined ? '' : 'done';
}

/**
 * Counts whole seconds as drawn, so that a bar ends where the next one starts. Bars shorter than a
 * second are invisible.
 */
function countSeconds(from: number, to: number): number {
  return Math.max(1, Math.floor(to / 1000) - Math.floor(from / 1000));
}

function formatTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
