import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import type { RevisionMatcher } from '../../rollout/rollout-tracker.ts';
import { matchesRevision } from '../../rollout/rollout-tracker.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { setOutput } from '../../report/run-record.ts';
import { readInitialSnapshot, readSnapshotTolerant, recordPreviousVersion } from './tem-context.ts';
import type { TemContext } from './tem-context.ts';
import { joinParts } from '../../text/format.ts';
import { formatStrategy } from './progress-log.ts';

/** How long a rollout may take to show itself after the trigger. */
const VISIBLE_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 3_000;

/** What looking for a revision has come to; `unread`: not one look came through. */
export type FindResult =
  | { readonly kind: 'found'; readonly revisionId: string }
  | { readonly kind: 'absent'; readonly application: Application }
  | { readonly kind: 'unread' };

/**
 * Looks until the application shows the revision sought, for half a minute at the most. Rejects
 * with a CallError that would come again.
 */
export async function findRevision(
  context: TemContext,
  matcher: RevisionMatcher,
): Promise<FindResult> {
  const { clock, deadline, report, cancelSignal: signal } = context;
  const until = Math.min(clock.now() + VISIBLE_TIMEOUT_MS, deadline);
  for (let application: Application | undefined; ;) {
    application = (await readSnapshotTolerant(context))?.application ?? application;
    if (application && matchesRevision(application, matcher)) {
      const revisionId = application.versionId;
      setOutput(report, 'revision-id', revisionId);
      return { kind: 'found', revisionId };
    }
    if (clock.now() >= until) {
      return application ? { kind: 'absent', application } : { kind: 'unread' };
    }
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
}

/** Notes which revision it is, where that can be seen: what has begun has begun all the same. */
export async function recordRevision(context: TemContext, matcher: RevisionMatcher): Promise<void> {
  try {
    await findRevision(context, matcher);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.log.warning('The rollout is started and was not seen', error.message);
  }
}

/** Looks at the rollout that is there, shows it, and notes what ran before it. */
export async function attachToRollout(context: TemContext): Promise<Snapshot> {
  const snapshot = await readInitialSnapshot(context);
  const { application, deployment } = snapshot;
  context.report.strategy = formatStrategy(deployment?.strategy);
  setOutput(context.report, 'revision-id', application.versionId);
  recordPreviousVersion(context, deployment?.oldDeployVersion ?? '', '');
  context.log.stage('Rollout', joinParts(application.versionId, context.report.strategy));
  return snapshot;
}

/** The same, once `revisionId` is current: a rollout that has just been triggered may not show yet. */
export async function attachToRevision(
  context: TemContext,
  revisionId: string | undefined,
): Promise<Snapshot> {
  if (revisionId !== undefined) {
    await findRevision(context, { revisionId, before: undefined, deployVersion: '' });
  }
  return attachToRollout(context);
}
