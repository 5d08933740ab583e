import type { RunRecord } from '../../report/run-record.ts';
import { setOutput } from '../../report/run-record.ts';
import type { PreviousVersion, Rollout } from '../../rollout/rollout-history.ts';
import { startHistory } from '../../rollout/rollout-history.ts';
import { trackExisting } from '../../rollout/rollout-tracker.ts';
import type { Application, RevisionMatcher, Snapshot } from '../../rollout/snapshot.ts';
import { getPreviousVersion, isDeploying, matchesRevision } from '../../rollout/snapshot.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { formatInstances, joinParts } from '../../text/format.ts';
import { VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { pollSnapshots } from './poll-snapshots.ts';
import { formatStrategy, formatTarget } from './progress-log.ts';
import type { TemContext } from './tem-context.ts';

/** The result of looking for a revision; `unread`: no read came through. */
export type FindResult =
  | { readonly kind: 'found'; readonly revisionId: string }
  | { readonly kind: 'absent'; readonly application: Application }
  | { readonly kind: 'unread' };

/**
 * Polls until the application shows the revision, for half a minute at most, and sets its output.
 * Rejects with an ApiError that would come again.
 */
export async function findRevision(tem: TemContext, matcher: RevisionMatcher): Promise<FindResult> {
  const { clock, deadline, report } = tem.context;
  let last: Application | undefined;
  const revisionId = await pollSnapshots(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    until: Math.min(clock.now() + VISIBLE_TIMEOUT_MS, deadline),
    decide: ({ application }) => {
      last = application;
      return matchesRevision(application, matcher) ? application.versionId : undefined;
    },
  });
  if (revisionId !== undefined) {
    setOutput(report, 'revision-id', revisionId);
    return { kind: 'found', revisionId };
  }
  return last ? { kind: 'absent', application: last } : { kind: 'unread' };
}

/** The ID of a revision that was started, as far as it can be seen: it was started all the same. */
export async function findStartedRevision(
  tem: TemContext,
  matcher: RevisionMatcher,
): Promise<string> {
  try {
    const found = await findRevision(tem, matcher);
    return found.kind === 'found' ? found.revisionId : matcher.revisionId;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    tem.context.log.warning('The rollout is started and was not seen', error.message);
    return matcher.revisionId;
  }
}

/** Takes the snapshot before anything is done, and shows what runs now. */
export async function readInitialSnapshot({
  context,
  reader,
  target,
}: TemContext): Promise<Snapshot> {
  const { log, region, report } = context;
  const place = formatTarget(target, region);
  const snapshot = await reader().catch((error: unknown) => {
    // A refusal does not say which names it was asked for.
    log.stage('Target', place);
    throw error;
  });
  report.before = snapshot;
  report.last = snapshot;
  const { application, pods } = snapshot;
  const running = formatInstances(application.currentInstances ?? pods.length);
  const versions = describeRunningVersions(snapshot);
  log.stage('Target', joinParts(application.applicationName, place, `${running}${versions}`));
  return snapshot;
}

/** While a rollout goes on the application names the new version alone, and not all run that yet. */
function describeRunningVersions(snapshot: Snapshot): string {
  const { application } = snapshot;
  const { deployVersion } = application;
  if (!deployVersion) return ' of no version yet';
  const previous = isDeploying(application) ? getPreviousVersion(snapshot) : '';
  return previous ? `, ${previous} → ${deployVersion}` : ` of ${deployVersion}`;
}

/** Attaches to the current rollout and shows it. */
export async function attachToRollout(tem: TemContext): Promise<Rollout> {
  const { log, report } = tem.context;
  const snapshot = await readInitialSnapshot(tem);
  const { application, deployment } = snapshot;
  const strategy = formatStrategy(deployment?.strategy);
  report.strategy = strategy;
  setOutput(report, 'revision-id', application.versionId);
  log.stage('Rollout', joinParts(application.versionId, strategy));
  return trackExistingRollout(report, snapshot);
}

/** The same, once `revisionId` is current: a rollout that was just started may not be visible yet. */
export async function attachToRevision(
  tem: TemContext,
  revisionId: string | undefined,
): Promise<Rollout> {
  if (revisionId !== undefined) {
    await findRevision(tem, { revisionId, before: undefined, deployVersion: '' });
  }
  return attachToRollout(tem);
}

/** Begins to follow the rollout of a snapshot, which somebody started before. */
export function trackExistingRollout(report: RunRecord, snapshot: Snapshot): Rollout {
  const previous = { version: getPreviousVersion(snapshot), packageName: '' };
  recordPreviousVersion(report, previous);
  return {
    state: trackExisting(snapshot.application.versionId),
    history: startHistory(snapshot, previous),
  };
}

/** Sets the outputs that say what ran before the rollout. */
export function recordPreviousVersion(report: RunRecord, previous: PreviousVersion): void {
  setOutput(report, 'previous-version', previous.version);
  setOutput(report, 'previous-package-name', previous.packageName);
}
