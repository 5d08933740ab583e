import type { RunRecord } from '../../report/run-record.ts';
import { replaceOutput, setOutput } from '../../report/run-record.ts';
import { areDetailsOwn } from '../../rollout/own-details.ts';
import type { Rollout, RolloutHistory, RolloutVersions } from '../../rollout/rollout-history.ts';
import { startHistory } from '../../rollout/rollout-history.ts';
import { trackExisting } from '../../rollout/rollout-tracker.ts';
import type { RevisionMatcher, Snapshot } from '../../rollout/snapshot.ts';
import {
  countCurrentInstances,
  getNewVersion,
  getPreviousVersion,
  isBeingReverted,
  isDeploying,
  isScaledToZero,
  matchesRevision,
} from '../../rollout/snapshot.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import type { Text } from '../../text/message.ts';
import { instancesText, joinTexts, message } from '../../text/message.ts';
import { logTarget } from '../log-target.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { formatTarget } from './progress-log.ts';
import { explainWrongTarget } from './nearest-targets.ts';
import type { TemContext } from './tem-context.ts';

/** How long to search for a revision. */
interface FindOptions {
  /** In ms of successful checks; half a minute by default. */
  readonly visibleMs?: number;
  /** In ms since 1970; the deadline by default. */
  readonly until?: number;
}

/**
 * Polls until the application shows the revision, and sets its output; `undefined` if the revision
 * does not appear. Rejects with an ApiError that a retry would not change.
 */
export async function findRevision(
  tem: TemContext,
  matcher: RevisionMatcher,
  { visibleMs = VISIBLE_TIMEOUT_MS, until = tem.context.deadline }: FindOptions = {},
): Promise<Snapshot | undefined> {
  const found = await pollUntil<Snapshot, { readonly snapshot?: Snapshot }>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    until,
    decide: (snapshot, _, watchedMs) => {
      if (matchesRevision(snapshot.application, matcher)) return { snapshot };
      return watchedMs >= visibleMs ? {} : undefined;
    },
  });
  const snapshot = found?.snapshot;
  setOutput(tem.context.report, 'revision-id', snapshot?.application.versionId ?? '');
  return snapshot;
}

/**
 * Returns the ID of a revision that was started, or '' if it cannot be read: the step does not fail
 * for that, because the rollout was started anyway.
 */
export async function findStartedRevision(
  tem: TemContext,
  matcher: RevisionMatcher,
): Promise<string> {
  if (matcher.revisionId !== '') return matcher.revisionId;
  const { clock, deadline } = tem.context;
  const until = Math.min(deadline, clock.now() + 2 * VISIBLE_TIMEOUT_MS);
  try {
    return (await findRevision(tem, matcher, { until }))?.application.versionId ?? '';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    tem.context.log.warning(message('rollout.not-seen'), error.text);
    return matcher.revisionId;
  }
}

/** Takes the snapshot before the step changes anything, and logs what runs now. */
export async function readInitialSnapshot(tem: TemContext): Promise<Snapshot> {
  const { context, target } = tem;
  const { log, region, report } = context;
  const place = formatTarget(target, region);
  const snapshot = await readPatiently(tem).catch(async (error: unknown) => {
    // The error of a refusal does not name the target, so the target is logged first.
    logTarget(context, message('rollout.stage-target'), place);
    throw await explainWrongTarget(context.call, target, error);
  });
  context.onTargetChecked();
  report.before = snapshot;
  const { applicationName } = snapshot.application;
  const text = joinTexts('dot', applicationName, place, describeRunningInstances(snapshot));
  logTarget(context, message('rollout.stage-target'), text);
  if (isScaledToZero(snapshot)) {
    log.warning(message('rollout.no-instances'), message('rollout.scaled-to-zero'));
  }
  return snapshot;
}

/** How long temporary failures of the first read are tolerated. */
const FIRST_READ_TIMEOUT_MS = 120_000;

/** Tolerates unexpected errors for a while; a wrong ID is thrown at once. */
export async function readPatiently(tem: TemContext): Promise<Snapshot> {
  const { clock, deadline, lastFailure } = tem.context;
  const snapshot = await pollUntil<Snapshot, Snapshot>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    until: Math.min(deadline, clock.now() + FIRST_READ_TIMEOUT_MS),
    decide: (seen) => seen,
  });
  if (snapshot) return snapshot;
  const error: unknown = lastFailure.error;
  throw error;
}

/**
 * During a rollout the application names only the new version, but not all instances run it yet.
 */
function describeRunningInstances(snapshot: Snapshot): Text {
  const { application } = snapshot;
  const { deployVersion: version } = application;
  const instances = instancesText(countCurrentInstances(snapshot));
  if (!version) return message('rollout.running-unversioned', { instances });
  const previous = isDeploying(application) ? getPreviousVersion(snapshot) : '';
  return previous
    ? message('rollout.running-change', { instances, previous, version })
    : message('rollout.running', { instances, version });
}

/** Returns the rollout that a snapshot shows, as it is followed from `now` (ms) on. */
export function trackExistingRollout(snapshot: Snapshot, now: number): Rollout {
  const state = trackExisting(snapshot);
  // Stale details belong to an earlier rollout, which replaced another version.
  const isKnown = areDetailsOwn(snapshot, state) || isBeingReverted(snapshot);
  const previous = { version: isKnown ? getPreviousVersion(snapshot) : '', packageName: '' };
  const versions = { previous, version: getNewVersion(snapshot) };
  return { state, history: startHistory(snapshot, versions, now) };
}

/** Adds the previous version to the history, once the rollout's own details name it. */
export function completeHistory(
  report: RunRecord,
  history: RolloutHistory,
  snapshot: Snapshot,
): RolloutHistory {
  return history.previous.version === '' ? takePrevious(report, history, snapshot) : history;
}

/**
 * Corrects the history of a rollout that is about to be replaced by the version before it, if the
 * snapshot contains the rollout's own details: the application may have been read before it showed
 * somebody's last rollout. Details without a StartTime prove nothing. If the step deploys the
 * version that ran already, nothing tells its details from those of the rollout before.
 */
export function completeRollout(report: RunRecord, rollout: Rollout, snapshot: Snapshot): Rollout {
  const { history, state } = rollout;
  const { newDeployVersion, startTime } = snapshot.deployment ?? {};
  const isNamed = Boolean(startTime) && newDeployVersion === history.version;
  const isRepeated = history.previous.version === history.version;
  if (!isNamed || isRepeated || !areDetailsOwn(snapshot, state)) return rollout;
  return { ...rollout, history: takePrevious(report, history, snapshot) };
}

function takePrevious(
  report: RunRecord,
  history: RolloutHistory,
  snapshot: Snapshot,
): RolloutHistory {
  const version = getPreviousVersion(snapshot);
  if (version === '' || version === history.previous.version) return history;
  const previous = { version, packageName: '' };
  recordVersions(report, { ...history, previous });
  return { ...history, previous };
}

/**
 * Records the versions before and after the rollout, and their packages, in the report. What is
 * unknown of the previous one is removed: the report may describe another rollout so far.
 */
export function recordVersions(
  report: RunRecord,
  { packageName = '', previous, version }: RolloutVersions,
): void {
  report.version = version;
  setOutput(report, 'package-name', packageName);
  replaceOutput(report, 'previous-version', previous.version);
  replaceOutput(report, 'previous-package-name', previous.packageName);
}
