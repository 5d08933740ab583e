import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import type { Watch } from '../../rollout/rollout-tracker.ts';
import { confirmed, isWaiting, waitingBatch } from '../../rollout/rollout-tracker.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { Refusal } from '../../report/outcome.ts';
import { note } from '../../report/run-record.ts';
import { adviseResume, adviseRevert } from './tem-next-steps.ts';
import { lookPatiently } from './tem-context.ts';
import type { Session } from './tem-context.ts';

const SETTLE_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/**
 * Confirms the batch that waits, once. Where the cloud does not clearly accept, the rollout itself
 * tells whether it went on; throws a Refusal where it still waits after half a minute.
 */
export async function confirm(
  session: Session,
  watch: Watch,
  batch: Batch['position'],
): Promise<Watch> {
  const doubt = await sendResume(session);
  const until = session.clock.now() + SETTLE_MS;
  while (doubt && (await isStillWaiting(session, watch, batch))) {
    if (session.clock.now() >= until) throw refusal(session, watch, doubt);
    await session.clock.sleep(LOOK_EVERY_MS, session.signal);
  }
  return confirmed(watch, batch);
}

/**
 * The batch that waits for confirmation, if any. Where the application says that one does and the
 * details do not yet, it looks again; throws a Refusal where they disagree for half a minute.
 */
export async function findWaitingBatch(
  session: Session,
  first: Snapshot,
): Promise<Batch['position'] | undefined> {
  const { versionId } = first.application;
  const until = session.clock.now() + SETTLE_MS;
  for (let snapshot: Snapshot | undefined = first; ;) {
    // ResumeDeployApplication names no revision: it would confirm whatever has become current.
    if (snapshot && snapshot.application.versionId !== versionId) return undefined;
    const batch = snapshot && waitingBatch(snapshot);
    if (batch !== undefined) return batch;
    if (snapshot && !isWaiting(snapshot)) return undefined;
    if (session.clock.now() >= until) throw disagreement(session, first);
    await session.clock.sleep(LOOK_EVERY_MS, session.signal);
    snapshot = await lookPatiently(session);
  }
}

function disagreement({ target }: Session, { application: { versionId } }: Snapshot): Refusal {
  return new Refusal('it is not known which batch waits for confirmation', {
    details: [
      'The application says that one does, and the details of its rollout name none.',
      'Nothing was changed.',
    ],
    next: [adviseResume(target, versionId), adviseRevert(target, versionId)],
  });
}

/** Why it is not certain that the cloud accepted; '' where it is. */
async function sendResume(session: Session): Promise<string> {
  try {
    const { value, requestId } = await session.tem.resumeDeployApplication(session.target);
    note(session.report, 'request-id', requestId);
    return value ? '' : `TEM answered "false" (RequestId ${requestId})`;
  } catch (error) {
    if (isUnclear(error)) return error.message;
    throw error;
  }
}

/** An unread state tells nothing, so it counts as waiting. */
async function isStillWaiting(session: Session, { revisionId }: Watch, batch: Batch['position']) {
  const snapshot = await lookPatiently(session, revisionId);
  return !snapshot || waitingBatch(snapshot) === batch;
}

function refusal(session: Session, { revisionId }: Watch, doubt: string): Refusal {
  return new Refusal('the next batch was not started: the rollout still waits for confirmation', {
    details: [doubt],
    next: [adviseResume(session.target, revisionId), adviseRevert(session.target, revisionId)],
  });
}
