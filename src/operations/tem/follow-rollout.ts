import { progressOf } from '../../rollout/batch-progress.ts';
import { pause } from '../../rollout/poll-delay.ts';
import type { Batch, Snapshot } from '../../rollout/snapshot.ts';
import { earliestEnd, record } from '../../rollout/timeline.ts';
import type { Failure } from '../../rollout/verdict.ts';
import type { Watch } from '../../rollout/rollout-tracker.ts';
import { observe } from '../../rollout/rollout-tracker.ts';
import { CallError, CloudError } from '../../tencent/api-errors.ts';
import { describeFailure } from '../../report/error-outcome.ts';
import type { Outcome } from '../../report/outcome.ts';
import { Refusal } from '../../report/outcome.ts';
import { note } from '../../report/run-record.ts';
import { lookPatiently } from './tem-context.ts';
import { confirm } from './confirm-batch.ts';
import type { Session } from './tem-context.ts';
import { nameOf } from './progress-log.ts';

/** How following a rollout ended; `watch` knows the revision. */
export type Ending = { readonly watch: Watch } & (
  | { readonly kind: 'succeeded' | 'waiting' | 'timed-out' | 'cancelled' }
  | { readonly kind: 'failed'; readonly failure: Failure }
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
const NAMED_WITHIN_MS = 30_000;

/** Follows a rollout to its end, to a batch that waits, to the deadline, or to a cancel. */
export async function follow(
  session: Session,
  begun: Watch,
  inputs: FollowInputs,
): Promise<Ending> {
  session.narrator.restart(session.clock.now());
  let watch = begun;
  let unnamedSince: number | undefined;
  try {
    for (;;) {
      watch = await lookOnce(session, watch, inputs);
      const { verdict } = watch;
      if (verdict.kind === 'succeeded') return { kind: 'succeeded', watch };
      if (verdict.kind === 'failed') return { kind: 'failed', failure: verdict.failure, watch };
      const isUnnamed = verdict.kind === 'waiting' && verdict.batch === undefined;
      unnamedSince = isUnnamed ? (unnamedSince ?? session.clock.now()) : undefined;
      if (verdict.kind === 'waiting') {
        const isHopeless = session.clock.now() - (unnamedSince ?? Infinity) >= NAMED_WITHIN_MS;
        if (inputs.onWaiting === 'stop' || isHopeless) return { kind: 'waiting', watch };
        const begun = await tryConfirm(session, watch, verdict.batch);
        if ('kind' in begun) return begun;
        watch = begun;
      }
      if (session.clock.now() >= session.deadline) return { kind: 'timed-out', watch };
      await session.clock.sleep(pauseAfter(session, watch, inputs), session.signal);
    }
  } catch (error) {
    if (session.signal.aborted) return { kind: 'cancelled', watch };
    if (!(error instanceof CallError)) throw error;
    return { kind: 'lost', cause: describeCallError(session, error), watch };
  }
}

/** Confirms a batch, once it is known which one; where that fails, the rollout is stuck. */
async function tryConfirm(
  session: Session,
  watch: Watch,
  batch: Batch['position'] | undefined,
): Promise<Watch | Ending> {
  if (batch === undefined) return watch;
  try {
    const begun = await confirm(session, watch, batch);
    sayConfirmed(session, batch);
    return begun;
  } catch (error) {
    if (session.signal.aborted) throw error;
    if (error instanceof CallError) {
      return { kind: 'stuck', cause: describeCallError(session, error), watch };
    }
    if (!(error instanceof Refusal)) throw error;
    return { kind: 'stuck', cause: describeFailure(error), watch };
  }
}

function describeCallError({ report }: Session, error: CallError): Outcome {
  if (error instanceof CloudError) note(report, 'request-id', error.requestId);
  return describeFailure(error);
}

/** A part of the evidence is enough while a rollout deploys; what it comes to needs all of it, fresh. */
async function lookOnce(session: Session, watch: Watch, inputs: FollowInputs): Promise<Watch> {
  const isPartEnough = inputs.pollInterval === 'auto' && watch.verdict.kind === 'deploying';
  const last = isPartEnough ? session.report.last : undefined;
  let seen = await lookAs(session, watch, inputs, last);
  if (last && seen && seen.verdict.kind !== 'deploying') {
    seen = await lookAs(session, watch, inputs);
  }
  if (!seen) return watch;
  tell(session, seen);
  return seen;
}

/** `undefined` where the look did not come through. */
async function lookAs(
  session: Session,
  watch: Watch,
  inputs: FollowInputs,
  last?: Snapshot,
): Promise<Watch | undefined> {
  const versionId = watch.isSeen ? watch.revisionId : '';
  const snapshot = await lookPatiently(session, versionId, last);
  return snapshot && observe(watch, snapshot, session.clock.now(), inputs);
}

function tell({ clock, narrator, report }: Session, { revisionId, verdict }: Watch): void {
  const now = clock.now();
  note(report, 'revision-id', revisionId);
  if (!report.last || verdict.kind === 'not-started') {
    narrator.tell([], now);
    return;
  }
  const rows = progressOf(report.last, revisionId, now);
  report.batches = rows;
  report.timeline = record(report.timeline, rows, now);
  narrator.tell(rows, now);
}

function sayConfirmed(session: Session, position: Batch['position']): void {
  const rows = session.report.batches.filter((row) => row.position === position);
  rows.forEach((row) => {
    const now = session.clock.now();
    session.narrator.say(nameOf(row), 'confirmed', 'by on-waiting: resume', now);
  });
}

function pauseAfter(session: Session, watch: Watch, inputs: FollowInputs): number {
  const { clock, deadline, narrator, report } = session;
  const now = clock.now();
  const starts = report.batches.flatMap(({ nextStart }) => nextStart ?? []);
  const graces = [...watch.trouble.values()].map(({ since }) => since + inputs.failureGrace);
  const isCalm = graces.length === 0;
  return pause({
    now,
    deadline,
    fixed: inputs.pollInterval === 'auto' ? undefined : inputs.pollInterval,
    lastChange: narrator.lastChange(),
    isSettling: watch.verdict.kind === 'settling',
    calmUntil: isCalm ? (first(starts, now) ?? earliestEnd(report.timeline)) : undefined,
    due: first(graces, now),
  });
}

/** The first of the times that is still to come. */
function first(times: readonly number[], now: number): number | undefined {
  const coming = times.filter((time) => time > now);
  return coming.length > 0 ? Math.min(...coming) : undefined;
}
