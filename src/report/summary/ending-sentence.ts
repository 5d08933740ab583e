import { getRevisionPods, isHealthy } from '../../rollout/pods.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import type { RunRecord } from '../run-record.ts';

/**
 * Returns what runs now: "6 of 6 instances run `v2.4.0` (previously `v2.3.9`)."; '' if there was no
 * check.
 */
export function describeEnding(record: RunRecord): Text {
  const { last } = record;
  return last ? message('summary.sentence', { text: countVersions(last, record) }) : '';
}

/**
 * "4 old instances run `v2.3.9`; 2 new instances are not healthy". Only healthy ones count as
 * running a version.
 */
function countVersions(snapshot: Snapshot, record: RunRecord): Text {
  const { application, pods } = snapshot;
  const revisionId = record.outputs['revision-id'] ?? '';
  const previousVersion = record.outputs['previous-version'] ?? '';
  const healthy = pods.filter(isHealthy);
  const ours = healthy.filter(({ versionId }) => versionId === revisionId).length;
  const others = healthy.length - ours;
  const total = Math.max(application.expectedInstances ?? 0, healthy.length);
  const before = previousVersion || application.deployVersion;
  const unhealthy = getRevisionPods(snapshot, revisionId).length - ours;
  if (healthy.length === 0) {
    const none = total > 0 ? message('summary.none-healthy', { total }) : message('summary.none');
    return joinTexts('semicolon', none, describeUnhealthy(unhealthy));
  }
  const version = record.version || message('summary.new-revision');
  const run = message('summary.instances-run', { count: ours, total, version });
  const isSure = others === 0 && previousVersion !== '' && previousVersion !== record.version;
  return joinTexts(
    'semicolon',
    isSure ? message('summary.previously', { instances: run, version: before }) : ours ? run : '',
    describeOthers(others, ours > 0 || unhealthy > 0, total, before),
    describeUnhealthy(unhealthy),
  );
}

/** Describes the instances of another revision: next to new ones, or all of them. */
function describeOthers(count: number, isBeside: boolean, total: number, before: string): Text {
  if (count === 0) return '';
  const version = before || message('summary.previous-revision');
  return isBeside
    ? message('summary.old-instances-run', { count, version })
    : message('summary.instances-run', { count, total, version });
}

function describeUnhealthy(count: number): Text {
  return count > 0 ? message('summary.new-unhealthy', { count }) : '';
}
