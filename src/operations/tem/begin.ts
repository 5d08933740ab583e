import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Watch } from '../../rollout/watch.ts';
import { watchTriggered } from '../../rollout/watch.ts';
import type { RollingUpdate } from '../../tencent/tem.ts';
import { MORE_TIME, Refusal } from '../outcome.ts';
import type { StrategyInputs } from './check-strategy.ts';
import type { MakeRoomInputs } from './make-room.ts';
import { makeRoom } from './make-room.ts';
import { savePendingRevert } from './pending.ts';
import type { Session } from './session.ts';
import { noteBefore } from './session.ts';
import { trigger } from './trigger.ts';
import { join } from '../words.ts';
import { plannedStrategy } from './words.ts';

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
