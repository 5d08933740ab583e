import { formatBatchName } from '../../rollout/batch-progress.ts';
import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { Rollout, RolloutHistory } from '../../rollout/rollout-history.ts';
import { recordSnapshot } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { applySnapshot } from '../../rollout/rollout-tracker.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { estimateEarliestEnd } from '../../rollout/timeline.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import type { RunRecord } from '../../report/run-record.ts';
import { setOutput } from '../../report/run-record.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { resumeBatch } from './confirm-batch.ts';
import { pollSnapshots } from './poll-snapshots.ts';
import type { TemContext } from './tem-context.ts';
import type { FollowInputs } from './tem-inputs.ts';

/** The end of a rollout as far as it was followed. */
export type RolloutEnd = Rollout & EndReason;

/** Why a rollout is followed no more. */
export type EndReason =
  | { readonly kind: 'succeeded' | 'waiting' | 'timed-out' | 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure }
  /** The next batch could not be started. */
  | { readonly kind: 'stuck'; readonly cause: Outcome }
  /** The cloud refuses to be read: the rollout goes on, unseen. */
  | { readonly kind: 'lost'; readonly cause: Outcome };

/** Follows a rollout to its end, to a batch that waits, to the deadline, or to a cancel. */
export async function followRollout(
  tem: TemContext,
  rollout: Rollout,
  inputs: FollowInputs,
): Promise<RolloutEnd> {
  const { cancelSignal, clock, report } = tem.context;
  tem.progressLog.restart(clock.now());
  let { state, history } = rollout;
  /** Since when the application says that a batch waits, and the details name none. */
  let unnamedSince: number | undefined;

  const decideOnWaiting = async (
    batch: Batch['position'] | undefined,
  ): Promise<EndReason | undefined> => {
    if (inputs.onWaiting === 'stop') return { kind: 'waiting' };
    if (batch === undefined) {
      unnamedSince ??= clock.now();
      return clock.now() - unnamedSince >= VISIBLE_TIMEOUT_MS ? { kind: 'waiting' } : undefined;
    }
    const resumed = await tryToResume(tem, { state, history }, batch);
    if ('kind' in resumed) return resumed;
    state = resumed;
    return undefined;
  };

  try {
    const reason = await pollSnapshots<EndReason>(tem, {
      interval: () => getPollDelay(tem, { state, history }, inputs),
      read: () =>
        readEvidence(tem, { state, history }, inputs, (partial) => {
          history = { ...history, last: partial };
          report.last = partial;
        }),
      decide: (snapshot) => {
        state = applySnapshot(state, snapshot, clock.now(), inputs);
        history = recordSnapshot(history, snapshot, state, clock.now());
        showProgress(tem, { state, history });
        const { verdict } = state;
        if (verdict.kind === 'succeeded') return { kind: 'succeeded' };
        if (verdict.kind === 'failed') return { kind: 'failed', failure: verdict.failure };
        const isUnnamed = verdict.kind === 'waiting' && verdict.batch === undefined;
        if (!isUnnamed) unnamedSince = undefined;
        return verdict.kind === 'waiting' ? decideOnWaiting(verdict.batch) : undefined;
      },
    });
    return { state, history, ...(reason ?? { kind: 'timed-out' }) };
  } catch (error) {
    if (cancelSignal.aborted) return { state, history, kind: 'cancelled' };
    if (!(error instanceof ApiError)) throw error;
    return { state, history, kind: 'lost', cause: describeCallError(report, error) };
  }
}

/** Confirms a batch; where that fails, the rollout is stuck. */
async function tryToResume(
  tem: TemContext,
  { state, history }: Rollout,
  batch: Batch['position'],
): Promise<RolloutState | EndReason> {
  const { cancelSignal, clock, report } = tem.context;
  try {
    const resumed = await resumeBatch(tem, state, batch);
    const rows = history.batches.filter(({ position }) => position === batch);
    rows.forEach((row) => {
      const name = formatBatchName(row);
      tem.progressLog.log(name, 'confirmed', 'by on-waiting: resume', clock.now());
    });
    return resumed;
  } catch (error) {
    if (cancelSignal.aborted) throw error;
    if (error instanceof ApiError)
      return { kind: 'stuck', cause: describeCallError(report, error) };
    if (error instanceof OperationError) return { kind: 'stuck', cause: describeError(error) };
    throw error;
  }
}

/** The output request-id is set now, because a revert that follows is a later deciding call. */
function describeCallError(report: RunRecord, error: ApiError): Outcome {
  const { requestId = '', ...outcome } = describeError(error);
  setOutput(report, 'request-id', requestId);
  return outcome;
}

/**
 * A part of the evidence is enough while a rollout deploys; any other verdict needs all of it. What
 * the part shows is kept, because a cancel may come before the rest is read.
 */
async function readEvidence(
  { context, reader }: TemContext,
  { state, history }: Rollout,
  inputs: FollowInputs,
  keep: (partial: Snapshot) => void,
): Promise<Snapshot> {
  const versionId = state.isSeen ? state.revisionId : '';
  const isPartEnough = inputs.pollInterval === 'auto' && state.verdict.kind === 'deploying';
  if (!isPartEnough) return reader(versionId);
  const snapshot = await reader.again(versionId, history.last);
  const { verdict } = applySnapshot(state, snapshot, context.clock.now(), inputs);
  if (verdict.kind === 'deploying') return snapshot;
  keep(snapshot);
  return reader(versionId);
}

function showProgress(
  { context: { clock, report }, progressLog }: TemContext,
  { state, history }: Rollout,
): void {
  setOutput(report, 'revision-id', state.revisionId);
  recordHistory(report, history);
  const isVisible = state.verdict.kind !== 'not-started';
  progressLog.logBatches(isVisible ? history.batches : [], clock.now());
}

function recordHistory(report: RunRecord, { batches, timeline }: RolloutHistory): void {
  report.batches = batches;
  report.timeline = timeline;
}

function getPollDelay(
  { context: { clock, deadline }, progressLog }: TemContext,
  { state, history }: Rollout,
  { failureGrace, pollInterval }: FollowInputs,
): number {
  const now = clock.now();
  const starts = history.batches.flatMap(({ nextStart }) => nextStart ?? []);
  const graceEnds = [...state.podFailures.values()].map(({ since }) => since + failureGrace);
  const quietUntil = findNext(starts, now) ?? estimateEarliestEnd(history.timeline);
  return nextPollDelay({
    now,
    deadline,
    fixed: pollInterval === 'auto' ? undefined : pollInterval,
    lastChange: progressLog.lastChange(),
    isSettling: state.verdict.kind === 'settling',
    quietUntil: graceEnds.length === 0 ? quietUntil : undefined,
    due: findNext(graceEnds, now),
  });
}

/** The first of the times that is still to come. */
function findNext(times: readonly number[], now: number): number | undefined {
  const coming = times.filter((time) => time > now);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
