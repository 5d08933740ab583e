import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { RevertState, RevertStatus } from '../../rollout/revert-tracker.ts';
import {
  applyRevertSnapshot,
  getRevertProgress,
  getRevertStatus,
  isRevertComplete,
} from '../../rollout/revert-tracker.ts';
import type { Timeline } from '../../rollout/timeline.ts';
import { closeTimeline, recordProgress } from '../../rollout/timeline.ts';
import { setOutput } from '../../report/run-record.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { PollInterval } from '../poll.ts';
import { VISIBLE_POLL_INTERVAL_MS, VISIBLE_TIMEOUT_MS } from '../poll.ts';
import { pollSnapshots } from './poll-snapshots.ts';
import type { TemContext } from './tem-context.ts';

/** How a revert ended; unfinished: not by the deadline. */
export type RevertEnd = 'reverted' | 'unfinished';

/** The result of a revert by a policy; unread: no read came through, so nothing was sent. */
export type RevertResult = RevertEnd | 'refused' | 'not-current' | 'over' | 'unread';

/** How TEM answered; after an ambiguous response the rollout itself tells whether it is reverted. */
export type RevertAnswer = 'accepted' | 'refused' | 'unknown';

/** A rollout to revert; the revert goes on with its timeline. */
export interface RevertTarget {
  readonly revisionId: string;
  readonly timeline: Timeline;
}

/**
 * Reverts a rollout and waits until the version before serves, or the deadline. It reads first:
 * RevertDeployApplication names no revision, so it would revert whatever is current.
 */
export async function revertRollout(tem: TemContext, target: RevertTarget): Promise<RevertResult> {
  const status = await readRevertStatus(tem, target.revisionId);
  if (status !== 'under-way' && status !== 'reverting') return status;
  if (status === 'under-way' && (await startRevert(tem, target.revisionId)) === 'refused') {
    return 'refused';
  }
  return followRevert(tem, target, 'auto');
}

/** How the rollout stands, by the first read of half a minute that comes through. */
async function readRevertStatus(
  tem: TemContext,
  revisionId: string,
): Promise<RevertStatus | 'unread'> {
  const status = await pollSnapshots(tem, {
    ...untilVisible(tem),
    decide: (snapshot) => getRevertStatus(snapshot, revisionId),
  });
  return status ?? 'unread';
}

/** Sends the revert, and once more where the first response was ambiguous and it did not begin. */
export async function startRevert(tem: TemContext, revisionId: string): Promise<RevertAnswer> {
  const answer = await sendRevert(tem);
  if (answer !== 'unknown') return answer;
  const status = await waitForRevertToShow(tem, revisionId);
  if (hasRevertBegun(status)) return 'accepted';
  return status === 'under-way' ? sendRevert(tem) : 'unknown';
}

/** Whether a revert whose response was ambiguous becomes visible. */
export async function showsRevert(tem: TemContext, revisionId: string): Promise<boolean> {
  return hasRevertBegun(await waitForRevertToShow(tem, revisionId));
}

/** Sends RevertDeployApplication once. */
export async function sendRevert({ api, context, target }: TemContext): Promise<RevertAnswer> {
  try {
    const { value, requestId } = await api.revertDeployApplication(target);
    setOutput(context.report, 'request-id', requestId);
    return value ? 'accepted' : 'refused';
  } catch (error) {
    if (isOutcomeUnknown(error)) return 'unknown';
    throw error;
  }
}

/** How the rollout stands as soon as its revert is visible, or at the last read of half a minute. */
async function waitForRevertToShow(
  tem: TemContext,
  revisionId: string,
): Promise<RevertStatus | 'unread'> {
  let status: RevertStatus | 'unread' = 'unread';
  await pollSnapshots(tem, {
    ...untilVisible(tem),
    read: () => {
      status = 'unread';
      return tem.reader();
    },
    decide: (snapshot) => {
      status = getRevertStatus(snapshot, revisionId);
      return hasRevertBegun(status) ? status : undefined;
    },
  });
  return status;
}

function untilVisible({ context }: TemContext) {
  const until = Math.min(context.clock.now() + VISIBLE_TIMEOUT_MS, context.deadline);
  return { interval: VISIBLE_POLL_INTERVAL_MS, until };
}

function hasRevertBegun(status: RevertStatus | 'unread'): boolean {
  return status === 'reverting' || status === 'not-current';
}

/** Waits until no pod of the revision is left and all others are healthy. */
export async function followRevert(
  tem: TemContext,
  { revisionId, timeline: before }: RevertTarget,
  interval: PollInterval,
): Promise<RevertEnd> {
  const { context, progressLog } = tem;
  const { clock, deadline, report } = context;
  progressLog.restart(clock.now());
  let timeline = closeTimeline(before, clock.now());
  report.timeline = timeline;
  let state: RevertState = { revisionId, consecutiveHealthy: 0 };
  const end = await pollSnapshots<RevertEnd>(tem, {
    interval: () =>
      nextPollDelay({
        fixed: interval === 'auto' ? undefined : interval,
        now: clock.now(),
        lastChange: progressLog.lastChange(),
        isSettling: state.consecutiveHealthy > 0,
        due: undefined,
        deadline,
      }),
    decide: (snapshot) => {
      const now = clock.now();
      state = applyRevertSnapshot(state, snapshot);
      const rows = [getRevertProgress(snapshot, state)];
      timeline = recordProgress(timeline, rows, now);
      report.timeline = timeline;
      progressLog.logBatches(rows, now);
      return isRevertComplete(state) ? 'reverted' : undefined;
    },
  });
  return end ?? 'unfinished';
}
