import { table, text } from '../../action/markdown.ts';
import type { BatchProgress } from '../../rollout/progress.ts';
import type { Segment } from '../../rollout/timeline.ts';
import { deployingTime } from '../../rollout/timeline.ts';
import { firstLines } from '../render.ts';
import { nameOf } from '../tem/words.ts';
import { duration } from '../words.ts';
import type { Drawn } from './gantt.ts';

/** More rows than this push all else out of sight. */
const MOST_ROWS = 100;

/** A row for each batch, and for the times between them; '' where nothing was seen of any. */
export function batchTable(drawn: Drawn): string {
  if (drawn.batches.length === 0) return '';
  const rows = drawn.batches.flatMap((batch) => [rowOf(batch, drawn), ...pausesOf(batch, drawn)]);
  const shown = table(['Batch', 'Instances', 'Result', 'Took'], rows.slice(0, MOST_ROWS), [
    'left',
    'right',
    'left',
    'right',
  ]);
  const more =
    firstLines(
      rows.map(() => ''),
      MOST_ROWS,
    ).at(MOST_ROWS) ?? '';
  return [shown, more].filter(Boolean).join('\n\n');
}

function rowOf(batch: BatchProgress, drawn: Drawn): string[] {
  const { healthy, position, total } = batch;
  const took = deployingTime(drawn.timeline, position, drawn.now);
  return [nameOf(batch), `${healthy}/${total}`, resultOf(batch, drawn), took ? duration(took) : ''];
}

function resultOf({ state, healthy, total }: BatchProgress, { isFailed }: Drawn): string {
  const isHealthy = healthy >= total;
  switch (state.kind) {
    case 'not-started':
      return 'not started';
    case 'deploying':
      return isFailed ? '❌ failed' : 'deploying';
    case 'unknown':
      return text(state.word || 'no status');
    case 'interval':
    case 'waiting':
    case 'finished':
      return isHealthy ? '✅ healthy' : '⚠️ not healthy';
  }
}

/** What came between a batch and the next one. */
function pausesOf({ position }: BatchProgress, { now, timeline }: Drawn): string[][] {
  return timeline
    .filter((segment) => segment.position === position)
    .flatMap(({ kind, from, to }) => {
      const took = duration((to ?? now) - from);
      if (kind === 'interval') return [['interval', '', '', took]];
      return kind === 'waiting' ? [['confirmation', '', confirmation(to), took]] : [];
    });
}

function confirmation(to: Segment['to']): string {
  return to === undefined ? '⏸️ waits for it' : 'confirmed';
}
