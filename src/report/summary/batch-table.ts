import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment } from '../../rollout/timeline.ts';
import { getDeployingTime } from '../../rollout/timeline.ts';
import type { Text } from '../../text/message.ts';
import { durationText, message } from '../../text/message.ts';
import { formatMarkdown, formatTable } from '../../text/markdown.ts';
import { countHidden } from '../detail-lines.ts';
import type { RolloutView } from './gantt.ts';
import { hasFailed } from './gantt.ts';

/** More rows would push everything else out of view. */
const MAX_ROWS = 100;

/** The result of a batch: an icon and its meaning. */
interface Result {
  readonly icon: string;
  readonly text: Text;
}

interface Row {
  readonly name: Text;
  readonly instances: string;
  readonly result?: Result;
  /** Duration in ms. */
  readonly took: number;
}

/** Renders a row for each batch and each pause; '' if no batch was seen. */
export function renderBatchTable(rollout: RolloutView): string {
  const { batches, language } = rollout;
  if (batches.length === 0) return '';
  const rows = batches.flatMap((batch) => [
    createBatchRow(batch, rollout),
    ...createPauseRows(batch, rollout),
  ]);
  const format = (text: Text) => formatMarkdown(text, language);
  const cells = rows
    .slice(0, MAX_ROWS)
    .map(({ name, instances, result, took }) => [
      format(name),
      instances,
      result ? `${result.icon} ${format(result.text)}`.trim() : '',
      took > 0 ? format(durationText(took)) : '',
    ]);
  const shown = formatTable(HEADERS.map(format), cells, ALIGNMENT);
  const hidden = rows.length - MAX_ROWS;
  return hidden > 0 ? `${shown}\n\n${countHidden(hidden, language)}` : shown;
}

/** Renders the planned batches of a rollout that has not started. */
export function renderPlannedBatches({ batches, language }: RolloutView): string {
  if (batches.length === 0) return '';
  const format = (text: Text) => formatMarkdown(text, language);
  const cells = batches
    .slice(0, MAX_ROWS)
    .map((batch) => [format(formatBatchName(batch)), String(batch.total)]);
  const shown = formatTable(HEADERS.slice(0, 2).map(format), cells, ALIGNMENT.slice(0, 2));
  const hidden = batches.length - MAX_ROWS;
  return hidden > 0 ? `${shown}\n\n${countHidden(hidden, language)}` : shown;
}

const HEADERS = [
  message('summary.batch'),
  message('summary.instances'),
  message('summary.batch-result'),
  message('summary.duration'),
];
const ALIGNMENT = ['left', 'right', 'left', 'right'] as const;

function createBatchRow(batch: BatchProgress, rollout: RolloutView): Row {
  const { healthy, position, total } = batch;
  return {
    name: formatBatchName(batch),
    instances: `${healthy}/${total}`,
    result: chooseResult(batch, rollout),
    took: getDeployingTime(rollout.timeline, position, rollout.now),
  };
}

function chooseResult(batch: BatchProgress, rollout: RolloutView): Result {
  const { state, healthy, total } = batch;
  if (hasFailed(batch, rollout)) return { icon: '❌', text: message('summary.batch-failed') };
  switch (state.kind) {
    case 'not-started':
      return { icon: '', text: message('summary.batch-not-started') };
    case 'deploying':
      return { icon: '', text: message('summary.batch-deploying') };
    case 'unknown':
      return { icon: '', text: state.word || message('summary.no-status') };
    case 'interval':
    case 'waiting':
    case 'finished':
      return healthy >= total
        ? { icon: '✅', text: message('summary.batch-healthy') }
        : { icon: '⚠️', text: message('summary.batch-unhealthy') };
  }
}

/** Returns the rows for the pause after a batch. */
function createPauseRows({ position }: BatchProgress, { now, timeline }: RolloutView): Row[] {
  return timeline
    .filter((segment) => segment.position === position)
    .flatMap((segment) => {
      const { from, kind, to } = segment;
      const row = { instances: '', took: (to ?? now) - from };
      if (kind === 'interval') return [{ ...row, name: message('summary.pause') }];
      if (kind !== 'waiting') return [];
      return [{ ...row, name: message('summary.confirmation'), result: chooseAnswer(segment) }];
    });
}

function chooseAnswer({ isCutOff, to }: Segment): Result {
  if (to === undefined) return { icon: '⏸️', text: message('summary.waiting') };
  return isCutOff
    ? { icon: '⏹️', text: message('summary.not-resumed') }
    : { icon: '▶️', text: message('summary.resumed') };
}
