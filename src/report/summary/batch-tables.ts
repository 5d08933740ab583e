import { code, table, text } from '../../text/markdown.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import type { Segment } from '../../rollout/timeline.ts';
import { deployingTime } from '../../rollout/timeline.ts';
import { firstLines } from '../annotate.ts';
import { nameOf } from '../../operations/tem/progress-log.ts';
import { duration } from '../../text/format.ts';
import type { Drawn } from './gantt.ts';
import { isFailing, isHealthy, podsOf } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { Report } from '../run-record.ts';

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

/** Enough to see what is wrong; thousands would push all else out of sight. */
const MOST_INSTANCES = 20;

/** The new instances that are not healthy at the last look, those first that fail. */
export function sickInstances({ last, outputs }: Report): readonly Pod[] {
  const pods = last ? podsOf(last, outputs['revision-id'] ?? '') : [];
  return pods
    .filter((pod) => !isHealthy(pod))
    .toSorted((a, b) => badness(b) - badness(a) || b.restartCount - a.restartCount);
}

/** A row for each of the first ones, and how many more there are; '' where there are none. */
export function instanceTable(pods: readonly Pod[]): string {
  if (pods.length === 0) return '';
  const rows = pods.slice(0, MOST_INSTANCES).map((pod) => {
    const restarts = String(pod.restartCount);
    return [code(pod.podId), text(stateOf(pod)), text(reasonOf(pod)), restarts];
  });
  const shown = table(['Instance', 'State', 'Reason', 'Restarts'], rows, ALIGNMENT);
  const hidden = pods.length - rows.length;
  return hidden > 0 ? `${shown}\n\n… and ${hidden} more that are not healthy` : shown;
}

const ALIGNMENT = ['left', 'left', 'left', 'right'] as const;

function badness(pod: Pod): number {
  return isFailing(pod) ? 1 : 0;
}

function stateOf({ status, isReady }: Pod): string {
  if (!/^running$/i.test(status)) return status || 'no status';
  return isReady ? 'unhealthy' : 'not ready';
}

function reasonOf({ warning, containerState }: Pod): string {
  return [warning, containerState && `container ${containerState}`].filter(Boolean).join('; ');
}
