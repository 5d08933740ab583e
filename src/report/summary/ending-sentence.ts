import { getRevisionPods, isHealthy } from '../../rollout/pods.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import type { RunRecord } from '../run-record.ts';

/**
 * Returns what runs now: "6 of 6 instances run `v2.4.0` (previously `v2.3.9`)." or "4 old instances
 * run `v2.3.9`; 2 new instances are not healthy."; '' if there was no check. Only healthy ones count
 * as running a version.
 */
export function describeEnding({ last, outputs, version: named }: RunRecord): Text {
  if (!last) return '';
  const { application, pods } = last;
  // Without a rollout of its own, the step has replaced nothing, so the current revision counts.
  const given = outputs['revision-id'];
  const own = named !== '' || given === application.versionId ? given : undefined;
  const revisionId = own ?? application.versionId;
  const previousVersion = (own && outputs['previous-version']) ?? '';
  const healthy = pods.filter(isHealthy);
  const ours = healthy.filter(({ versionId }) => versionId === revisionId).length;
  const others = healthy.length - ours;
  const total = Math.max(application.expectedInstances ?? 0, healthy.length);
  // If the rollout is not current, it was rolled back, or somebody has replaced it.
  const isCurrent = application.versionId === revisionId;
  const current = isCurrent || application.deployVersion === named ? '' : application.deployVersion;
  const before = current || previousVersion;
  const unhealthy = own === undefined ? 0 : getRevisionPods(last, revisionId).length - ours;
  const end = (...parts: readonly Text[]) => {
    const text = joinTexts('semicolon', ...parts, describeUnhealthy(unhealthy));
    return message('summary.sentence', { text });
  };
  if (healthy.length === 0) {
    return end(total > 0 ? message('summary.none-healthy', { total }) : message('summary.none'));
  }
  const version = own
    ? named || message('summary.new-revision')
    : application.deployVersion || message('summary.current-revision');
  const run = message('summary.instances-run', { count: ours, total, version });
  const isSure = others === 0 && previousVersion !== '' && previousVersion !== named;
  return end(
    isSure
      ? message('summary.previously', { instances: run, version: previousVersion })
      : ours
        ? run
        : '',
    describeOthers(others, ours > 0 || unhealthy > 0, total, before),
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
