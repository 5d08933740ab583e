import { getRevisionPods, isHealthy } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { formatDuration } from '../../text/format.ts';
import { formatBold, formatCode } from '../../text/markdown.ts';
import type { Status } from '../outcome.ts';
import type { RunRecord } from '../run-record.ts';
import type { SummaryInput } from './summary-input.ts';

const ENDED: Readonly<Record<Status, string>> = {
  succeeded: 'Succeeded in',
  failed: 'Failed after',
  waiting: 'Stopped for a confirmation after',
  reverted: 'Rolled back after',
  'timed-out': 'Gave up after',
  cancelled: 'Cancelled after',
  started: 'Started in',
  planned: 'Planned in',
};

/** How it ended, and what runs now: "Succeeded in 4 min 12 s: 6 of 6 instances run v2.4.0." */
export function describeEnding(record: RunRecord, input: SummaryInput): string {
  const { operation, outcome, took } = input;
  const by = operation ? ` (${formatCode(operation)})` : '';
  const ended = `${ENDED[outcome.status]} ${formatBold(formatDuration(took))}${by}`;
  return record.last ? `${ended}: ${countVersions(record.last, record)}.` : `${ended}.`;
}

/** "1 of 6 instances runs v2.4.0, 5 run v2.3.9"; what is not healthy runs nothing. */
function countVersions(snapshot: Snapshot, record: RunRecord): string {
  const { application, pods } = snapshot;
  const healthy = pods.filter(isHealthy);
  const total = Math.max(application.expectedInstances ?? 0, healthy.length);
  const revisionId = record.outputs['revision-id'] ?? '';
  const ours = healthy.filter(({ versionId }) => versionId === revisionId).length;
  const before = record.outputs['previous-version'] || application.deployVersion;
  const groups = [
    { count: ours, version: formatCode(record.version) || 'the new revision' },
    { count: healthy.length - ours, version: formatCode(before) || 'another revision' },
  ].filter(({ count }) => count > 0);
  const counts = groups.map(({ count, version }, index) => {
    const whole = index === 0 ? ` of ${total} instances` : '';
    return `${count}${whole} ${count === 1 ? 'runs' : 'run'} ${version}`;
  });
  if (counts.length === 0) counts.push(`no instance of ${total} is healthy`);
  const unhealthy = getRevisionPods(snapshot, revisionId).length - ours;
  if (unhealthy === 1) counts.push('1 new instance is not healthy');
  if (unhealthy > 1) counts.push(`${unhealthy} new instances are not healthy`);
  return counts.join(', ');
}
