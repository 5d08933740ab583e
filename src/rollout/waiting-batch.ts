import { equalsIgnoreCase } from './pods.ts';
import type { Batch, Snapshot } from './snapshot.ts';
import { isBeingReverted, reportsWaiting } from './snapshot.ts';

/** The batch that waits for confirmation, as far as the details say. */
export function getWaitingBatch(snapshot: Snapshot): Batch['position'] | undefined {
  if (isBeingReverted(snapshot)) return undefined;
  return snapshot.deployment?.batches.find(({ status }) =>
    equalsIgnoreCase(status, 'WaitForResume'),
  )?.position;
}

/** True where anything says that the rollout waits for confirmation. */
export function isWaiting(snapshot: Snapshot): boolean {
  if (isBeingReverted(snapshot)) return false;
  return getWaitingBatch(snapshot) !== undefined || reportsWaiting(snapshot.application);
}
