import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { startHistory } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { trackStarted } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { joinParts } from '../../text/format.ts';
import { assertBeforeDeadline, createDeadlineError } from '../deadline.ts';
import { recordVersions } from './find-revision.ts';
import { savePendingRevert } from './pending-revert.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { resolveConflict, ROLLOUT_COULD_START } from './resolve-conflict.ts';
import { startWith } from '../poll.ts';
import type { TemContext } from './tem-context.ts';
import { pollSnapshots } from './tem-context.ts';
import type { ConflictInputs, StrategyInputs } from './tem-inputs.ts';
import { suggestRevert } from './tem-next-steps.ts';
import { triggerRollout } from './trigger-rollout.ts';

/** What is to be rolled out, and how. */
export type StartRolloutInputs = RollingUpdate &
  StrategyInputs &
  ConflictInputs &
  Inputs<never, 'on-cancel'>;

/** The pause after TEM has said that the application is being deployed after all; it doubles. */
const FIRST_RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 60_000;

/**
 * Starts the rollout that is to be followed, or adopts the one that is in progress. It begins with
 * the snapshot where one is given, and reads again where the cloud says that the application is being
 * deployed after all. Throws an OperationError where nothing is to be started.
 */
export async function startRollout(
  tem: TemContext,
  first: Snapshot | undefined,
  inputs: StartRolloutInputs,
): Promise<Rollout> {
  const read = () => tem.reader();
  let refusals = 0;
  const rollout = await pollSnapshots(tem, {
    interval: () => Math.min(MAX_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** (refusals - 1)),
    read: first ? startWith(first, read) : read,
    decide: async (snapshot) => {
      const started = await tryToStart(tem, snapshot, inputs);
      if (!started) refusals += 1;
      return started;
    },
  });
  if (!rollout) throw createDeadlineError(ROLLOUT_COULD_START);
  return rollout;
}

/** `undefined` where TEM says that the application is being deployed. */
async function tryToStart(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: StartRolloutInputs,
): Promise<Rollout | undefined> {
  const { log, save } = tem.context;
  const resolution = await resolveConflict(tem, snapshot, inputs);
  if (resolution.kind === 'adopted') return resolution.rollout;
  assertBeforeDeadline(tem.context, ROLLOUT_COULD_START);
  const rollout = await startOnIdle(tem, resolution.snapshot, inputs);
  if (rollout) return rollout;
  // What is current from here on may be somebody else's: `post` must not revert that.
  save(undefined);
  if (resolution.kind === 'failed') throw createFailedRolloutError(tem, resolution.snapshot);
  if (inputs.ifDeploying === 'fail') throw createRefusedError();
  log.stage('Rollout', 'TEM reports that the application is being deployed: checking again');
  return undefined;
}

async function startOnIdle(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: StartRolloutInputs,
): Promise<Rollout | undefined> {
  const { clock, log, report } = tem.context;
  const { application, deployment } = snapshot;
  const previous = { version: application.deployVersion, packageName: application.pkgName };
  const versions = { previous, version: inputs.deployVersion };
  setOutput(report, 'package-name', inputs.packageName ?? '');
  recordVersions(report, versions);
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  const save = (known: RolloutState) => {
    if (inputs.onCancel !== 'revert') return;
    savePendingRevert(tem, { state: known, history: { previous } });
  };
  const sought = trackStarted('', before, inputs.deployVersion);
  save(sought);
  const state = await triggerRollout(tem, sought, inputs);
  if (!state) return undefined;
  save(state);
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  log.stage('Rollout', joinParts(state.revisionId || 'started', strategy));
  return { state, history: startHistory(snapshot, versions, clock.now()) };
}

function createRefusedError(): OperationError {
  return new OperationError('another rollout is in progress (ResourceInUse.ServiceDeploying)', {
    code: 'rollout-in-progress',
    details: [{ text: 'Nothing was started.' }],
    next: [{ sentence: 'Wait for its end, or use   if-deploying: wait   or   adopt' }],
  });
}

/** TEM does not let a fix follow this failed rollout: it has to be rolled back first. */
function createFailedRolloutError(
  { target }: TemContext,
  { application }: Snapshot,
): OperationError {
  const { deployVersion, versionId } = application;
  return new OperationError('the rollout before has failed, and TEM refuses to start another', {
    code: 'rollout-in-progress',
    details: [{ text: `It is ${joinParts(versionId, deployVersion)}. Nothing was started.` }],
    next: [suggestRevert(target, versionId)],
  });
}
