import type { Live } from '../live.ts';
import { temInputs } from '../live.ts';
import { isRolloutInProgress } from './reads.ts';

/** So that every poll reads everything, and none of what happens in between is missed. */
export const POLL = { 'poll-interval': '5s' };

/** Follows a rollout that happens to be in progress. Changes nothing. */
export async function checkRollout(live: Live): Promise<void> {
  if (!live.options.applicationId || !(await isRolloutInProgress(live))) return;
  live.print('A rollout is in progress. Following it for up to 30 minutes.');
  const { outputs } = await live.step({
    operation: 'tem-wait',
    ...temInputs(live),
    ...POLL,
    timeout: '30m',
  });
  live.facts['followed rollout'] = outputs.status ?? '';
}
