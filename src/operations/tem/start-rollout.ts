import type { Snapshot } from '../../rollout/snapshot.ts';
import type { PreviousRollout, RolloutState } from '../../rollout/rollout-tracker.ts';
import { trackStarted } from '../../rollout/rollout-tracker.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { OperationError } from '../../report/outcome.ts';
import { assertBeforeDeadline } from '../deadline.ts';
import type { StrategyInputs } from './check-rollout-inputs.ts';
import type { ConflictInputs } from './resolve-conflict.ts';
import { resolveConflict } from './resolve-conflict.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { TemContext } from './tem-context.ts';
import { recordPreviousVersion } from './tem-context.ts';
import { formatDuration, joinParts } from '../../text/format.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { ApiError, hasCode } from '../../tencent/api-errors.ts';
import { isOutcomeUnknown } from '../../tencent/retry.ts';
import { setOutput } from '../../report/run-record.ts';
import type { FindResult } from './find-revision.ts';
import { findRevision } from './find-revision.ts';

export interface StartRolloutInputs extends StrategyInputs, ConflictInputs {
  readonly onCancel: 'keep' | 'revert';
}

const POLL_INTERVAL_MS = 5_000;

/** What is to be rolled out. */
export interface Release {
  /** Brings the package to the cloud, once, when nothing is in the way any more. */
  readonly upload: (() => Promise<void>) | undefined;
  readonly update: () => RollingUpdate;
}

/**
 * Brings the rollout about that is to be followed: makes room, uploads, looks again because an
 * upload takes its time, triggers, and where the cloud says that the application is deploying after
 * all, makes room again.
 */
export async function startRollout(
  context: TemContext,
  first: Snapshot,
  inputs: StartRolloutInputs,
  { upload, update }: Release,
): Promise<RolloutState> {
  const { clock, log, cancelSignal: signal } = context;
  let isUploaded = upload === undefined;
  for (let snapshot = first; ; snapshot = await context.reader()) {
    const room = await resolveConflict(context, snapshot, inputs);
    if ('adopted' in room) {
      recordPreviousVersion(context, snapshot.deployment?.oldDeployVersion ?? '', '');
      return room.adopted;
    }
    if (upload && !isUploaded) {
      await upload();
      isUploaded = true;
      continue;
    }
    assertBeforeDeadline(context, 'the rolling update could be started');
    const watch = await start(context, room.free, inputs, update());
    if (watch) return watch;
    // What is current from here on may be somebody else's: `post` must not take that back.
    context.save(undefined);
    if (inputs.ifDeploying === 'fail') throw refusedAsBusy();
    assertBeforeDeadline(context, 'the rolling update could be started');
    log.stage('Rollout', 'TEM says that the application is being deployed: looks again');
    await clock.sleep(POLL_INTERVAL_MS, signal);
  }
}

/** Triggers on an application at rest; `undefined` where TEM says that it is not. */
async function start(
  context: TemContext,
  { application, deployment }: Snapshot,
  inputs: StartRolloutInputs,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  const { log, report } = context;
  recordPreviousVersion(context, application.deployVersion, application.pkgName);
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  if (inputs.onCancel === 'revert') {
    savePendingRevert(context, trackStarted('', before, update.deployVersion));
  }
  const watch = await triggerRollout(context, before, update);
  if (!watch) return undefined;
  report.strategy = formatPlannedStrategy(inputs);
  log.stage('Rollout', joinParts(watch.revisionId || 'started', report.strategy));
  return watch;
}

function refusedAsBusy(): OperationError {
  return new OperationError('another rollout is under way (ResourceInUse.ServiceDeploying)', {
    details: ['Nothing was started.'],
    next: [{ sentence: 'Wait for its end, or use   if-deploying: wait   or   adopt' }],
  });
}

/**
 * Starts the rolling update. `undefined`: the application is deploying already, nothing was
 * started. After an unclear answer the application itself tells whether it began.
 */
export async function triggerRollout(
  context: TemContext,
  before: PreviousRollout,
  update: RollingUpdate,
): Promise<RolloutState | undefined> {
  try {
    const { tem, target, report } = context;
    const answer = await tem.rollingUpdateApplicationByVersion(target, update);
    setOutput(report, 'request-id', answer.requestId);
    setOutput(report, 'revision-id', answer.value);
    return trackStarted(answer.value, before, update.deployVersion);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isOutcomeUnknown(error)) throw error;
    context.log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    return findTriggered(context, trackStarted('', before, update.deployVersion), error);
  }
}

async function findTriggered(
  context: TemContext,
  state: RolloutState,
  doubt: ApiError,
): Promise<RolloutState> {
  const begun = context.clock.now();
  const found = await findOrFail(context, state);
  if (found.kind === 'found') return { ...state, revisionId: found.revisionId };
  const waited = formatDuration(context.clock.now() - begun);
  throw new OperationError('it is not known whether the rolling update was started', {
    details: [`Why:  ${doubt.message}`, `Seen: ${inWords(found, waited)}`],
    next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
  });
}

interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/** An error must not hide the doubt that it leaves standing. */
async function findOrFail(context: TemContext, state: RolloutState): Promise<FindResult | Failed> {
  try {
    return await findRevision(context, state);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function inWords(found: Exclude<FindResult, { kind: 'found' }> | Failed, waited: string): string {
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
