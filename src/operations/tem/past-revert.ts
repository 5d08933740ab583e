import type { Lasting } from '../../rollout/lasting.ts';
import { addCheck, hasLasted, STALE_READ_MS } from '../../rollout/lasting.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isBeingReverted, isDeploying } from '../../rollout/snapshot.ts';
import { ApiError } from '../../tencent/api-errors.ts';
import { startWith, VISIBLE_POLL_INTERVAL_MS } from '../poll.ts';
import type { TemContext } from './tem-context.ts';
import { pollSnapshots } from './tem-context.ts';

/**
 * The details of the rollout if it was reverted before: those of what is current may name other
 * versions. A read of them that fails tells nothing.
 */
export async function findPastRevert(
  tem: TemContext,
  snapshot: Snapshot,
  revisionId: string | undefined,
): Promise<Pick<Snapshot, 'deployment'> | undefined> {
  if (isDeploying(snapshot.application)) return undefined;
  if (revisionId === undefined || revisionId === snapshot.application.versionId) {
    const isPast = isBeingReverted(snapshot) && (await staysReverted(tem, snapshot));
    return isPast ? snapshot : undefined;
  }
  const { api, target } = tem;
  try {
    const { value: deployment } = await api.describeDeployApplicationDetail(target, revisionId);
    return isBeingReverted({ deployment }) ? { deployment } : undefined;
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}

/** One check alone may be behind another rollout, which is to be rolled back. */
async function staysReverted(tem: TemContext, first: Snapshot): Promise<boolean> {
  const { clock } = tem.context;
  let reverted: Lasting | undefined;
  const result = await pollSnapshots<boolean>(tem, {
    interval: VISIBLE_POLL_INTERVAL_MS,
    read: startWith(first, () => tem.reader()),
    decide: (snapshot) => {
      if (isDeploying(snapshot.application) || !isBeingReverted(snapshot)) return false;
      reverted = addCheck(reverted, clock.now());
      return hasLasted(reverted, STALE_READ_MS, clock.now()) ? true : undefined;
    },
  });
  return result === true;
}
