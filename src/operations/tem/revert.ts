import { pause } from '../../rollout/pace.ts';
import type { Reverting } from '../../rollout/reverting.ts';
import { isReverted, observeRevert, progressOfRevert } from '../../rollout/reverting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../report.ts';
import { lookPatiently } from './patience.ts';
import type { Session } from './session.ts';

/** reverted: the old version serves. refused: TEM did not take it back. unfinished: not by the deadline. */
export type RevertEnding = 'reverted' | 'refused' | 'unfinished';

/** How TEM answered; after an unclear answer the rollout itself tells whether it is taken back. */
export type RevertAnswer = 'accepted' | 'refused' | 'unclear';

/** How long a revert may take to show itself after an unclear answer. */
const SHOWS_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 3_000;

/** Takes the current rollout back and waits until the version before serves, or the deadline. */
export async function takeBack(session: Session, revisionId: string): Promise<RevertEnding> {
  if (!(await startRevert(session, revisionId))) return 'refused';
  return followRevert(session, revisionId, 'auto');
}

/** Sends the revert, after an unclear answer a second time; false where TEM refused it. */
export async function startRevert(session: Session, revisionId: string): Promise<boolean> {
  const answer = await sendRevert(session);
  const settled = answer === 'unclear' ? await sendAgain(session, revisionId) : answer;
  return settled !== 'refused';
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

/** Sends it once more, unless the rollout is being taken back already. */
async function sendAgain(session: Session, revisionId: string): Promise<RevertAnswer> {
  const { clock, deadline, signal } = session;
  const until = Math.min(clock.now() + SHOWS_WITHIN_MS, deadline);
  for (;;) {
    const snapshot = await lookPatiently(session);
    if (snapshot && showsRevert(snapshot, revisionId)) return 'accepted';
    if (clock.now() >= until) return sendRevert(session);
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** True where the revision is being taken back, or is not current any more. */
export function showsRevert({ application, deployment }: Snapshot, revisionId: string): boolean {
  const isGone = application.versionId !== revisionId;
  return isGone || /revert/i.test(deployment?.currentBatchStatus ?? '');
}

/** Waits until no pod of `revisionId` is left and all others are healthy. */
export async function followRevert(
  session: Session,
  revisionId: string,
  pollInterval: number | 'auto',
): Promise<RevertEnding> {
  const { clock, deadline, narrator, signal } = session;
  narrator.restart(clock.now());
  const fixed = pollInterval === 'auto' ? undefined : pollInterval;
  let reverting: Reverting = { revisionId, good: 0 };
  for (;;) {
    const snapshot = await lookPatiently(session);
    const now = clock.now();
    if (snapshot) {
      reverting = observeRevert(reverting, snapshot);
      narrator.tell([progressOfRevert(snapshot, reverting)], now);
    }
    if (isReverted(reverting)) return 'reverted';
    if (now >= deadline) return 'unfinished';
    const isSettling = reverting.good > 0;
    const pace = { now, deadline, isSettling, lastChange: narrator.lastChange() };
    await clock.sleep(pause({ ...pace, fixed, due: undefined }), signal);
  }
}
