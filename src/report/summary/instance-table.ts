import { getPodState, isFailing } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { Language } from '../../text/format-text.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { formatCode, formatMarkdown, formatTable } from '../../text/markdown.ts';

/** Enough to recognize the problem; thousands would push everything else out of view. */
const MAX_ROWS = 20;

/**
 * Renders a row for each of the first instances, failing ones first, and the number of the others;
 * '' if there are none.
 */
export function renderInstanceTable(pods: readonly Pod[], language: Language): string {
  if (pods.length === 0) return '';
  const format = (text: Text) => formatMarkdown(text, language);
  const sorted = pods.toSorted(
    (a, b) => Number(isFailing(b)) - Number(isFailing(a)) || b.restartCount - a.restartCount,
  );
  const rows = sorted.slice(0, MAX_ROWS).map((pod) => {
    const { containerState: state, podId, restartCount, warning } = pod;
    // If there is a reason, the state of a waiting container adds nothing.
    const container = state && warning === '' ? message('summary.container', { state }) : '';
    return [
      formatCode(podId),
      format(getPodState(pod)),
      format(warning || container),
      String(restartCount),
    ];
  });
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
