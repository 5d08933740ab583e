import { formatBatchName } from '../../rollout/batch-progress.ts';
import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { Rollout, RolloutHistory } from '../../rollout/rollout-history.ts';
import { recordSnapshot } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { applySnapshot } from '../../rollout/rollout-tracker.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { estimateEarliestEnd } from '../../rollout/timeline.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { isNotExecuted } from '../../tencent/retry.ts';
import { message } from '../../text/message.ts';
import { isOverdue } from '../deadline.ts';
import { resumeBatch } from './confirm-batch.ts';
import { completeHistory } from './find-revision.ts';
import { pollUntil } from '../poll.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { TemContext } from './tem-context.ts';
import type { FollowInputs } from './tem-declarations.ts';
import type { Unverified } from './verification-outcome.ts';
import { createVerificationGate } from './verification-step.ts';
import { createRolloutVerifier } from './verify-rollout.ts';
import type { Stage } from '../../verification/criteria.ts';

/** The time between two checks of the rollout while it is verified: a crash fails it at once. */
const VERIFY_POLL_INTERVAL_MS = 5_000;

/** The rollout as it was last seen, and why following it ended. */
export type RolloutEnd = Rollout & EndReason;

/** Why following a rollout ended. */
export type EndReason =
  | { readonly kind: 'succeeded' | 'waiting' | 'timed-out' | 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure }
  /** A stage of the verification failed. */
  | ({ readonly kind: 'unverified' } & Unverified)
  /** The next batch could not be started. */
  | { readonly kind: 'stuck'; readonly error: ApiError | OperationError }
  /** TEM refuses the reads: the rollout continues without being watched. */
  | { readonly kind: 'lost'; readonly error: ApiError };

/**
 * Follows a rollout to its end, to a paused batch, to the deadline, or to a cancel. With `on-cancel:
 * revert`, `post` takes over if the process ends before; it knows the rollout by its details, once
 * they were read.
 */
export async function followRollout(
  tem: TemContext,
  begun: Rollout,
  inputs: FollowInputs,
): Promise<RolloutEnd> {
  const { cancelSignal, clock } = tem.context;
  tem.progressLog.restart();
  let rollout = begun;
  let requestedAt = clock.now();
  const save = () => {
    if (inputs.onCancel === 'revert') savePendingRevert(tem, rollout);
  };
  save();
  const verifier = createRolloutVerifier(tem, inputs);
  const passGate = createVerificationGate(verifier, inputs);

  // Returns true if the part decides enough. It is kept, because a cancel may come before the rest
  // is read.
  const checkPart = (last: Snapshot): boolean => {
    const { state, history } = rollout;
    rollout = { state, history: { ...history, last } };
    const times = { now: clock.now(), requestedAt };
    return applySnapshot(state, last, times, inputs).verdict.kind === 'deploying';
  };

  try {
    const reason = await pollUntil<Snapshot, EndReason>(tem.context, {
      ...tem.snapshots,
      interval: () => getPollDelay(tem, rollout, inputs, verifier?.current()),
      wake: () => verifier?.decided(),
      read: () => {
        requestedAt = clock.now();
        const { state, history } = rollout;
        const versionId = state.isSeen ? state.revisionId : '';
        // While the rollout is deploying, a part is enough; any other verdict needs a full read.
        return inputs.pollInterval === 'auto' && state.verdict.kind === 'deploying'
          ? tem.reader.again(versionId, history.last, checkPart)
          : tem.reader(versionId);
      },
      decide: async (snapshot) => {
        const { startTime } = rollout.state.details;
        const isVerifying = verifier?.current() !== undefined;
        rollout = updateRollout(tem, rollout, snapshot, { ...inputs, isVerifying, requestedAt });
        const { details, verdict } = rollout.state;
        if (details.startTime !== startTime) save();
        const verified = await passGate(rollout, snapshot, clock.now());
        if (verified.kind === 'unverified') return verified;
        if (verified.kind === 'pending') return undefined;
        if (verdict.kind === 'succeeded' || verdict.kind === 'failed') return verdict;
        if (verdict.kind !== 'waiting') return undefined;
        const next = await resumeOrEnd(tem, rollout, verdict.batch, inputs);
        if (next && 'kind' in next) return next;
        rollout = { ...rollout, state: next ?? rollout.state };
        return undefined;
      },
    });
    return { ...rollout, ...(reason ?? { kind: 'timed-out' }) };
  } catch (error) {
    if (cancelSignal.aborted) return { ...rollout, kind: 'cancelled' };
    if (!(error instanceof ApiError)) throw error;
    return { ...rollout, kind: 'lost', error };
  } finally {
    await verifier?.stop();
  }
}

/** Adds a snapshot to the rollout; shows its progress in the outputs, the report and the log. */
function updateRollout(
  { context, progressLog }: TemContext,
  { state: before, history: known }: Rollout,
  snapshot: Snapshot,
  options: FollowInputs & { readonly isVerifying: boolean; readonly requestedAt: number },
): Rollout {
  const { clock, report } = context;
  const now = clock.now();
  const { requestedAt } = options;
  const state = applySnapshot(before, snapshot, { now, requestedAt }, options);
  const hasDetails = state.details.startTime !== before.details.startTime;
  // A first release replaced nothing: details that say otherwise belong to a later rollout.
  const isFirstRelease = state.before?.revisionId === '';
  const complete = hasDetails && !isFirstRelease ? completeHistory(report, known, snapshot) : known;
  const history = recordSnapshot(complete, snapshot, state, now);
  setOutput(report, 'revision-id', state.revisionId);
  report.batches = history.batches;
  report.timeline = history.timeline;
  const isVisible = state.verdict.kind !== 'not-started';
  progressLog.logBatches(isVisible ? history.batches : [], !options.isVerifying);
  return { state, history };
}

/**
 * Confirms a paused batch if the inputs want it and there is time; if that fails, the rollout is
 * stuck. Resolves to `undefined` if the call was certainly not executed, so that the next check can
 * try again.
 */
async function resumeOrEnd(
  tem: TemContext,
  { state, history }: Rollout,
  batch: Batch['position'] | undefined,
  { onWaiting }: FollowInputs,
): Promise<RolloutState | EndReason | undefined> {
  const { cancelSignal } = tem.context;
  if (onWaiting === 'stop' || batch === undefined) return { kind: 'waiting' };
  // The read that found the pause may have ended after the timeout.
  if (isOverdue(tem.context)) return { kind: 'timed-out' };
  try {
    const resumed = await resumeBatch(tem, state, batch);
    const rows = history.batches.filter(({ position }) => position === batch);
    rows.forEach((row) => {
      const isVerified = onWaiting === 'verify';
      const why = message(isVerified ? 'verification.resumed-by' : 'rollout.resumed-by');
      tem.progressLog.log(formatBatchName(row), message('rollout.resumed'), why);
    });
    return resumed;
  } catch (error) {
    if (cancelSignal.aborted) throw error;
    if (isNotExecuted(error)) return undefined;
    if (error instanceof ApiError || error instanceof OperationError) {
      return { kind: 'stuck', error };
    }
    throw error;
  }
}

function getPollDelay(
  { context: { clock } }: TemContext,
  { state, history }: Rollout,
  { failureGrace, pollInterval }: FollowInputs,
  stage: Stage | undefined,
): number {
  const now = clock.now();
  if (stage !== undefined && pollInterval === 'auto') return VERIFY_POLL_INTERVAL_MS;
  const { lasting, podFailures, verdict } = state;
  const starts = history.batches.flatMap(({ nextStart }) => nextStart ?? []);
  const failures = [...podFailures.values(), ...(lasting.error ? [lasting.error] : [])];
  const graceEnds = failures.map(({ since }) => since + failureGrace);
  const quietUntil = findNext(starts, now) ?? estimateEarliestEnd(history.timeline);
  return nextPollDelay({
    now,
    fixed: pollInterval === 'auto' ? undefined : pollInterval,
    lastChange: history.lastChange,
    settlesAt: verdict.kind === 'settling' ? verdict.until : undefined,
    quietUntil: failures.length === 0 ? quietUntil : undefined,
    isLastBatch: failures.length === 0 && isLastBatch(history.batches),
    due: findNext(graceEnds, now),
  });
}

/** Returns true once every batch has begun. */
function isLastBatch(batches: RolloutHistory['batches']): boolean {
  return batches.length > 0 && batches.every(({ state }) => state.kind !== 'not-started');
}

/** Returns the earliest of the times that is after `now`. */
function findNext(times: readonly number[], now: number): number | undefined {
  const coming = times.filter((time) => time > now);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
