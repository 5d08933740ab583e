import type { BatchProgress } from '../../rollout/batch-progress.ts';
import type { Lasting } from '../../rollout/lasting.ts';
import { hasLasted, STALE_READ_MS, updateCheck } from '../../rollout/lasting.ts';
import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { RevertStatus } from '../../rollout/revert-tracker.ts';
import {
  applyRevertSnapshot,
  getRevertProgress,
  getRevertStatus,
  isReplaced,
  isRevertComplete,
  trackRevert,
} from '../../rollout/revert-tracker.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Timeline } from '../../rollout/timeline.ts';
import { closeTimeline, recordProgress } from '../../rollout/timeline.ts';
import { ApiError, formatFailure } from '../../tencent/api-errors.ts';
import { isNotExecuted } from '../../tencent/retry.ts';
import type { PollInterval } from '../poll.ts';
import { pollUntil, VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import type { ChangeResult, Effect } from './send-change.ts';
import { sendChange } from './send-change.ts';
import type { TemContext } from './tem-context.ts';
import type { Text } from '../../text/message.ts';

/** How a revert ended. unfinished: the deadline came first. */
export type RevertEnd =
  | { readonly kind: 'reverted' | 'unfinished' }
  /** Someone else has deployed another version in the meantime. */
  | { readonly kind: 'replaced'; readonly by: string };

/** How the attempt to revert a rollout ended. unread: no read succeeded, so nothing was sent. */
export type RevertResult =
  | RevertEnd
  | { readonly kind: 'not-current' | 'over' | 'unread' }
  | { readonly kind: 'refused' | 'unknown'; readonly reason: Text };

/** A rollout to revert; its timeline continues with the revert. */
export interface RevertTarget {
  readonly rollout: Pick<RolloutState, 'revisionId'> & Partial<RolloutState>;
  /** The version to return to; '' if unknown. */
  readonly previousVersion: string;
  readonly timeline: Timeline;
}

/** Returns what reverting a rollout needs to know about it. */
export function toRevertTarget({ state, history }: Rollout): RevertTarget {
  const { previous, timeline } = history;
  return { rollout: state, previousVersion: previous.version, timeline };
}

/**
 * Reverts a rollout and waits until the previous version serves, or until the deadline. It reads
 * first, because RevertDeployApplication names no revision and would revert whatever is current.
 * Rejects with an ApiError if TEM refuses the revert.
 */
export async function revertRollout(
  tem: TemContext,
  target: RevertTarget,
  interval: PollInterval = 'auto',
): Promise<RevertResult> {
  const started = await startRevert(tem, target.rollout);
  return started.kind === 'started' ? followRevert(tem, target, interval) : started;
}

/** Whether a revert was started, or why not. */
export type StartedRevert =
  /** checked: the snapshot that allowed it, with the rollout's own details. */
  { readonly kind: 'started'; readonly checked: Snapshot } | Exclude<RevertResult, RevertEnd>;

/**
 * Starts the revert of a rollout, unless it is being reverted already. Rejects as `revertRollout`
 * does.
 */
export async function startRevert(
  tem: TemContext,
  rollout: RevertTarget['rollout'],
): Promise<StartedRevert> {
  for (;;) {
    const { status, checked } = await readRevertStatus(tem, rollout);
    if (checked === undefined) return { kind: status };
    if (status === 'reverting') return { kind: 'started', checked };
    try {
      return await sendRevert(tem, rollout, checked);
    } catch (error) {
      const { cancelSignal, clock, deadline } = tem.context;
      const isTooLate = clock.now() + VISIBLE_POLL_INTERVAL_MS >= deadline;
      if (!isNotExecuted(error) || isTooLate) throw error;
      // The call names no revision, so the rollout is checked again before another try.
      await clock.sleep(VISIBLE_POLL_INTERVAL_MS, cancelSignal);
    }
  }
}

/**
 * Starts a revert as `startRevert` does, but returns errors with which TEM refuses it as `refused`.
 * Unknown (tem-revert-of-failed): how TEM answers the revert of a failed rollout.
 */
export async function tryToStartRevert(
  ...parameters: Parameters<typeof startRevert>
): Promise<StartedRevert> {
  try {
    return await startRevert(...parameters);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: 'refused', reason: formatFailure(error) };
  }
}

/** Returns true if TEM has certainly not executed the call, and a retry would not help. */
export function isRefusal(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.failureClass !== 'final') return false;
  return error.fault !== 'access' && error.fault !== 'unclear';
}

async function sendRevert(
  tem: TemContext,
  rollout: RevertTarget['rollout'],
  checked: Snapshot,
): Promise<StartedRevert> {
  let last: RevertStatus = 'in-progress';
  const result = await sendChange(tem, {
    send: () => tem.api.revertDeployApplication(tem.target),
    check: (snapshot) => {
      last = getRevertStatus(snapshot, rollout);
      return REVERT_EFFECTS[last];
    },
  });
  return toStartedRevert(result, last, checked);
}

/** After a revert, another revision than the reverted one is current. */
const REVERT_EFFECTS: Readonly<Record<RevertStatus, Effect>> = {
  reverting: 'shown',
  'in-progress': 'absent',
  'not-current': 'gone',
  over: 'gone',
};

function toStartedRevert(
  result: ChangeResult,
  last: RevertStatus,
  checked: Snapshot,
): StartedRevert {
  switch (result.kind) {
    case 'accepted':
      return { kind: 'started', checked };
    case 'gone':
      if (last !== 'over') return { kind: 'started', checked };
      return result.answer.kind === 'refused' ? result.answer : { kind: last };
    case 'absent':
      return { kind: 'unknown', reason: result.reason };
    case 'refused':
    case 'unknown':
      return result;
  }
}

/** checked: a snapshot of the rollout, if it can be reverted or is being reverted. */
type CheckedStatus =
  | { readonly status: 'in-progress' | 'reverting'; readonly checked: Snapshot }
  | { readonly status: 'not-current' | 'over' | 'unread'; readonly checked?: undefined };

/**
 * Reads the status of the rollout; a single check is not enough to conclude that there is nothing
 * to revert.
 */
async function readRevertStatus(
  tem: TemContext,
  rollout: RevertTarget['rollout'],
): Promise<CheckedStatus> {
  const { clock } = tem.context;
  let last: CheckedStatus = { status: 'unread' };
  let [nothingToDo, failed]: (Lasting | undefined)[] = [];
  await pollUntil(tem.context, {
    ...tem.snapshots,
    interval: VISIBLE_POLL_INTERVAL_MS,
    decide: (snapshot) => {
      const status = getRevertStatus(snapshot, rollout);
      const isPossible = status === 'in-progress' || status === 'reverting';
      const now = clock.now();
      nothingToDo = updateCheck(nothingToDo, !isPossible, now);
      // Details that report an error while the application is idle may belong to a later rollout,
      // which the stale application does not show yet.
      const isDoubtful = status === 'in-progress' && !isDeploying(snapshot.application);
      failed = updateCheck(failed, isDoubtful, now);
      const isCertain = isPossible && (!isDoubtful || hasLasted(failed, STALE_READ_MS, now));
      if (isCertain) last = { status, checked: snapshot };
      else last = { status: isPossible ? 'over' : status };
      // If the revision from before the trigger is current, the rollout may also be too new to be
      // visible.
      const isPrevious = snapshot.application.versionId === rollout.before?.revisionId;
      const needed = isPrevious ? VISIBLE_TIMEOUT_MS : STALE_READ_MS;
      return isCertain || hasLasted(nothingToDo, needed, now) ? status : undefined;
    },
  });
  return last;
}

/** Waits until no pod of the revision is left and all others are healthy. */
export async function followRevert(
  tem: TemContext,
  { rollout, previousVersion, timeline: before }: RevertTarget,
  interval: PollInterval,
): Promise<RevertEnd> {
  const { context, progressLog } = tem;
  const { clock, report } = context;
  progressLog.restart();
  let timeline = closeTimeline(before, clock.now());
  report.timeline = timeline;
  let state = trackRevert(rollout.revisionId, previousVersion);
  let progress: BatchProgress | undefined;
  let lastChange = clock.now();
  const end = await pollUntil<Snapshot, RevertEnd>(tem.context, {
    ...tem.snapshots,
    interval: () =>
      nextPollDelay({
        fixed: interval === 'auto' ? undefined : interval,
        now: clock.now(),
        lastChange,
        settlesAt: state.healed?.since,
        due: undefined,
      }),
    decide: (snapshot) => {
      const now = clock.now();
      state = applyRevertSnapshot(state, snapshot, now);
      const row = getRevertProgress(snapshot, state);
      if (row.healthy !== progress?.healthy || row.trouble !== progress.trouble) lastChange = now;
      progress = row;
      timeline = recordProgress(timeline, [row], now);
      report.timeline = timeline;
      progressLog.logBatches([row]);
      if (isReplaced(state, now)) {
        return { kind: 'replaced', by: snapshot.application.deployVersion };
      }
      return isRevertComplete(state, now) ? { kind: 'reverted' } : undefined;
    },
  });
  return end ?? { kind: 'unfinished' };
}
