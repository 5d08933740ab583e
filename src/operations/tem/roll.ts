import type { Watch } from '../../rollout/watch.ts';
import type { Outcome } from '../outcome.ts';
import type { ConcludeInputs } from './conclude.ts';
import { conclude } from './conclude.ts';
import type { FollowInputs } from './follow.ts';
import { follow } from './follow.ts';
import { savePendingRevert } from './pending.ts';
import type { Session } from './session.ts';

/** Follows a rollout to its end and concludes; while that lasts, `post` can take over. */
export async function followToVerdict(
  session: Session,
  watch: Watch,
  inputs: FollowInputs & ConcludeInputs,
): Promise<Outcome> {
  if (inputs.onCancel === 'revert') savePendingRevert(session, watch);
  const ending = await follow(session, watch, inputs);
  const ended = await conclude(session, ending, inputs);
  // What comes after the verdict must not have the rollout taken back when it is cancelled.
  if (ended.status !== 'cancelled') session.save(undefined);
  return ended;
}
