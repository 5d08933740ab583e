import type { Live, StepRun } from '../live.ts';
import { temInputs } from '../live.ts';
import type { Running } from './reads.ts';
import { POLL } from './rollout.ts';

export const TRIGGER = 'RollingUpdateApplicationByVersion';
export const REVERT = 'RevertDeployApplication';

/** The interval in the rollouts of the checks. In minutes it would be an hour. */
export const INTERVAL_SECONDS = 60;
export const LIMITS = { ...POLL, timeout: '30m', 'failure-grace': '300s' };

/** The inputs that deploy what ran before. */
export function redeploy({ deployMode, deployVersion, pkgName }: Running): Record<string, string> {
  const isImage = deployMode === 'IMAGE';
  return { 'deploy-version': deployVersion, ...(isImage ? {} : { 'package-name': pkgName }) };
}

/** Rolls out the running version again, in two batches, and does not wait. */
export function startTwoBatches(live: Live, running: Running): Promise<StepRun> {
  return live.step({
    operation: 'tem-rolling-update',
    ...temInputs(live),
    ...redeploy(running),
    'total-batch-count': '2',
    'batch-interval': String(INTERVAL_SECONDS),
    wait: 'false',
  });
}
