import { bold, code } from '../../action/markdown.ts';
import { isHealthy, podsOf } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Status } from '../outcome.ts';
import type { Report } from '../report.ts';
import { duration } from '../words.ts';
import type { SummaryFacts } from './facts.ts';
import { newVersion } from './versions.ts';

const ENDED: Readonly<Record<Status, string>> = {
  succeeded: 'Succeeded in',
  failed: 'Failed after',
  waiting: 'Stopped for a confirmation after',
  reverted: 'Taken back after',
  'timed-out': 'Gave up after',
  cancelled: 'Cancelled after',
  started: 'Started in',
  planned: 'Planned in',
};

/** How it ended, and what runs now: "Succeeded in 4 min 12 s: 6 of 6 instances run v2.4.0." */
export function verdict(report: Report, facts: SummaryFacts): string {
  const { operation, outcome, took } = facts;
  const by = operation ? ` (${code(operation)})` : '';
  const ended = `${ENDED[outcome.status]} ${bold(duration(took))}${by}`;
  return report.last ? `${ended}: ${runningNow(report.last, report, facts)}.` : `${ended}.`;
}

/** "1 of 6 instances runs v2.4.0, 5 run v2.3.9"; what is not healthy runs nothing. */
function runningNow(snapshot: Snapshot, report: Report, facts: SummaryFacts): string {
  const { application, pods } = snapshot;
  const healthy = pods.filter(isHealthy);
  const total = Math.max(application.expectedInstances ?? 0, healthy.length);
  const revisionId = report.outputs['revision-id'] ?? '';
  const ours = healthy.filter(({ versionId }) => versionId === revisionId).length;
  const before = report.outputs['previous-version'] || application.deployVersion;
  const groups = [
    { count: ours, version: code(newVersion(report, facts)) || 'the new revision' },
    { count: healthy.length - ours, version: code(before) || 'another revision' },
  ].filter(({ count }) => count > 0);
  const counts = groups.map(({ count, version }, index) => {
    const whole = index === 0 ? ` of ${total} instances` : '';
    return `${count}${whole} ${count === 1 ? 'runs' : 'run'} ${version}`;
  });
  if (counts.length === 0) counts.push(`no instance of ${total} is healthy`);
  const sick = podsOf(snapshot, revisionId).length - ours;
  const are = sick === 1 ? 'is' : 'are';
  if (sick > 0) counts.push(`${sick} new instance${sick === 1 ? '' : 's'} ${are} not healthy`);
  return counts.join(', ');
}
