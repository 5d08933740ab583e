import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment } from '../../rollout/timeline.ts';
import { getDeployingTime } from '../../rollout/timeline.ts';
import { countHidden, formatDuration } from '../../text/format.ts';
import { escapeMarkdown, formatTable } from '../../text/markdown.ts';
import type { RolloutView } from './gantt.ts';

/** More rows than this push all else out of sight. */
const MAX_ROWS = 100;

/** A row for each batch, and for the times between them; '' where nothing was seen of any. */
export function renderBatchTable(rollout: RolloutView): string {
  if (rollout.batches.length === 0) return '';
  const rows = rollout.batches.flatMap((batch) => [
    formatBatchRow(batch, rollout),
    ...formatPauseRows(batch, rollout),
  ]);
  const shown = formatTable(HEADERS, rows.slice(0, MAX_ROWS), ALIGNMENT);
  const hidden = rows.length - MAX_ROWS;
  return hidden > 0 ? `${shown}\n\n${countHidden(hidden)}` : shown;
}

const HEADERS = ['Batch', 'Instances', 'Result', 'Took'];
const ALIGNMENT = ['left', 'right', 'left', 'right'] as const;

function formatBatchRow(batch: BatchProgress, rollout: RolloutView): string[] {
  const { healthy, position, total } = batch;
  const took = getDeployingTime(rollout.timeline, position, rollout.now);
  return [
    formatBatchName(batch),
    `${healthy}/${total}`,
    describeResult(batch, rollout),
    took ? formatDuration(took) : '',
  ];
}

function describeResult(
  { state, healthy, total }: BatchProgress,
  { isFailed }: RolloutView,
): string {
  const isHealthy = healthy >= total;
  switch (state.kind) {
    case 'not-started':
      return 'not started';
    case 'deploying':
      return isFailed ? '❌ failed' : 'deploying';
    case 'unknown':
      return escapeMarkdown(state.word || 'no status');
    case 'interval':
    case 'waiting':
    case 'finished':
      return isHealthy ? '✅ healthy' : '⚠️ not healthy';
  }
}

/** What came between a batch and the next one. */
function formatPauseRows({ position }: BatchProgress, { now, timeline }: RolloutView): string[][] {
  return timeline
    .filter((segment) => segment.position === position)
    .flatMap(({ kind, from, to }) => {
      const took = formatDuration((to ?? now) - from);
      if (kind === 'interval') return [['interval', '', '', took]];
      return kind === 'waiting' ? [['confirmation', '', describeConfirmation(to), took]] : [];
    });
}

function describeConfirmation(to: Segment['to']): string {
  return to === undefined ? '⏸️ waits for it' : 'confirmed';
}
