import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Before, Watch } from '../../rollout/rollout-tracker.ts';
import { watchTriggered } from '../../rollout/rollout-tracker.ts';
import type { RollingUpdate } from '../../tencent/services/tem-api.ts';
import { MORE_TIME, Refusal } from '../../report/outcome.ts';
import type { StrategyInputs } from './check-rollout-inputs.ts';
import type { MakeRoomInputs } from './resolve-conflict.ts';
import { makeRoom } from './resolve-conflict.ts';
import { savePendingRevert } from './pending-revert.ts';
import type { Session } from './tem-context.ts';
import { noteBefore } from './tem-context.ts';
import { duration, join } from '../../text/format.ts';
import { plannedStrategy } from './progress-log.ts';
import { CallError, hasCode } from '../../tencent/api-errors.ts';
import { isUnclear } from '../../tencent/retry.ts';
import { note } from '../../report/run-record.ts';
import type { Found } from './find-revision.ts';
import { findRevision } from './find-revision.ts';

export interface BeginInputs extends StrategyInputs, MakeRoomInputs {
  readonly onCancel: 'keep' | 'revert';
}

const LOOK_EVERY_MS = 5_000;

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
export async function begin(
  session: Session,
  first: Snapshot,
  inputs: BeginInputs,
  { upload, update }: Release,
): Promise<Watch> {
  const { clock, log, signal } = session;
  let isUploaded = upload === undefined;
  for (let snapshot = first; ; snapshot = await session.look()) {
    const room = await makeRoom(session, snapshot, inputs);
    if ('adopted' in room) {
      noteBefore(session, snapshot.deployment?.oldDeployVersion ?? '', '');
      return room.adopted;
    }
    if (upload && !isUploaded) {
      await upload();
      isUploaded = true;
      continue;
    }
    refuseAfterDeadline(session);
    const watch = await start(session, room.free, inputs, update());
    if (watch) return watch;
    // What is current from here on may be somebody else's: `post` must not take that back.
    session.save(undefined);
    if (inputs.ifDeploying === 'fail') throw refusedAsBusy();
    refuseAfterDeadline(session);
    log.stage('Rollout', 'TEM says that the application is being deployed: looks again');
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

/** Triggers on an application at rest; `undefined` where TEM says that it is not. */
async function start(
  session: Session,
  { application, deployment }: Snapshot,
  inputs: BeginInputs,
  update: RollingUpdate,
): Promise<Watch | undefined> {
  const { log, report } = session;
  noteBefore(session, application.deployVersion, application.pkgName);
  const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
  if (inputs.onCancel === 'revert') {
    savePendingRevert(session, watchTriggered('', before, update.deployVersion));
  }
  const watch = await trigger(session, before, update);
  if (!watch) return undefined;
  report.strategy = plannedStrategy(inputs);
  log.stage('Rollout', join(watch.revisionId || 'started', report.strategy));
  return watch;
}

/** A rollout that nobody would follow any more must not begin. */
function refuseAfterDeadline({ clock, deadline }: Session): void {
  if (clock.now() < deadline) return;
  throw new Refusal('the timeout was reached before the rolling update could be started', {
    status: 'timed-out',
    details: ['Nothing was started.'],
    next: [MORE_TIME],
  });
}

function refusedAsBusy(): Refusal {
  return new Refusal('another rollout is under way (ResourceInUse.ServiceDeploying)', {
    details: ['Nothing was started.'],
    next: [{ sentence: 'Wait for its end, or use   if-deploying: wait   or   adopt' }],
  });
}

/**
 * Starts the rolling update. `undefined`: the application is deploying already, nothing was
 * started. After an unclear answer the application itself tells whether it began.
 */
export async function trigger(
  session: Session,
  before: Before,
  update: RollingUpdate,
): Promise<Watch | undefined> {
  try {
    const { tem, target, report } = session;
    const answer = await tem.rollingUpdateApplicationByVersion(target, update);
    note(report, 'request-id', answer.requestId);
    note(report, 'revision-id', answer.value);
    return watchTriggered(answer.value, before, update.deployVersion);
  } catch (error) {
    if (hasCode(error, 'ResourceInUse.ServiceDeploying')) return undefined;
    if (!isUnclear(error)) throw error;
    session.log.stage('Rollout', `the answer to the trigger is unclear (${error.message}): looks`);
    return findTriggered(session, watchTriggered('', before, update.deployVersion), error);
  }
}

async function findTriggered(session: Session, watch: Watch, doubt: CallError): Promise<Watch> {
  const begun = session.clock.now();
  const found = await findOrFail(session, watch);
  if (found.kind === 'found') return { ...watch, revisionId: found.revisionId };
  const waited = duration(session.clock.now() - begun);
  throw new Refusal('it is not known whether the rolling update was started', {
    details: [`Why:  ${doubt.message}`, `Seen: ${inWords(found, waited)}`],
    next: [{ sentence: 'Run the job again: it looks before it starts anything.' }],
  });
}

interface Failed {
  readonly kind: 'failed';
  readonly message: string;
}

/** An error must not hide the doubt that it leaves standing. */
async function findOrFail(session: Session, watch: Watch): Promise<Found | Failed> {
  try {
    return await findRevision(session, watch);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function inWords(found: Exclude<Found, { kind: 'found' }> | Failed, waited: string): string {
  switch (found.kind) {
    case 'absent': {
      const { versionId, deployVersion } = found.application;
      const current = join(versionId || 'no revision', deployVersion);
      return `the application shows ${current}, ${waited} later.`;
    }
    case 'unread':
      return `nothing: no look came through within ${waited}.`;
    case 'failed':
      return `nothing: ${found.message}`;
  }
}
