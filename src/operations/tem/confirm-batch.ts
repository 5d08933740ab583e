import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { markResumed, isWaiting, getWaitingBatch } from '../../rollout/rollout-tracker.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { suggestResume, suggestRevert } from './tem-next-steps.ts';
import { readSnapshotTolerant } from './tem-context.ts';
import type { TemContext } from './tem-context.ts';

const VISIBLE_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 3_000;

/**
 * Confirms the batch that waits, once. Where the cloud does not clearly accept, the rollout itself
 * tells whether it went on; throws a Refusal where it still waits after half a minute.
 */
export async function resumeBatch(
  context: TemContext,
  state: RolloutState,
  batch: Batch['position'],
): Promise<RolloutState> {
  const doubt = await sendResume(context);
  const until = context.clock.now() + VISIBLE_TIMEOUT_MS;
  while (doubt && (await isStillWaiting(context, state, batch))) {
    if (context.clock.now() >= until) throw refusal(context, state, doubt);
    await context.clock.sleep(POLL_INTERVAL_MS, context.cancelSignal);
  }
  return markResumed(state, batch);
}

/**
 * The batch that waits for confirmation, if any. Where the application says that one does and the
 * details do not yet, it looks again; throws a Refusal where they disagree for half a minute.
 */
export async function findWaitingBatch(
  context: TemContext,
  first: Snapshot,
): Promise<Batch['position'] | undefined> {
  const { versionId } = first.application;
  const until = context.clock.now() + VISIBLE_TIMEOUT_MS;
  for (let snapshot: Snapshot | undefined = first; ;) {
    // ResumeDeployApplication names no revision: it would confirm whatever has become current.
    if (snapshot && snapshot.application.versionId !== versionId) return undefined;
    const batch = snapshot && getWaitingBatch(snapshot);
    if (batch !== undefined) return batch;
    if (snapshot && !isWaiting(snapshot)) return undefined;
    if (context.clock.now() >= until) throw disagreement(context, first);
    await context.clock.sleep(POLL_INTERVAL_MS, context.cancelSignal);
    snapshot = await readSnapshotTolerant(context);
  }
}

function disagreement(
  { target }: TemContext,
  { application: { versionId } }: Snapshot,
): OperationError {
  return new OperationError('it is not known which batch waits for confirmation', {
    details: [
      'The application says that one does, and the details of its rollout name none.',
      'Nothing was changed.',
    ],
    next: [suggestResume(target, versionId), suggestRevert(target, versionId)],
  });
}

/** Why it is not certain that the cloud accepted; '' where it is. */
async function sendResume(context: TemContext): Promise<string> {
  try {
    const { value, requestId } = await context.tem.resumeDeployApplication(context.target);
    setOutput(context.report, 'request-id', requestId);
    return value ? '' : `TEM answered "false" (RequestId ${requestId})`;
  } catch (error) {
    if (isOutcomeUnknown(error)) return error.message;
    throw error;
  }
}

/** An unread state tells nothing, so it counts as waiting. */
async function isStillWaiting(
  context: TemContext,
  { revisionId }: RolloutState,
  batch: Batch['position'],
) {
  const snapshot = await readSnapshotTolerant(context, revisionId);
  return !snapshot || getWaitingBatch(snapshot) === batch;
}

function refusal(context: TemContext, { revisionId }: RolloutState, doubt: string): OperationError {
  return new OperationError(
    'the next batch was not started: the rollout still waits for confirmation',
    {
      details: [doubt],
      next: [suggestResume(context.target, revisionId), suggestRevert(context.target, revisionId)],
    },
  );
}
