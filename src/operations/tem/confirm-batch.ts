import { markResumed } from '../../rollout/rollout-tracker.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { getWaitingBatch, isWaiting } from '../../rollout/batch-progress.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import { VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { pollSnapshots, startWith } from './poll-snapshots.ts';
import type { TemContext } from './tem-context.ts';
import { suggestResume, suggestRevert } from './tem-next-steps.ts';

/**
 * Confirms the batch that waits, once. Where the cloud does not clearly accept, the rollout itself
 * tells whether it went on; throws an OperationError where it still waits after half a minute.
 */
export async function resumeBatch(
  tem: TemContext,
  state: RolloutState,
  batch: Batch['position'],
): Promise<RolloutState> {
  const problem = await sendResume(tem);
  if (problem && !(await goesOn(tem, state, batch))) {
    throw new OperationError(
      'the next batch was not started: the rollout still waits for confirmation',
      {
        code: 'batch-not-resumed',
        details: [{ text: problem }],
        next: [
          suggestResume(tem.target, state.revisionId),
          suggestRevert(tem.target, state.revisionId),
        ],
      },
    );
  }
  return markResumed(state, batch);
}

/** Sends ResumeDeployApplication; gives why it is not certain that the cloud accepted, or ''. */
async function sendResume({ api, context, target }: TemContext): Promise<string> {
  try {
    const { value, requestId } = await api.resumeDeployApplication(target);
    setOutput(context.report, 'request-id', requestId);
    return value ? '' : `TEM answered "false" (RequestId ${requestId})`;
  } catch (error) {
    if (isOutcomeUnknown(error)) return error.message;
    throw error;
  }
}

/** Whether the batch stops waiting. A state that cannot be read tells nothing, so it waits on. */
async function goesOn(
  tem: TemContext,
  { revisionId }: RolloutState,
  batch: Batch['position'],
): Promise<boolean> {
  const hasBegun = await pollSnapshots(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    until: tem.context.clock.now() + VISIBLE_TIMEOUT_MS,
    read: () => tem.reader(revisionId),
    decide: (snapshot) => (getWaitingBatch(snapshot) === batch ? undefined : true),
  });
  return hasBegun === true;
}

/**
 * The batch that waits for confirmation, if any. Where the application says that one does and the
 * details do not yet, it reads again; throws an OperationError where they disagree for half a minute.
 */
export async function findWaitingBatch(
  tem: TemContext,
  first: Snapshot,
): Promise<Batch['position'] | undefined> {
  const { versionId } = first.application;
  const found = await pollSnapshots(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    until: tem.context.clock.now() + VISIBLE_TIMEOUT_MS,
    read: startWith(first, () => tem.reader()),
    decide: (snapshot) => {
      // ResumeDeployApplication names no revision: it would confirm whatever has become current.
      if (snapshot.application.versionId !== versionId) return { batch: undefined };
      const batch = getWaitingBatch(snapshot);
      return batch !== undefined || !isWaiting(snapshot) ? { batch } : undefined;
    },
  });
  if (found) return found.batch;
  throw new OperationError('it is not known which batch waits for confirmation', {
    code: 'batch-unknown',
    details: [
      {
        text: 'The application says that one does, and the details of its rollout name none.',
      },
      { text: 'Nothing was changed.' },
    ],
    next: [suggestResume(tem.target, versionId), suggestRevert(tem.target, versionId)],
  });
}
