import { code, table, text } from '../../action/markdown.ts';
import { isFailing, isHealthy, podsOf } from '../../rollout/pods.ts';
import type { Pod } from '../../rollout/snapshot.ts';
import type { Report } from '../report.ts';

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
