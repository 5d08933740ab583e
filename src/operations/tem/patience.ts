import type { Snapshot } from '../../rollout/snapshot.ts';
import { CallError, UnclearError } from '../../tencent/errors.ts';
import { classify } from '../../tencent/retry.ts';
import type { Session } from './session.ts';

/** Answers in a row that are no API answer, after which something stands between us and the API. */
const STRANGE_ANSWERS = 3;

/**
 * A look that may fail for a while: a read that does not come through is no verdict on a rollout,
 * and the next one may. It is said in the log; what would fail again is thrown. With `last`, the
 * snapshot before, only what has changed is read.
 */
export async function lookPatiently(
  session: Session,
  versionId = '',
  last?: Snapshot,
): Promise<Snapshot | undefined> {
  try {
    const snapshot = await (last ? session.look.again(versionId, last) : session.look(versionId));
    session.report.last = snapshot;
    session.misses.inARow = 0;
    return snapshot;
  } catch (error) {
    session.misses.inARow += 1;
    if (!(error instanceof CallError) || isLasting(error, session.misses.inARow)) throw error;
    session.narrator.tellMissed(error.message, session.clock.now());
    return undefined;
  }
}

function isLasting(error: CallError, inARow: number): boolean {
  if (classify(error) !== 'final') return false;
  return !(error instanceof UnclearError) || inARow >= STRANGE_ANSWERS;
}
