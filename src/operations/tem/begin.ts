import type { Snapshot } from '../../rollout/snapshot.ts';
import type { Watch } from '../../rollout/watch.ts';
import type { RollingUpdate } from '../../tencent/tem.ts';
import { Refusal } from '../outcome.ts';
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

/**
 * Brings the rollout about that is to be followed: makes room, triggers, and where the cloud says
 * that the application is deploying after all, makes room again. `prepare` comes before the first
 * trigger, when nothing is in the way any more.
 */
export async function begin(
  session: Session,
  first: Snapshot,
  inputs: BeginInputs,
  prepare: () => Promise<RollingUpdate>,
): Promise<Watch> {
  const { clock, deadline, log, report, signal } = session;
  let update: RollingUpdate | undefined;
  for (let snapshot = first; ; snapshot = await session.look()) {
    const room = await makeRoom(session, snapshot, inputs);
    if ('adopted' in room) {
      noteBefore(session, snapshot.deployment?.oldDeployVersion ?? '', '');
      return room.adopted;
    }
    const { application, deployment } = room.free;
    noteBefore(session, application.deployVersion, application.pkgName);
    const before = { revisionId: application.versionId, startTime: deployment?.startTime ?? '' };
    update ??= await prepare();
    if (inputs.onCancel === 'revert') {
      savePendingRevert(session, { revisionId: '', before });
    }
    const watch = await trigger(session, before, update);
    if (watch) {
      report.strategy = plannedStrategy(inputs);
      log.stage('Rollout', join(watch.revisionId || 'started', report.strategy));
      return watch;
    }
    // What is current from here on may be somebody else's: `post` must not take that back.
    session.save(undefined);
    if (inputs.ifDeploying === 'fail') throw refusedAsBusy('failed');
    if (clock.now() >= deadline) throw refusedAsBusy('timed-out');
    log.stage('Rollout', 'TEM says that the application is being deployed: looks again');
    await clock.sleep(LOOK_EVERY_MS, signal);
  }
}

function refusedAsBusy(status: Refusal['status']): Refusal {
  return new Refusal('another rollout is under way (ResourceInUse.ServiceDeploying)', {
    status,
    details: ['Nothing was started.'],
    next: [{ sentence: 'Wait for its end, or use   if-deploying: wait   or   adopt' }],
  });
}
