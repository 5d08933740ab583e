import type { Application, Snapshot } from '../../rollout/snapshot.ts';
import type { Sought } from '../../rollout/rollout-tracker.ts';
import { isSought } from '../../rollout/rollout-tracker.ts';
import { CallError } from '../../tencent/api-errors.ts';
import { note } from '../../report/run-record.ts';
import { firstLook, lookPatiently, noteBefore } from './tem-context.ts';
import type { Session } from './tem-context.ts';
import { join } from '../../text/format.ts';
import { strategyInWords } from './progress-log.ts';

/** How long a rollout may take to show itself after the trigger. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/** What looking for a revision has come to; `unread`: not one look came through. */
export type Found =
  | { readonly kind: 'found'; readonly revisionId: string }
  | { readonly kind: 'absent'; readonly application: Application }
  | { readonly kind: 'unread' };

/**
 * Looks until the application shows the revision sought, for half a minute at the most. Rejects
 * with a CallError that would come again.
 */
export async function findRevision(session: Session, sought: Sought): Promise<Found> {
  const { clock, deadline, report, signal } = session;
  const until = Math.min(clock.now() + SHOWS_WITHIN_MS, deadline);
  for (let application: Application | undefined; ;) {
    application = (await lookPatiently(session))?.application ?? application;
    if (application && isSought(application, sought)) {
      const revisionId = application.versionId;
      note(report, 'revision-id', revisionId);
      return { kind: 'found', revisionId };
    }
    if (clock.now() >= until) {
      return application ? { kind: 'absent', application } : { kind: 'unread' };
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** Notes which revision it is, where that can be seen: what has begun has begun all the same. */
export async function noteRevision(session: Session, sought: Sought): Promise<void> {
  try {
    await findRevision(session, sought);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    session.log.warning('The rollout is started and was not seen', error.message);
  }
}

/** Looks at the rollout that is there, shows it, and notes what ran before it. */
export async function attach(session: Session): Promise<Snapshot> {
  const snapshot = await firstLook(session);
  const { application, deployment } = snapshot;
  session.report.strategy = strategyInWords(deployment?.strategy);
  note(session.report, 'revision-id', application.versionId);
  noteBefore(session, deployment?.oldDeployVersion ?? '', '');
  session.log.stage('Rollout', join(application.versionId, session.report.strategy));
  return snapshot;
}

/** The same, once `revisionId` is current: a rollout that has just been triggered may not show yet. */
export async function attachTo(
  session: Session,
  revisionId: string | undefined,
): Promise<Snapshot> {
  if (revisionId !== undefined) {
    await findRevision(session, { revisionId, before: undefined, deployVersion: '' });
  }
  return attach(session);
}
