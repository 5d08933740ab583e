import { nextPollDelay } from '../../rollout/poll-delay.ts';
import type { RevertState, RevertStatus } from '../../rollout/revert-tracker.ts';
import {
  isRevertComplete,
  applyRevertSnapshot,
  getRevertProgress,
  getRevertStatus,
} from '../../rollout/revert-tracker.ts';
import { closeTimeline, recordProgress } from '../../rollout/timeline.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import { setOutput } from '../../report/run-record.ts';
import { readSnapshotTolerant } from './tem-context.ts';
import type { TemContext } from './tem-context.ts';

/** reverted: the old version serves. refused: TEM did not take it back. unfinished: not by the deadline. */
export type RevertEnding = 'reverted' | 'refused' | 'unfinished';

/** What came of taking a rollout back by a policy; unread: no look came through, so nothing was sent. */
export type RevertResult = RevertEnding | 'not-ours' | 'over' | 'unread';

/** How TEM answered; after an unclear answer the rollout itself tells whether it is taken back. */
export type RevertAnswer = 'accepted' | 'refused' | 'unclear';

/** How long a revert may take to show itself after an unclear answer. */
const VISIBLE_TIMEOUT_MS = 30_000;
const POLL_INTERVAL_MS = 3_000;

/**
 * Takes a rollout back and waits until the version before serves, or the deadline. It looks first:
 * RevertDeployApplication names no revision, so it would take back whatever is current.
 */
export async function revertRollout(
  context: TemContext,
  revisionId: string,
): Promise<RevertResult> {
  const standing = await readRevertStatus(context, revisionId);
  const isToSend = standing === 'under-way';
  if (isToSend && (await startRevert(context, revisionId)) === 'refused') return 'refused';
  const isBegun = standing === 'under-way' || standing === 'reverting';
  return isBegun ? followRevert(context, revisionId, 'auto') : standing;
}

/** How the rollout stands, by the first look of half a minute that comes through. */
export async function readRevertStatus(
  context: TemContext,
  revisionId: string,
): Promise<RevertStatus | 'unread'> {
  const { clock, deadline, cancelSignal: signal } = context;
  const until = Math.min(clock.now() + VISIBLE_TIMEOUT_MS, deadline);
  for (;;) {
    const snapshot = await readSnapshotTolerant(context);
    if (snapshot) return getRevertStatus(snapshot, revisionId);
    if (clock.now() >= until) return 'unread';
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
}

/** Sends the revert, after an unclear answer that nothing came of a second time. */
export async function startRevert(context: TemContext, revisionId: string): Promise<RevertAnswer> {
  const answer = await sendRevert(context);
  if (answer !== 'unclear') return answer;
  const standing = await waitForRevertToShow(context, revisionId);
  if (hasRevertBegun(standing)) return 'accepted';
  return standing === 'under-way' ? sendRevert(context) : 'unclear';
}

/** Whether a revert whose answer was unclear shows itself. */
export async function showsRevert(context: TemContext, revisionId: string): Promise<boolean> {
  return hasRevertBegun(await waitForRevertToShow(context, revisionId));
}

/** Sends RevertDeployApplication once. */
export async function sendRevert(context: TemContext): Promise<RevertAnswer> {
  try {
    const { value, requestId } = await context.tem.revertDeployApplication(context.target);
    setOutput(context.report, 'request-id', requestId);
    return value ? 'accepted' : 'refused';
  } catch (error) {
    if (isOutcomeUnknown(error)) return 'unclear';
    throw error;
  }
}

/** How the rollout stands as soon as its revert shows itself, or at the end of half a minute. */
async function waitForRevertToShow(
  context: TemContext,
  revisionId: string,
): Promise<RevertStatus | 'unread'> {
  const { clock, deadline, cancelSignal: signal } = context;
  const until = Math.min(clock.now() + VISIBLE_TIMEOUT_MS, deadline);
  for (;;) {
    const snapshot = await readSnapshotTolerant(context);
    const standing = snapshot ? getRevertStatus(snapshot, revisionId) : 'unread';
    if (hasRevertBegun(standing) || clock.now() >= until) return standing;
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
}

function hasRevertBegun(standing: RevertStatus | 'unread'): boolean {
  return standing === 'reverting' || standing === 'not-ours';
}

/** Waits until no pod of `revisionId` is left and all others are healthy. */
export async function followRevert(
  context: TemContext,
  revisionId: string,
  pollInterval: number | 'auto',
): Promise<RevertEnding> {
  const { clock, deadline, progressLog: narrator, report, cancelSignal: signal } = context;
  narrator.restart(clock.now());
  report.timeline = closeTimeline(report.timeline, clock.now());
  const fixed = pollInterval === 'auto' ? undefined : pollInterval;
  let state: RevertState = { revisionId, consecutiveHealthy: 0 };
  for (;;) {
    const snapshot = await readSnapshotTolerant(context);
    const now = clock.now();
    if (snapshot) {
      state = applyRevertSnapshot(state, snapshot);
      const rows = [getRevertProgress(snapshot, state)];
      report.timeline = recordProgress(report.timeline, rows, now);
      narrator.logBatches(rows, now);
    }
    if (isRevertComplete(state)) return 'reverted';
    if (now >= deadline) return 'unfinished';
    const isSettling = state.consecutiveHealthy > 0;
    const pace = { now, deadline, isSettling, lastChange: narrator.lastChange() };
    await clock.sleep(nextPollDelay({ ...pace, fixed, due: undefined }), signal);
  }
}
