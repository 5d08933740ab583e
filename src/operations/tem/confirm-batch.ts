import { findPausedBatch, isPaused } from '../../rollout/batch-progress.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import { areDetailsOwn } from '../../rollout/own-details.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { markResumed } from '../../rollout/rollout-tracker.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { OperationError } from '../../report/outcome.ts';
import { message } from '../../text/message.ts';
import { assertBeforeDeadline, isOverdue } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { Effect } from './send-change.ts';
import { sendChange } from './send-change.ts';
import type { TemContext } from './tem-context.ts';
import { suggestResume, suggestRevert } from './tem-next-steps.ts';

/**
 * Confirms the paused batch. After an ambiguous response the rollout shows whether it continued.
 * Throws an OperationError if it certainly did not, or if the deadline has come.
 */
export async function resumeBatch(
  tem: TemContext,
  state: RolloutState,
  batch: Batch['position'],
): Promise<RolloutState> {
  const { api, target } = tem;
  assertBeforeDeadline(tem.context, message('policy.goal-resume'));
  const result = await sendChange(tem, {
    send: () => api.resumeDeployApplication(target),
    check: (snapshot) => findResumeEffect(snapshot, state, batch),
  });
  // If another rollout has replaced this one, following it will show that.
  if (result.kind === 'accepted' || result.kind === 'gone') return markResumed(state, batch);
  const isUnknown = result.kind === 'unknown';
  const headline = message(isUnknown ? 'policy.resume-unknown' : 'policy.not-resumed');
  // A request that was lost, with no time left to repeat it, is a timeout and not a failure of the
  // rollout.
  const isLate = isUnknown || (result.kind === 'absent' && isOverdue(tem.context));
  throw new OperationError(headline, {
    status: isLate ? 'timed-out' : 'failed',
    code: isUnknown ? 'batch-resume-unknown' : 'batch-not-resumed',
    details: [{ text: result.reason }, ...describeLastFailure(tem.context)],
    next: [
      suggestResume(tem.target, state.revisionId),
      suggestRevert(tem.target, state.revisionId),
    ],
  });
}

function findResumeEffect(
  snapshot: Snapshot,
  state: RolloutState,
  batch: Batch['position'],
): Effect {
  if (snapshot.application.versionId !== state.revisionId) return 'gone';
  if (!areDetailsOwn(snapshot, state)) return 'unclear';
  return findPausedBatch(snapshot) === batch ? 'absent' : 'shown';
}

/**
 * The batch that is paused for confirmation. unpaused: there is none; unread: the deadline came
 * first.
 */
type PausedBatch =
  | { readonly kind: 'paused'; readonly batch: Batch['position'] }
  | { readonly kind: 'unpaused' | 'unread' };

/**
 * Finds the batch of the revision that is paused for confirmation. A single read may be stale, so
 * it keeps reading until it has found no pause for a while. Throws an OperationError if the
 * application has reported a pause for half a minute, but the details name no paused batch.
 */
export async function findBatchToResume(
  tem: TemContext,
  versionId: string,
  read: () => Promise<Snapshot>,
): Promise<PausedBatch> {
  const { clock } = tem.context;
  let unpaused: Lasting | undefined;
  const found = await pollUntil<Snapshot, PausedBatch | { readonly kind: 'unnamed' }>(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    read,
    decide: (snapshot, _, watchedMs) => {
      // ResumeDeployApplication names no revision: it would confirm whatever has become current.
      const isSame = snapshot.application.versionId === versionId;
      const batch = isSame ? findPausedBatch(snapshot) : undefined;
      if (batch !== undefined) return { kind: 'paused', batch };
      const now = clock.now();
      unpaused = updateCheck(unpaused, !isSame || !isPaused(snapshot), now);
      if (hasLasted(unpaused, STALE_READ_MS, now)) return { kind: 'unpaused' };
      return watchedMs >= VISIBLE_TIMEOUT_MS && !unpaused ? { kind: 'unnamed' } : undefined;
    },
  });
  if (!found) return { kind: 'unread' };
  if (found.kind !== 'unnamed') return found;
  throw new OperationError(message('policy.batch-unknown'), {
    code: 'batch-unknown',
    details: [
      { text: message('policy.batch-unknown-detail') },
      { text: message('policy.nothing-changed') },
    ],
    next: [suggestResume(tem.target, versionId), suggestRevert(tem.target, versionId)],
  });
}
