import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { startHistory } from '../../rollout/rollout-history.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { trackStarted } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { joinTexts, message } from '../../text/message.ts';
import { assertBeforeDeadline, createDeadlineError } from '../deadline.ts';
import { recordVersions } from './find-revision.ts';
import { savePendingRevert } from './pending-revert.ts';
import { pollSnapshots, startWith } from './poll-snapshots.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { resolveConflict, START_GOAL } from './resolve-conflict.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs, StrategyInputs } from './tem-inputs.ts';
import { suggestRevert } from './tem-next-steps.ts';
import { triggerRollout } from './trigger-rollout.ts';

export type StartRolloutInputs = StrategyInputs & ConflictInputs & Inputs<never, 'on-cancel'>;

/** The pause after TEM has said that the application is being deployed after all; it doubles. */
const FIRST_RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 60_000;

/** What is to be rolled out. */
export interface Release {
  /** Brings the package to the cloud, once, when nothing is in the way any more. */
  readonly upload: (() => Promise<void>) | undefined;
  readonly update: () => RollingUpdate;
}

/**
 * Starts the rollout that is to be followed, or adopts the one that is in progress. It reads again
 * after an upload, because that takes its time, and if TEM reports that the application is
 * being deployed after all. Throws an OperationError if nothing is to be started.
 */
export async function startRollout(
  tem: TemContext,
  first: Snapshot,
  inputs: StartRolloutInputs,
  { upload, update }: Release,
): Promise<Rollout> {
  const read = () => tem.reader();
  let refusals = 0;
  if (upload) {
    const resolution = await resolveConflict(tem, first, inputs);
    if (resolution.kind === 'adopted') return resolution.rollout;
    await upload();
  }
  const rollout = await pollSnapshots(tem, {
    interval: () => Math.min(MAX_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** (refusals - 1)),
    read: upload ? read : startWith(first, read),
    decide: async (snapshot) => {
      const started = await tryToStart(tem, snapshot, inputs, update);
      if (!started) refusals += 1;
      return started;
    },
  });
  if (!rollout) throw createDeadlineError(START_GOAL);
  return rollout;
}

/** `undefined` where TEM says that the application is being deployed. */
async function tryToStart(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: StartRolloutInputs,
  update: Release['update'],
): Promise<Rollout | undefined> {
  const { log, save } = tem.context;
  const resolution = await resolveConflict(tem, snapshot, inputs);
  if (resolution.kind === 'adopted') return resolution.rollout;
  assertBeforeDeadline(tem.context, START_GOAL);
  const rollout = await startOnIdle(tem, resolution.snapshot, inputs, update());
  if (rollout) return rollout;
  // What is current from here on may be somebody else's: `post` must not revert that.
  save(undefined);
  if (resolution.kind === 'failed') throw createFailedRolloutError(tem, resolution.snapshot);
  if (inputs.ifDeploying === 'fail') throw createRefusedError();
  log.stage(message('rollout.stage'), message('rollout.deploying-after-all'));
  return undefined;
}

async function startOnIdle(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: StartRolloutInputs,
  update: RollingUpdate,
): Promise<Rollout | undefined> {
  const { clock, log, report } = tem.context;
  const { application, deployment } = snapshot;
  const previous = { version: application.deployVersion, packageName: application.pkgName };
  const versions = { previous, version: update.deployVersion };
  recordVersions(report, versions);
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  const save = (known: RolloutState) => {
    if (inputs.onCancel !== 'revert') return;
    savePendingRevert(tem, { state: known, history: { previous } });
  };
  const sought = trackStarted('', before, update.deployVersion);
  save(sought);
  const state = await triggerRollout(tem, sought, update);
  if (!state) return undefined;
  save(state);
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  const started = state.revisionId || message('rollout.started');
  log.stage(message('rollout.stage'), joinTexts('dot', started, strategy));
  return { state, history: startHistory(snapshot, versions, clock.now()) };
}

function createRefusedError(): OperationError {
  return new OperationError(message('policy.conflict-refused'), {
    code: 'rollout-in-progress',
    details: [{ text: message('policy.nothing-started') }],
    next: [{ sentence: message('policy.next-if-deploying') }],
  });
}

/** TEM does not let a fix follow this failed rollout: it has to be rolled back first. */
function createFailedRolloutError(
  { target }: TemContext,
  { application }: Snapshot,
): OperationError {
  const { deployVersion, versionId } = application;
  const rollout = joinTexts('dot', versionId, deployVersion);
  return new OperationError(message('policy.conflict-failed'), {
    code: 'rollout-in-progress',
    details: [{ text: message('policy.conflict-failed-detail', { rollout }) }],
    next: [suggestRevert(target, versionId)],
  });
}
