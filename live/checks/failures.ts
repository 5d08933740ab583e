import type { JsonObject } from '../../src/tencent/json.ts';
import { readFlag } from '../../src/tencent/json.ts';
import type { Answer } from '../evidence.ts';
import { getErrorCode, getResponse } from '../evidence.ts';
import type { Live } from '../live.ts';
import { temInputs, temTarget } from '../live.ts';
import type { Running } from './reads.ts';
import { isRolloutInProgress } from './reads.ts';
import { LIMITS, REVERT, startTwoBatches, TRIGGER } from './rollout-inputs.ts';

const MAX_POLLS = 120;
const POLL_MS = 5_000;

/** A rollout with Force while one of this run is in progress: it is replaced, or TEM refuses. */
export async function checkForce(live: Live, running: Running): Promise<void> {
  const { applicationId } = live.options;
  if (await isRolloutInProgress(live)) return;
  const question = `Roll out ${running.deployVersion} to ${applicationId} twice, the second time with Force?`;
  if (!(await live.confirm(question))) return;
  live.check = 'force';
  await live.permit([TRIGGER], async () => {
    const started = await startTwoBatches(live, running);
    if (started.exitCode !== 0) return;
    const answer = await trigger(live, running, { Force: true });
    live.facts.force = getErrorCode(answer) || 'accepted';
    await live.step({ operation: 'tem-wait', ...temInputs(live), ...LIMITS });
  });
}

/** A rollout that fails: whether it can be rolled back, and whether another one is accepted. */
export async function checkFailure(live: Live, running: Running): Promise<void> {
  const { applicationId, brokenVersion } = live.options;
  if (!brokenVersion || (await isRolloutInProgress(live))) return;
  const question = `Roll out ${brokenVersion} to ${applicationId}, which crashes, and return to ${running.deployVersion}?`;
  if (!(await live.confirm(question))) return;
  live.check = 'failure';
  await live.permit([TRIGGER, REVERT], async () => {
    if (!(await fail(live))) return;
    const reverted = await live.call('tem', REVERT, temTarget(live));
    const isReverted = readFlag(getResponse(reverted), 'Result');
    live.facts['revert of a failure'] =
      getErrorCode(reverted) || (isReverted ? 'rolled back' : 'refused');
    if (isReverted && !((await waitForRest(live)) && (await fail(live)))) return;
    // Only a failed rollout that stays under deploying answers the question.
    if (!(await isRolloutInProgress(live))) return;
    const answer = await trigger(live, running, {});
    live.facts['rollout after a failure'] = getErrorCode(answer) || 'accepted';
    await live.step({ operation: 'tem-wait', ...temInputs(live), ...LIMITS });
  });
}

/** Rolls out the version that crashes. Resolves to true if the rollout has failed. */
async function fail(live: Live): Promise<boolean> {
  const { brokenPackage, brokenVersion } = live.options;
  const { outputs } = await live.step({
    operation: 'tem-rolling-update',
    ...temInputs(live),
    'deploy-version': brokenVersion,
    ...(brokenPackage ? { 'package-name': brokenPackage } : {}),
    ...LIMITS,
    'failure-grace': '60s',
    'on-failure': 'keep',
  });
  live.facts['failed rollout'] = outputs.status === 'failed' ? 'as expected' : 'not failed';
  return outputs.status === 'failed';
}

/** Sends a rollout of what ran before, past the action, which would wait. */
function trigger(live: Live, running: Running, more: JsonObject): Promise<Answer> {
  const { deployMode, deployVersion, pkgName } = running;
  return live.call('tem', TRIGGER, {
    ...temTarget(live),
    DeployVersion: deployVersion,
    ...(deployMode === 'IMAGE' ? {} : { PackageName: pkgName }),
    ...more,
  });
}

/** Resolves to true as soon as no rollout is in progress; false if one stays. */
async function waitForRest(live: Live): Promise<boolean> {
  for (let polls = 0; polls < MAX_POLLS; polls += 1) {
    if (!(await isRolloutInProgress(live))) return true;
    await live.clock.sleep(POLL_MS);
  }
  return false;
}
