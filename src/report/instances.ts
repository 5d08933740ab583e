import { isFailing, isHealthy } from '../rollout/pods.ts';
import { explainPods } from '../rollout/pod-reasons.ts';
import { getPodVersion } from '../rollout/serving-version.ts';
import type { Pod, Snapshot } from '../rollout/snapshot.ts';
import { parseCloudTime } from '../rollout/snapshot.ts';
import { stripControlChars, truncate } from '../text/sanitize.ts';
import type { Outcome } from './outcome.ts';
import type { RunRecord } from './run-record.ts';

/**
 * One instance in the outputs. Values that TEM does not return are '' or `null`. TEM's API has no
 * exit codes, logs or events of instances.
 */
export interface Instance {
  readonly name: string;
  readonly ip: string;
  readonly version: string;
  readonly revision: string;
  /** TEM's status, such as `Running` or `CrashLoopBackOff`. */
  readonly state: string;
  /** TEM's reason why the instance is not healthy, for example the message of a probe. */
  readonly reason: string;
  /** The state of its container, such as `running` or `waiting`. */
  readonly container: string;
  readonly ready: boolean;
  readonly healthy: boolean;
  readonly restarts: number;
  readonly created: string | null;
}

/** Linux limits an environment variable to 128 KiB, and steps often pass outputs that way. */
const MAX_LENGTH = 50_000;
const MAX_FAILED_LENGTH = 20_000;
const MAX_TEXT_LENGTH = 300;

/** The instances at the end of a step, by the names of their outputs. */
export interface EndInstances {
  /** The unhealthy ones first. */
  readonly instances: readonly Instance[];
  readonly 'failed-instances': readonly Instance[];
}

/**
 * Lists the instances at the end of a step, as many as fit; `undefined` if no check read any. The
 * failed ones are those of the outcome, which a rollback may have removed, and those that fail in
 * the last check.
 */
export function listEndInstances(
  record: RunRecord,
  { failedPods = [] }: Outcome,
): EndInstances | undefined {
  const { last } = record;
  if (last === undefined) return undefined;
  const pods = explainPods(last.pods, last.deployment?.batches);
  const known = new Set(failedPods.map(({ podId }) => podId));
  const others = pods.filter((pod) => isFailing(pod) && !known.has(pod.podId));
  const list = (listed: readonly Pod[], maxLength: number) =>
    fit(
      listed.map((pod) => toInstance(pod, last, record)),
      maxLength,
    );
  const ordered = [...pods.filter((pod) => !isHealthy(pod)), ...pods.filter(isHealthy)];
  return {
    instances: list(ordered, MAX_LENGTH),
    'failed-instances': list([...failedPods, ...others], MAX_FAILED_LENGTH),
  };
}

function toInstance(pod: Pod, last: Snapshot, { outputs, version }: RunRecord): Instance {
  const created = parseCloudTime(pod.createTime);
  const known = { revisionId: outputs['revision-id'] ?? '', version };
  return {
    name: shorten(pod.podId),
    ip: shorten(pod.ip),
    version: shorten(getPodVersion(pod, last, known)),
    revision: shorten(pod.versionId),
    state: shorten(pod.status),
    reason: shorten(pod.warning),
    container: shorten(pod.containerState),
    ready: pod.isReady,
    healthy: isHealthy(pod),
    restarts: pod.restartCount,
    created: created === undefined ? null : formatTime(created),
  };
}

function shorten(text: string): string {
  return truncate(stripControlChars(text), MAX_TEXT_LENGTH);
}

/** Formats a time in milliseconds since 1970 as ISO 8601 in UTC, to the second. */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Returns the first entries whose JSON fits into `maxLength`. */
export function fit<Entry>(entries: readonly Entry[], maxLength: number): Entry[] {
  let length = 2;
  const end = entries.findIndex((entry) => {
    length += JSON.stringify(entry).length + 1;
    return length > maxLength;
  });
  return end < 0 ? [...entries] : entries.slice(0, end);
}
