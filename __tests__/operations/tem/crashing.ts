import { UPDATE } from '../world.ts';

/** All batches finish, so that TEM calls the rollout over; its instances crash later. */
export const CRASH = { status: 'CrashLoopBackOff', versions: ['v2.4.0'], afterSeconds: 30 };

/** A rolling update that notices such a crash, and reverts then. */
export const ON_FAILURE = {
  ...UPDATE,
  'on-failure': 'revert',
  'failure-grace': '30s',
  'stable-for': '60s',
};
