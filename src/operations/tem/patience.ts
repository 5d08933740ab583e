import type { Snapshot } from '../../rollout/snapshot.ts';
import { CallError } from '../../tencent/errors.ts';
import { classify } from '../../tencent/retry.ts';
import type { Session } from './session.ts';

/**
 * A look that may fail for a while: a read that does not come through is no verdict on a rollout,
 * and the next one may. It is said in the log; what would fail again is thrown.
 */
export async function lookPatiently(
  session: Session,
  versionId = '',
): Promise<Snapshot | undefined> {
  try {
    const snapshot = await session.look(versionId);
    session.report.last = snapshot;
    return snapshot;
  } catch (error) {
    if (!(error instanceof CallError) || classify(error) === 'final') throw error;
    session.narrator.tellMissed(error.message, session.clock.now());
    return undefined;
  }
}
