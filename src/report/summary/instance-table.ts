import { getPodState, getRevisionPods, isFailing, isHealthy } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import { countHidden } from '../../text/format.ts';
import { escapeMarkdown, formatCode, formatTable } from '../../text/markdown.ts';
import type { RunRecord } from '../run-record.ts';

/** Enough to see what is wrong; thousands would push all else out of sight. */
const MAX_ROWS = 20;

/** The new instances that are not healthy at the last look, those first that fail. */
export function findUnhealthyInstances({ last, outputs }: RunRecord): readonly Pod[] {
  const pods = last ? getRevisionPods(last, outputs['revision-id'] ?? '') : [];
  return pods
    .filter((pod) => !isHealthy(pod))
    .toSorted(
      (a, b) => Number(isFailing(b)) - Number(isFailing(a)) || b.restartCount - a.restartCount,
    );
}

/** A row for each of the first ones, and how many more there are; '' where there are none. */
export function renderInstanceTable(pods: readonly Pod[]): string {
  if (pods.length === 0) return '';
  const rows = pods.slice(0, MAX_ROWS).map(formatInstanceRow);
  const shown = formatTable(HEADERS, rows, ALIGNMENT);
  const hidden = pods.length - rows.length;
  return hidden > 0 ? `${shown}\n\n${countHidden(hidden)} that are not healthy` : shown;
}

const HEADERS = ['Instance', 'State', 'Reason', 'Restarts'];
const ALIGNMENT = ['left', 'left', 'left', 'right'] as const;

function formatInstanceRow(pod: Pod): string[] {
  const { containerState, podId, restartCount, warning } = pod;
  const reasons = [warning, containerState && `container ${containerState}`].filter(Boolean);
  return [
    formatCode(podId),
    escapeMarkdown(getPodState(pod)),
    escapeMarkdown(reasons.join('; ')),
    String(restartCount),
  ];
}
