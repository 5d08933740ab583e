import { pause } from '../../rollout/poll-delay.ts';
import type { Reverting, Standing } from '../../rollout/revert-tracker.ts';
import {
  isReverted,
  observeRevert,
  progressOfRevert,
  standingOf,
} from '../../rollout/revert-tracker.ts';
import { ended, record } from '../../rollout/timeline.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../../report/run-record.ts';
import { lookPatiently } from './tem-context.ts';
import type { Session } from './tem-context.ts';

/** reverted: the old version serves. refused: TEM did not take it back. unfinished: not by the deadline. */
export type RevertEnding = 'reverted' | 'refused' | 'unfinished';

/** What came of taking a rollout back by a policy; unread: no look came through, so nothing was sent. */
export type TakingBack = RevertEnding | 'not-ours' | 'over' | 'unread';

/** How TEM answered; after an unclear answer the rollout itself tells whether it is taken back. */
export type RevertAnswer = 'accepted' | 'refused' | 'unclear';

/** How long a revert may take to show itself after an unclear answer. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/**
 * Takes a rollout back and waits until the version before serves, or the deadline. It looks first:
 * RevertDeployApplication names no revision, so it would take back whatever is current.
 */
export async function takeBack(session: Session, revisionId: string): Promise<TakingBack> {
  const standing = await findStanding(session, revisionId);
  const isToSend = standing === 'under-way';
  if (isToSend && (await startRevert(session, revisionId)) === 'refused') return 'refused';
  const isBegun = standing === 'under-way' || standing === 'reverting';
  return isBegun ? followRevert(session, revisionId, 'auto') : standing;
}

/** How the rollout stands, by the first look of half a minute that comes through. */
export async function findStanding(
  session: Session,
  revisionId: string,
): Promise<Standing | 'unread'> {
  const { clock, deadline, signal } = session;
  const until = Math.min(clock.now() + SHOWS_WITHIN_MS, deadline);
  for (;;) {
    const snapshot = await lookPatiently(session);
    if (snapshot) return standingOf(snapshot, revisionId);
    if (clock.now() >= until) return 'unread';
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** Sends the revert, after an unclear answer that nothing came of a second time. */
export async function startRevert(session: Session, revisionId: string): Promise<RevertAnswer> {
  const answer = await sendRevert(session);
  if (answer !== 'unclear') return answer;
  const standing = await awaitRevert(session, revisionId);
  if (isTakenBack(standing)) return 'accepted';
  return standing === 'under-way' ? sendRevert(session) : 'unclear';
}

/** Whether a revert whose answer was unclear shows itself. */
export async function showsRevert(session: Session, revisionId: string): Promise<boolean> {
  return isTakenBack(await awaitRevert(session, revisionId));
}

/** Sends RevertDeployApplication once. */
export async function sendRevert(session: Session): Promise<RevertAnswer> {
  try {
    const { value, requestId } = await session.tem.revertDeployApplication(session.target);
    note(session.report, 'request-id', requestId);
    return value ? 'accepted' : 'refused';
  } catch (error) {
    if (isUnclear(error)) return 'unclear';
    throw error;
  }
}

/** How the rollout stands as soon as its revert shows itself, or at the end of half a minute. */
async function awaitRevert(session: Session, revisionId: string): Promise<Standing | 'unread'> {
  const { clock, deadline, signal } = session;
  const until = Math.min(clock.now() + SHOWS_WITHIN_MS, deadline);
  for (;;) {
    const snapshot = await lookPatiently(session);
    const standing = snapshot ? standingOf(snapshot, revisionId) : 'unread';
    if (isTakenBack(standing) || clock.now() >= until) return standing;
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function isTakenBack(standing: Standing | 'unread'): boolean {
  return standing === 'reverting' || standing === 'not-ours';
}

/** Waits until no pod of `revisionId` is left and all others are healthy. */
export async function followRevert(
  session: Session,
  revisionId: string,
  pollInterval: number | 'auto',
): Promise<RevertEnding> {
  const { clock, deadline, narrator, report, signal } = session;
  narrator.restart(clock.now());
  report.timeline = ended(report.timeline, clock.now());
  const fixed = pollInterval === 'auto' ? undefined : pollInterval;
  let reverting: Reverting = { revisionId, good: 0 };
  for (;;) {
    const snapshot = await lookPatiently(session);
    const now = clock.now();
    if (snapshot) {
      reverting = observeRevert(reverting, snapshot);
      const rows = [progressOfRevert(snapshot, reverting)];
      report.timeline = record(report.timeline, rows, now);
      narrator.tell(rows, now);
    }
    if (isReverted(reverting)) return 'reverted';
    if (now >= deadline) return 'unfinished';
    const isSettling = reverting.good > 0;
    const pace = { now, deadline, isSettling, lastChange: narrator.lastChange() };
    await clock.sleep(pause({ ...pace, fixed, due: undefined }), signal);
  }
}
