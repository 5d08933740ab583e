import type { Live, StepRun } from '../live.ts';
import { temInputs } from '../live.ts';
import type { Running } from './reads.ts';
import { checkFailure, checkForce } from './failures.ts';
import { isRolloutInProgress, readRunning } from './reads.ts';
import {
  INTERVAL_SECONDS,
  LIMITS,
  redeploy,
  REVERT,
  startTwoBatches,
  TRIGGER,
} from './rollout-inputs.ts';
import { versionName } from './uploads.ts';

const RESUME = 'ResumeDeployApplication';

/** A trial batch, and two others with an interval between them. */
const ENOUGH_INSTANCES = 3;

/** Rolls out what already runs, pauses, resumes; then once more, to roll it back. */
export async function checkRollouts(live: Live): Promise<void> {
  const { applicationId } = live.options;
  if (!applicationId) return;
  const running = await readRunning(live);
  if (await isRolloutInProgress(live)) {
    live.print(`${applicationId} has a rollout in progress: no other one is started.`);
    return;
  }
  if (running.instances < ENOUGH_INSTANCES) {
    live.print(
      `${applicationId} has fewer than ${ENOUGH_INSTANCES} instances: some rows stay open.`,
    );
  }
  await checkBeta(live, running);
  await checkRevert(live, running);
  await checkForce(live, running);
  await checkFailure(live, running);
  await cleanUp(live, running);
}

/** A BETA rollout: one instance, a pause, then two batches with an interval. */
async function checkBeta(live: Live, running: Running): Promise<void> {
  const { applicationId, packageFile } = live.options;
  const isUpload = packageFile !== '' && running.deployMode !== 'IMAGE';
  const version = isUpload ? versionName(live) : running.deployVersion;
  const question = `Roll out ${version} to ${applicationId} (BETA), and resume it?`;
  if (!(await live.confirm(question))) return;
  live.check = 'beta';
  await live.permit([TRIGGER, RESUME], async () => {
    const started = await live.step({
      operation: 'tem-rolling-update',
      ...temInputs(live),
      ...(isUpload
        ? { 'deploy-version': version, 'package-file': packageFile }
        : redeploy(running)),
      'deploy-strategy': 'BETA',
      'beta-batch-num': '1',
      'total-batch-count': '2',
      'batch-interval': String(INTERVAL_SECONDS),
      ...LIMITS,
    });
    live.facts['beta rollout'] = started.outputs.status ?? '';
    if (started.outputs.status !== 'waiting') return;
    const resumed = await live.step({
      operation: 'tem-resume',
      ...ownRollout(live, started),
      ...LIMITS,
    });
    live.facts['beta resumed'] = resumed.outputs.status ?? '';
  });
}

/** A rollout in two batches that is rolled back while the first one is deployed. */
async function checkRevert(live: Live, running: Running): Promise<void> {
  if (await isRolloutInProgress(live)) return;
  const { applicationId } = live.options;
  const question = `Roll out ${running.deployVersion} to ${applicationId} again, and roll it back?`;
  if (!(await live.confirm(question))) return;
  live.check = 'revert';
  await live.permit([TRIGGER, REVERT], async () => {
    const started = await startTwoBatches(live, running);
    if (started.exitCode !== 0) return;
    const reverted = await live.step({
      operation: 'tem-revert',
      ...ownRollout(live, started),
      ...LIMITS,
    });
    live.facts['rolled back'] = reverted.outputs.status ?? '';
  });
}

/** Leaves the application as it was: no rollout of this run in progress, and its old version. */
async function cleanUp(live: Live, before: Running): Promise<void> {
  const changes = ['beta rollout', 'rolled back', 'force', 'failed rollout'];
  if (!changes.some((fact) => fact in live.facts)) return;
  live.check = 'clean-up';
  const now = await readRunning(live);
  const isClean = !(await isRolloutInProgress(live)) && now.deployVersion === before.deployVersion;
  if (!isClean) {
    await live.permit([TRIGGER, REVERT], async () => {
      const version = redeploy(before);
      const inputs = { operation: 'tem-rollback', ...temInputs(live), ...version, ...LIMITS };
      await live.step(inputs);
    });
  }
  const after = await readRunning(live);
  const isLeft = after.deployVersion === before.deployVersion && !(await isRolloutInProgress(live));
  live.facts['clean-up'] = isLeft ? 'done' : 'not done';
}

/** The inputs that name the rollout of a step, and no other one. */
function ownRollout(live: Live, { outputs }: StepRun): Record<string, string> {
  const revision = outputs['revision-id'];
  return { ...temInputs(live), ...(revision ? { 'revision-id': revision } : {}) };
}
