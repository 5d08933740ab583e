import { pause } from '../../rollout/pace.ts';
import type { Reverting } from '../../rollout/reverting.ts';
import { isReverted, observeRevert, progressOfRevert } from '../../rollout/reverting.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../report.ts';
import { lookPatiently } from './patience.ts';
import type { Session } from './session.ts';

/** reverted: the old version serves. refused: TEM did not take it back. unfinished: not by the deadline. */
export type RevertEnding = 'reverted' | 'refused' | 'unfinished';

/** Takes the current rollout back and waits until the version before serves, or the deadline. */
export async function takeBack(session: Session, revisionId: string): Promise<RevertEnding> {
  if (!(await sendRevert(session))) return 'refused';
  return followRevert(session, revisionId, 'auto');
}

/**
 * Sends RevertDeployApplication once; false where TEM clearly refused. After an unclear answer it
 * counts as sent: following it tells.
 */
export async function sendRevert(session: Session): Promise<boolean> {
  try {
    const { value, requestId } = await session.tem.revertDeployApplication(session.target);
    note(session.report, 'request-id', requestId);
    return value;
  } catch (error) {
    if (isUnclear(error)) return true;
    throw error;
  }
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
