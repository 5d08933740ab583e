import { getPodState, getRevisionPods, isFailing, isHealthy } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { Language } from '../../text/format-text.ts';
import { escapeMarkdown, formatCode, formatMarkdown, formatTable } from '../../text/markdown.ts';
import { countHidden } from '../detail-lines.ts';
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
export function renderInstanceTable(pods: readonly Pod[], language: Language): string {
  if (pods.length === 0) return '';
  const rows = pods.slice(0, MAX_ROWS).map((pod) => formatInstanceRow(pod, language));
  const shown = formatTable(HEADERS, rows, ALIGNMENT);
  const hidden = pods.length - rows.length;
  return hidden > 0 ? `${shown}\n\n${countHidden(hidden, language)} that are not healthy` : shown;
}

const HEADERS = ['Instance', 'State', 'Reason', 'Restarts'];
const ALIGNMENT = ['left', 'left', 'left', 'right'] as const;

function formatInstanceRow(pod: Pod, language: Language): string[] {
  const { containerState, podId, restartCount, warning } = pod;
  const reasons = [warning, containerState && `container ${containerState}`].filter(Boolean);
  return [
    formatCode(podId),
    formatMarkdown(getPodState(pod), language),
    escapeMarkdown(reasons.join('; ')),
    String(restartCount),
  ];
}
