import type { Judges } from './judge.ts';
import { judgeFact } from './judge.ts';

/** What TEM does with a rollout that has failed, or that another one would replace. */
export const FAILURE_JUDGES: Judges = {
  'tem-force': judgeFact('force', () => true),
  'tem-revert-of-failed': judgeFact('revert of a failure', () => true),
  'tem-rollout-after-failure': judgeFact('rollout after a failure', (seen) => seen === 'accepted'),
};
