import { addRestCheck, hasUnfinishedBatch, isRested } from '../../rollout/application-rest.ts';
import { getBatchProgress, isPaused } from '../../rollout/batch-progress.ts';
import type { Rest } from '../../rollout/application-rest.ts';
import type { FailureSigns } from '../../rollout/failed-rollout.ts';
import { hasFailed, trackFailureSigns } from '../../rollout/failed-rollout.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { continueSeries, hasLasted, updateCheck } from '../../rollout/lasting.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { getNewVersion, isBeingReverted, isDeploying } from '../../rollout/snapshot.ts';
import type { OperationErrorCode } from '../../report/error-codes.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { createDeadlineError } from '../deadline.ts';
import { describeLastFailure } from '../last-failure.ts';
import { pollUntil, startWith } from '../poll.ts';
import { attach } from './attach-to-rollout.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs } from './tem-declarations.ts';
import { suggestResume, suggestRevert, suggestWait } from './tem-next-steps.ts';

/** Nothing is being deployed any more, or the rollout in progress is the one to follow. */
export type ConflictResolution =
  /** failed: TEM reports a failed rollout as deploying, but accepts a new rollout that fixes it. */
  | { readonly kind: 'idle' | 'failed'; readonly snapshot: Snapshot }
  | { readonly kind: 'adopted'; readonly rollout: Rollout };

/** What cannot be started after the deadline, for `createDeadlineError`. */
export const START_GOAL = message('rollout.goal-start');

/** Another rollout takes minutes, and only its end matters here. */
const CONFLICT_POLL_INTERVAL_MS = 10_000;
/** How long another rollout must have been paused before that is an error: a step may resume it. */
const PAUSE_TOLERANCE_MS = 30_000;
/** The minimum time without any deployment before a rollout is started. */
const MIN_REST_MS = 20_000;

/** Handles another rollout in progress, according to `if-deploying`. */
export async function resolveConflict(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: ConflictInputs,
): Promise<ConflictResolution> {
  if (inputs.ifDeploying === 'wait') return waitForIdle(tem, snapshot, inputs);
  if (!isInTheWay(snapshot, inputs)) return { kind: 'idle', snapshot };
  if (inputs.ifDeploying === 'adopt') {
    return { kind: 'adopted', rollout: adopt(tem, snapshot, inputs) };
  }
  throw createConflictError(tem, snapshot, {
    code: 'rollout-in-progress',
    headline: message('policy.conflict-fail'),
  });
}

/** With `force` TEM would not refuse a second rollout, so the details are checked, too. */
function isInTheWay(snapshot: Snapshot, { force }: ConflictInputs): boolean {
  return isDeploying(snapshot.application) || (force && hasUnfinishedBatch(snapshot));
}

function adopt(tem: TemContext, snapshot: Snapshot, { deployVersion }: ConflictInputs): Rollout {
  const other = getNewVersion(snapshot);
  if (isBeingReverted(snapshot)) {
    throw createConflictError(tem, snapshot, {
      code: 'rollout-in-progress',
      headline: message('policy.conflict-reverting'),
    });
  }
  if (other !== deployVersion) {
    const named = other || message('policy.unknown-version');
    throw createConflictError(tem, snapshot, {
      code: 'rollout-other-version',
      headline: message('policy.conflict-other-version', { other: named, version: deployVersion }),
    });
  }
  const { versionId: revision } = snapshot.application;
  return attach(tem, snapshot, message('policy.adopted', { revision }));
}

/**
 * Waits until the application has been idle for a while, so that the step that follows the other
 * rollout sees its end first. It does not matter how the other rollout ends.
 */
async function waitForIdle(
  tem: TemContext,
  first: Snapshot,
  inputs: ConflictInputs,
): Promise<ConflictResolution> {
  const { clock } = tem.context;
  let last = first;
  let rest: Rest | undefined;
  let paused: Lasting | undefined;
  let signs: FailureSigns | undefined;
  let requestedAt = clock.now();
  const read = startWith(first, tem.snapshots.read);
  const logWaiting = createWaitingLog(tem);
  const found = await pollUntil<Snapshot, ConflictResolution>(tem.context, {
    ...tem.snapshots,
    interval: () => getRestDelay(rest, inputs, clock.now()),
    read: () => {
      requestedAt = clock.now();
      return read();
    },
    decide: (snapshot) => {
      last = snapshot;
      const now = clock.now();
      if (!isInTheWay(snapshot, inputs)) {
        [paused, signs] = [undefined, undefined];
        const isFirst = rest === undefined;
        rest = addRestCheck(rest, snapshot, now);
        if (isRested(rest, getRestTime(inputs), now)) return { kind: 'idle', snapshot };
        if (isFirst) {
          tem.context.log.stage(message('rollout.stage'), message('policy.waiting-for-rest'));
        }
        return undefined;
      }
      rest = undefined;
      logWaiting(snapshot);
      signs = trackFailureSigns(signs, snapshot, { now, requestedAt });
      if (canFollowFailure(signs, snapshot, inputs, now)) return { kind: 'failed', snapshot };
      paused = updateCheck(continueSeries(paused, requestedAt), isPaused(snapshot), now);
      if (!hasLasted(paused, PAUSE_TOLERANCE_MS, now)) return undefined;
      const headline = message('policy.conflict-paused');
      throw createConflictError(tem, snapshot, { code: 'rollout-paused', headline });
    },
  });
  if (found) return found;
  if (rest) throw createDeadlineError(START_GOAL, describeLastFailure(tem.context));
  throw createConflictError(tem, last, {
    code: 'rollout-in-progress',
    headline: message('policy.conflict-timed-out'),
    status: 'timed-out',
  });
}

/**
 * A new rollout may fix a failed one. With `force` TEM refuses nothing, so only the status that TEM
 * reports counts.
 */
function canFollowFailure(
  signs: FailureSigns,
  snapshot: Snapshot,
  { failureGrace, force }: ConflictInputs,
  now: number,
): boolean {
  const evidence = force ? { ...signs, podFailures: new Map() } : signs;
  return hasFailed(evidence, snapshot, failureGrace, now);
}

/**
 * The step that follows the other rollout needs `stable-for`, and one more check, to see its end.
 */
function getRestTime({ pollInterval, stableFor }: ConflictInputs): number {
  const check = typeof pollInterval === 'number' ? pollInterval : 0;
  return Math.max(MIN_REST_MS, stableFor + Math.max(check, CONFLICT_POLL_INTERVAL_MS));
}

function getRestDelay(rest: Rest | undefined, inputs: ConflictInputs, now: number): number {
  if (!rest) return CONFLICT_POLL_INTERVAL_MS;
  const left = rest.since + getRestTime(inputs) - now;
  return Math.min(CONFLICT_POLL_INTERVAL_MS, Math.max(1_000, left));
}

/** Logs the rollout that is waited for, once per rollout, and the progress of its batches. */
function createWaitingLog({ context, progressLog }: TemContext): (snapshot: Snapshot) => void {
  const { clock, log } = context;
  let logged: string | undefined;
  return (snapshot) => {
    const { versionId } = snapshot.application;
    if (logged !== versionId) {
      const text = message('policy.waiting-for-end', { revision: versionId });
      log.stage(message('rollout.stage'), text);
    }
    logged = versionId;
    progressLog.logBatches(getBatchProgress(snapshot, versionId, clock.now()));
  };
}

interface Conflict {
  readonly code: OperationErrorCode;
  readonly headline: Text;
  readonly status?: OperationError['status'];
}

function createConflictError(
  { context, target }: TemContext,
  snapshot: Snapshot,
  { code, headline, status = 'failed' }: Conflict,
): OperationError {
  const { versionId: revision, deployVersion: version } = snapshot.application;
  const text = version
    ? message('policy.conflict-version', { revision, version })
    : message('policy.conflict-revision', { revision });
  const suggest = isPaused(snapshot) ? suggestResume : suggestWait;
  return new OperationError(headline, {
    status,
    code,
    details: [{ text }, ...describeLastFailure(context)],
    next: [suggest(target, revision), suggestRevert(target, revision)],
  });
}
