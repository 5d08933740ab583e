import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { planRollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { joinTexts, message } from '../../text/message.ts';
import { assertBeforeDeadline, createDeadlineError } from '../deadline.ts';
import { recordVersions } from './find-revision.ts';
import { savePendingRevert } from './pending-revert.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { resolveConflict, START_GOAL } from './resolve-conflict.ts';
import { pollUntil, startWith } from '../poll.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs, StrategyInputs } from './tem-declarations.ts';
import { suggestRevert } from './tem-next-steps.ts';
import { triggerRollout } from './trigger-rollout.ts';

/** The rollout to start. */
export type StartInputs = RollingUpdate & StrategyInputs & Inputs<never, 'on-cancel'>;

/** The rollout to start, and how to handle another one in progress. */
export type StartRolloutInputs = StartInputs & ConflictInputs;

/**
 * The pause after TEM has refused because the application is being deployed; it doubles each time.
 */
const FIRST_RETRY_DELAY_MS = 5_000;
const MAX_RETRY_DELAY_MS = 60_000;

/**
 * Starts the rollout to follow, or adopts the one in progress. It starts with the given snapshot,
 * if any, and reads again if TEM answers that the application is being deployed after all. Throws
 * an OperationError if no rollout may be started.
 */
export async function startRollout(
  tem: TemContext,
  first: Snapshot | undefined,
  inputs: StartRolloutInputs,
): Promise<Rollout> {
  const { clock, log, report, save } = tem.context;
  const { read } = tem.snapshots;
  let refusals = 0;
  const rollout = await pollUntil(tem.context, {
    ...tem.snapshots,
    interval: () => Math.min(MAX_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** (refusals - 1)),
    read: first ? startWith(first, read) : read,
    decide: async (snapshot) => {
      const resolution = await resolveConflict(tem, snapshot, inputs);
      if (resolution.kind === 'adopted') return resolution.rollout;
      assertBeforeDeadline(tem.context, START_GOAL);
      // Reports need the versions even if the rollout may not start.
      const planned = planRollout(resolution.snapshot, inputs, clock.now());
      recordVersions(report, planned.history);
      const started = await startPlanned(tem, planned, inputs);
      if (started) return started;
      // From here on someone else's rollout may be current, and `post` must not revert that one.
      save(undefined);
      if (resolution.kind === 'failed') throw createFailedRolloutError(tem, resolution.snapshot);
      if (inputs.ifDeploying === 'fail') throw createRefusedError();
      log.stage(message('rollout.stage'), message('rollout.deploying-after-all'));
      refusals += 1;
      return undefined;
    },
  });
  if (!rollout) throw createDeadlineError(START_GOAL);
  return rollout;
}

/**
 * Starts a planned rollout; resolves to `undefined` if TEM answers that the application is being
 * deployed.
 */
export async function startPlanned(
  tem: TemContext,
  planned: Rollout,
  inputs: StartInputs,
): Promise<Rollout | undefined> {
  const { clock, log, report } = tem.context;
  if (inputs.onCancel === 'revert') savePendingRevert(tem, planned);
  const state = await triggerRollout(tem, planned.state, inputs);
  if (!state) return undefined;
  const rollout = { state, history: { ...planned.history, lastChange: clock.now() } };
  if (inputs.onCancel === 'revert') savePendingRevert(tem, rollout);
  recordVersions(report, rollout.history);
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  const started = state.revisionId || message('rollout.started');
  log.stage(message('rollout.stage'), joinTexts('dot', started, strategy));
  return rollout;
}

function createRefusedError(): OperationError {
  return new OperationError(message('policy.conflict-refused'), {
    code: 'rollout-in-progress',
    details: [{ text: message('policy.nothing-started') }],
    next: [{ sentence: message('policy.next-if-deploying') }],
  });
}

/**
 * Creates the error for a failed rollout that TEM does not let a new one replace: it has to be
 * rolled back first.
 */
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
