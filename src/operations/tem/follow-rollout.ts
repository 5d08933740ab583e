import { formatBatchName, getBatchProgress } from '../../rollout/batch-progress.ts';
import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { estimateEarliestEnd, recordProgress } from '../../rollout/timeline.ts';
import type { RolloutFailure } from '../../rollout/verdict.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { applySnapshot } from '../../rollout/rollout-tracker.ts';
import { ApiError, ApiResponseError } from '../../tencent/api-errors.ts';
import { describeError } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import { readSnapshotTolerant } from './tem-context.ts';
import { resumeBatch } from './confirm-batch.ts';
import type { TemContext } from './tem-context.ts';

/** How following a rollout ended; `watch` knows the revision. */
export type RolloutEnd = { readonly watch: RolloutState } & (
  | { readonly kind: 'succeeded' | 'waiting' | 'timed-out' | 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: RolloutFailure }
  /** The next batch could not be started. */
  | { readonly kind: 'stuck'; readonly cause: Outcome }
  /** The cloud refuses to be read: the rollout goes on, unseen. */
  | { readonly kind: 'lost'; readonly cause: Outcome }
);

export interface FollowInputs {
  /** Milliseconds. */
  readonly failureGrace: number;
  /** Milliseconds between two looks, or 'auto'. */
  readonly pollInterval: number | 'auto';
  readonly onWaiting: 'stop' | 'resume';
}

/** How long the details may take to name the batch that waits, as the application says. */
const NAMED_TIMEOUT_MS = 30_000;

/** Follows a rollout to its end, to a batch that waits, to the deadline, or to a cancel. */
export async function followRollout(
  context: TemContext,
  initial: RolloutState,
  inputs: FollowInputs,
): Promise<RolloutEnd> {
  context.progressLog.restart(context.clock.now());
  let state = initial;
  let unnamedSince: number | undefined;
  try {
    for (;;) {
      state = await lookOnce(context, state, inputs);
      const { verdict } = state;
      if (verdict.kind === 'succeeded') return { kind: 'succeeded', watch: state };
      if (verdict.kind === 'failed')
        return { kind: 'failed', failure: verdict.failure, watch: state };
      const isUnnamed = verdict.kind === 'waiting' && verdict.batch === undefined;
      unnamedSince = isUnnamed ? (unnamedSince ?? context.clock.now()) : undefined;
      if (verdict.kind === 'waiting') {
        const isHopeless = context.clock.now() - (unnamedSince ?? Infinity) >= NAMED_TIMEOUT_MS;
        if (inputs.onWaiting === 'stop' || isHopeless) return { kind: 'waiting', watch: state };
        const begun = await tryConfirm(context, state, verdict.batch);
        if ('kind' in begun) return begun;
        state = begun;
      }
      if (context.clock.now() >= context.deadline) return { kind: 'timed-out', watch: state };
      await context.clock.sleep(pauseAfter(context, state, inputs), context.cancelSignal);
    }
  } catch (error) {
    if (context.cancelSignal.aborted) return { kind: 'cancelled', watch: state };
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'lost', cause: describeCallError(context, error), watch: state };
  }
}

/** Confirms a batch, once it is known which one; where that fails, the rollout is stuck. */
async function tryConfirm(
  context: TemContext,
  state: RolloutState,
  batch: Batch['position'] | undefined,
): Promise<RolloutState | RolloutEnd> {
  if (batch === undefined) return state;
  try {
    const initial = await resumeBatch(context, state, batch);
    sayConfirmed(context, batch);
    return initial;
  } catch (error) {
    if (context.cancelSignal.aborted) throw error;
    if (error instanceof ApiError) {
      return { kind: 'stuck', cause: describeCallError(context, error), watch: state };
    }
    if (!(error instanceof OperationError)) throw error;
    return { kind: 'stuck', cause: describeError(error), watch: state };
  }
}

function describeCallError({ report }: TemContext, error: ApiError): Outcome {
  if (error instanceof ApiResponseError) setOutput(report, 'request-id', error.requestId);
  return describeError(error);
}

/** A part of the evidence is enough while a rollout deploys; what it comes to needs all of it, fresh. */
async function lookOnce(
  context: TemContext,
  state: RolloutState,
  inputs: FollowInputs,
): Promise<RolloutState> {
  const isPartEnough = inputs.pollInterval === 'auto' && state.verdict.kind === 'deploying';
  const last = isPartEnough ? context.report.last : undefined;
  let seen = await lookAs(context, state, inputs, last);
  if (last && seen && seen.verdict.kind !== 'deploying') {
    seen = await lookAs(context, state, inputs);
  }
  if (!seen) return state;
  tell(context, seen);
  return seen;
}

/** `undefined` where the look did not come through. */
async function lookAs(
  context: TemContext,
  state: RolloutState,
  inputs: FollowInputs,
  last?: Snapshot,
): Promise<RolloutState | undefined> {
  const versionId = state.isSeen ? state.revisionId : '';
  const snapshot = await readSnapshotTolerant(context, versionId, last);
  return snapshot && applySnapshot(state, snapshot, context.clock.now(), inputs);
}

function tell(
  { clock, progressLog: narrator, report }: TemContext,
  { revisionId, verdict }: RolloutState,
): void {
  const now = clock.now();
  setOutput(report, 'revision-id', revisionId);
  if (!report.last || verdict.kind === 'not-started') {
    narrator.logBatches([], now);
    return;
  }
  const rows = getBatchProgress(report.last, revisionId, now);
  report.batches = rows;
  report.timeline = recordProgress(report.timeline, rows, now);
  narrator.logBatches(rows, now);
}

function sayConfirmed(context: TemContext, position: Batch['position']): void {
  const rows = context.report.batches.filter((row) => row.position === position);
  rows.forEach((row) => {
    const now = context.clock.now();
    context.progressLog.log(formatBatchName(row), 'confirmed', 'by on-waiting: resume', now);
  });
}

function pauseAfter(context: TemContext, state: RolloutState, inputs: FollowInputs): number {
  const { clock, deadline, progressLog: narrator, report } = context;
  const now = clock.now();
  const starts = report.batches.flatMap(({ nextStart }) => nextStart ?? []);
  const graces = [...state.podFailures.values()].map(({ since }) => since + inputs.failureGrace);
  const isCalm = graces.length === 0;
  return nextPollDelay({
    now,
    deadline,
    fixed: inputs.pollInterval === 'auto' ? undefined : inputs.pollInterval,
    lastChange: narrator.lastChange(),
    isSettling: state.verdict.kind === 'settling',
    quietUntil: isCalm ? (first(starts, now) ?? estimateEarliestEnd(report.timeline)) : undefined,
    due: first(graces, now),
  });
}

/** The first of the times that is still to come. */
function first(times: readonly number[], now: number): number | undefined {
  const coming = times.filter((time) => time > now);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
