import { inlineCode, table, escapeMarkdown } from '../../text/markdown.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { formatBatchName } from '../../rollout/batch-progress.ts';
import type { Segment } from '../../rollout/timeline.ts';
import { getDeployingTime } from '../../rollout/timeline.ts';
import { limitLines } from '../annotate.ts';
import { formatDuration } from '../../text/format.ts';
import type { GanttInput } from './gantt.ts';
import { isFailing, isHealthy, getRevisionPods } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { RunRecord } from '../run-record.ts';

/** More rows than this push all else out of sight. */
const MAX_ROWS = 100;

/** A row for each batch, and for the times between them; '' where nothing was seen of any. */
export function renderBatchTable(drawn: GanttInput): string {
  if (drawn.batches.length === 0) return '';
  const rows = drawn.batches.flatMap((batch) => [rowOf(batch, drawn), ...pausesOf(batch, drawn)]);
  const shown = table(['Batch', 'Instances', 'Result', 'Took'], rows.slice(0, MAX_ROWS), [
    'left',
    'right',
    'left',
    'right',
  ]);
  const more =
    limitLines(
      rows.map(() => ''),
      MAX_ROWS,
    ).at(MAX_ROWS) ?? '';
  return [shown, more].filter(Boolean).join('\n\n');
}

function rowOf(batch: BatchProgress, drawn: GanttInput): string[] {
  const { healthy, position, total } = batch;
  const took = getDeployingTime(drawn.timeline, position, drawn.now);
  return [
    formatBatchName(batch),
    `${healthy}/${total}`,
    resultOf(batch, drawn),
    took ? formatDuration(took) : '',
  ];
}

function resultOf({ state, healthy, total }: BatchProgress, { isFailed }: GanttInput): string {
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
function pausesOf({ position }: BatchProgress, { now, timeline }: GanttInput): string[][] {
  return timeline
    .filter((segment) => segment.position === position)
    .flatMap(({ kind, from, to }) => {
      const took = formatDuration((to ?? now) - from);
      if (kind === 'interval') return [['interval', '', '', took]];
      return kind === 'waiting' ? [['confirmation', '', confirmation(to), took]] : [];
    });
}

function confirmation(to: Segment['to']): string {
  return to === undefined ? '⏸️ waits for it' : 'confirmed';
}

/** Enough to see what is wrong; thousands would push all else out of sight. */
const MAX_INSTANCES = 20;

/** The new instances that are not healthy at the last look, those first that fail. */
export function findUnhealthyInstances({ last, outputs }: RunRecord): readonly Pod[] {
  const pods = last ? getRevisionPods(last, outputs['revision-id'] ?? '') : [];
  return pods
    .filter((pod) => !isHealthy(pod))
    .toSorted((a, b) => badness(b) - badness(a) || b.restartCount - a.restartCount);
}

/** A row for each of the first ones, and how many more there are; '' where there are none. */
export function renderInstanceTable(pods: readonly Pod[]): string {
  if (pods.length === 0) return '';
  const rows = pods.slice(0, MAX_INSTANCES).map((pod) => {
    const restarts = String(pod.restartCount);
    return [
      inlineCode(pod.podId),
      escapeMarkdown(stateOf(pod)),
      escapeMarkdown(reasonOf(pod)),
      restarts,
    ];
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
