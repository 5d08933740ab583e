import type { Inputs } from '../../github/inputs/input-declarations.ts';
import { OperationError } from '../../report/outcome.ts';
import { setOutput } from '../../report/run-record.ts';
import type { Rollout } from '../../rollout/rollout-history.ts';
import { startHistory } from '../../rollout/rollout-history.ts';
import type { PreviousRollout, RolloutState } from '../../rollout/rollout-tracker.ts';
import { trackStarted } from '../../rollout/rollout-tracker.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { ApiError, hasCode } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { formatDuration, joinParts } from '../../text/format.ts';
import { assertBeforeDeadline, createDeadlineError } from '../deadline.ts';
import type { FindResult } from './find-revision.ts';
import { findRevision, recordPreviousVersion } from './find-revision.ts';
import { savePendingRevert } from './pending-revert.ts';
import { pollSnapshots, startWith } from './poll-snapshots.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { resolveConflict } from './resolve-conflict.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs, StrategyInputs } from './tem-inputs.ts';

export type StartRolloutInputs = StrategyInputs & ConflictInputs & Inputs<never, 'on-cancel'>;

/** The pause after TEM has said that the application is being deployed after all. */
const RETRY_INTERVAL_MS = 5_000;

const ROLLOUT_COULD_START = 'the rolling update could be started';

/** What is to be rolled out. */
export interface Release {
  /** Brings the package to the cloud, once, when nothing is in the way any more. */
  readonly upload: (() => Promise<void>) | undefined;
  readonly update: () => RollingUpdate;
}

/**
 * Starts the rollout that is to be followed, or adopts the one that is under way. It reads again
 * after an upload, because that takes its time, and where the cloud says that the application is
 * being deployed after all. Throws an OperationError where nothing is to be started.
 */
export async function startRollout(
  tem: TemContext,
  first: Snapshot,
  inputs: StartRolloutInputs,
  { upload, update }: Release,
): Promise<Rollout> {
  const read = () => tem.reader();
  if (upload) {
    const resolution = await resolveConflict(tem, first, inputs);
    if (resolution.kind === 'adopted') return resolution.rollout;
    await upload();
  }
  const rollout = await pollSnapshots(tem, {
    interval: RETRY_INTERVAL_MS,
    read: upload ? read : startWith(first, read),
    decide: (snapshot) => tryToStart(tem, snapshot, inputs, update),
  });
  if (!rollout) throw createDeadlineError(ROLLOUT_COULD_START);
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
  assertBeforeDeadline(tem.context, ROLLOUT_COULD_START);
  const rollout = await startOnIdle(tem, resolution.snapshot, inputs, update());
  if (rollout) return rollout;
  // What is current from here on may be somebody else's: `post` must not revert that.
  save(undefined);
  if (inputs.ifDeploying === 'fail') throw createRefusedError();
  log.stage('Rollout', 'TEM reports that the application is being deployed: checking again');
  return undefined;
}

async function startOnIdle(
  tem: TemContext,
  snapshot: Snapshot,
  inputs: StartRolloutInputs,
  update: RollingUpdate,
): Promise<Rollout | undefined> {
  const { log, report } = tem.context;
  const { application, deployment } = snapshot;
  const previous = { version: application.deployVersion, packageName: application.pkgName };
  recordPreviousVersion(report, previous);
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  if (inputs.onCancel === 'revert') {
    savePendingRevert(tem, trackStarted('', before, update.deployVersion));
  }
  const state = await triggerRollout(tem, before, update);
  if (!state) return undefined;
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  log.stage('Rollout', joinParts(state.revisionId || 'started', strategy));
  return { state, history: startHistory(snapshot, previous) };
}

function createRefusedError(): OperationError {
  return new OperationError('another rollout is in progress (ResourceInUse.ServiceDeploying)', {
    code: 'rollout-in-progress',
    details: [{ text: 'Nothing was started.' }],
    next: [{ sentence: 'Wait for its end, or use   if-deploying: wait   or   adopt' }],
  });
}

/**
 * Sends RollingUpdateApplicationByVersion, once. `undefined`: the application is being deployed
 * already, nothing was started. After an ambiguous response the application itself tells whether
 * the rollout began; throws an OperationError where it does not.
 */
export async function triggerRollout(
  tem: TemContext,
  before: PreviousRollout,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  const { log, report } = tem.context;
  try {
    const { value, requestId } = await tem.api.rollingUpdateApplicationByVersion(
      tem.target,
      update,
    );
    setOutput(report, 'request-id', requestId);
    setOutput(report, 'revision-id', value);
    return trackStarted(value, before, update.deployVersion);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isOutcomeUnknown(error)) throw error;
    log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    return findTriggered(tem, trackStarted('', before, update.deployVersion), error);
  }
}

async function findTriggered(
  tem: TemContext,
  state: RolloutState,
  cause: ApiError,
): Promise<RolloutState> {
  const { clock } = tem.context;
  const from = clock.now();
  const found = await findOrFail(tem, state);
  if (found.kind === 'found') return { ...state, revisionId: found.revisionId };
  throw new OperationError('it is not known whether the rolling update was started', {
    code: 'rollout-start-unknown',
    details: [
      { label: 'Why', text: cause.message },
      { label: 'Seen', text: describeFound(found, formatDuration(clock.now() - from)) },
    ],
    next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
  });
}

interface FindFailure {
  readonly kind: 'failed';
  readonly message: string;
}

/** An error of a read must not hide that the start is in doubt. */
async function findOrFail(tem: TemContext, state: RolloutState): Promise<FindResult | FindFailure> {
  try {
    return await findRevision(tem, state);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function describeFound(
  found: Exclude<FindResult, { kind: 'found' }> | FindFailure,
  waited: string,
): string {
  switch (found.kind) {
    case 'absent': {
      const { versionId, deployVersion } = found.application;
      const current = joinParts(versionId || 'no revision', deployVersion);
      return `the application shows ${current}, ${waited} later.`;
    }
    case 'unread':
      return `nothing: no look came through within ${waited}.`;
    case 'failed':
      return `nothing: ${found.message}`;
  }
}
