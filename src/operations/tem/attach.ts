import type { Snapshot } from '../../rollout/snapshot.ts';
import { note } from '../report.ts';
import type { Session } from './session.ts';
import { firstLook, noteBefore } from './session.ts';
import { findRevision } from './find.ts';
import { join } from '../words.ts';
import { strategyInWords } from './words.ts';

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
