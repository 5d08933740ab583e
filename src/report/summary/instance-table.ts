import { getPodState, getRevisionPods, isFailing, isHealthy } from '../../rollout/pods.ts';
import { explainPods } from '../../rollout/pod-reasons.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { Language } from '../../text/format-text.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { formatCode, formatMarkdown, formatTable } from '../../text/markdown.ts';
import type { RunRecord } from '../run-record.ts';

/** Enough to see what is wrong; thousands would push all else out of sight. */
const MAX_ROWS = 20;

/** The new instances that are not healthy in the last check, those that fail first. */
export function findUnhealthyInstances({ last, outputs }: RunRecord): readonly Pod[] {
  const pods = last ? getRevisionPods(last, outputs['revision-id'] ?? '') : [];
  const unhealthy = pods.filter((pod) => !isHealthy(pod));
  return explainPods(unhealthy, last?.deployment?.batches).toSorted(
    (a, b) => Number(isFailing(b)) - Number(isFailing(a)) || b.restartCount - a.restartCount,
  );
}

/** A row for each of the first ones, and how many more there are; '' if there are none. */
export function renderInstanceTable(pods: readonly Pod[], language: Language): string {
  if (pods.length === 0) return '';
  const format = (text: Text) => formatMarkdown(text, language);
  const rows = pods.slice(0, MAX_ROWS).map((pod) => formatInstanceRow(pod, format));
  const shown = formatTable(HEADERS.map(format), rows, ALIGNMENT);
  const count = pods.length - rows.length;
  return count > 0 ? `${shown}\n\n${format(message('summary.more-unhealthy', { count }))}` : shown;
}

const HEADERS = [
  message('summary.instance'),
  message('summary.state'),
  message('summary.reason'),
  message('summary.restarts'),
];
const ALIGNMENT = ['left', 'left', 'left', 'right'] as const;

function formatInstanceRow(pod: Pod, format: (text: Text) => string): string[] {
  const { containerState: state, podId, restartCount, warning } = pod;
  // A container that waits says nothing if there is a reason.
  const container = state && warning === '' ? message('summary.container', { state }) : '';
  return [
    formatCode(podId),
    format(getPodState(pod)),
    format(warning || container),
    String(restartCount),
  ];
}
