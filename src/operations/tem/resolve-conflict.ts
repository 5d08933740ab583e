import { progressOf } from '../../rollout/batch-progress.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { Watch } from '../../rollout/rollout-tracker.ts';
import { isWaiting, watchCurrent } from '../../rollout/rollout-tracker.ts';
import { Refusal } from '../../report/outcome.ts';
import { adviseResume, adviseRevert, adviseWait } from './tem-next-steps.ts';
import { lookPatiently } from './tem-context.ts';
import type { Session } from './tem-context.ts';
import { join } from '../../text/format.ts';
import { strategyInWords } from './progress-log.ts';

export interface MakeRoomInputs {
  readonly deployVersion: string;
  readonly ifDeploying: 'wait' | 'fail' | 'adopt';
}

/** Nothing deploys any more, or the rollout that is under way is the one to follow. */
export type Room = { readonly free: Snapshot } | { readonly adopted: Watch };

const LOOK_EVERY_MS = 10_000;

/** Sees to it that no other rollout is in the way, as `if-deploying` says. */
export async function makeRoom(
  session: Session,
  snapshot: Snapshot,
  inputs: MakeRoomInputs,
): Promise<Room> {
  if (!isDeploying(snapshot.application)) return { free: snapshot };
  switch (inputs.ifDeploying) {
    case 'fail':
      throw busy(session, snapshot, 'another rollout is under way (if-deploying: fail)');
    case 'adopt':
      return { adopted: adopt(session, snapshot, inputs) };
    case 'wait':
      return { free: await waitForEnd(session, snapshot) };
  }
}

function adopt(session: Session, snapshot: Snapshot, { deployVersion }: MakeRoomInputs): Watch {
  const theirs = snapshot.deployment?.newDeployVersion || snapshot.application.deployVersion;
  if (theirs !== deployVersion) {
    const versions = `it brings ${theirs || 'an unknown version'}, not ${deployVersion}`;
    throw busy(session, snapshot, `another rollout is under way, and ${versions}`);
  }
  const { versionId } = snapshot.application;
  session.report.strategy = strategyInWords(snapshot.deployment?.strategy);
  const said = `${versionId} is under way with the same version: adopted`;
  session.log.stage('Rollout', join(said, session.report.strategy));
  return watchCurrent(versionId);
}

/** However the other rollout ends, what counts is that nothing deploys any more. */
async function waitForEnd(session: Session, first: Snapshot): Promise<Snapshot> {
  const { clock, deadline, log, narrator, signal } = session;
  const other = first.application.versionId;
  log.stage('Rollout', `${other} is under way: waits for its end (if-deploying: wait)`);
  for (let snapshot: Snapshot | undefined = first; ;) {
    if (snapshot && !isDeploying(snapshot.application)) return snapshot;
    if (snapshot && isWaiting(snapshot)) {
      throw busy(session, snapshot, 'another rollout waits for confirmation');
    }
    if (snapshot) {
      const now = clock.now();
      narrator.tell(progressOf(snapshot, snapshot.application.versionId, now), now);
    }
    if (clock.now() >= deadline) {
      const headline = 'another rollout was still under way when the timeout was reached';
      throw busy(session, snapshot ?? first, headline, 'timed-out');
    }
    await clock.sleep(Math.min(LOOK_EVERY_MS, deadline - clock.now()), signal);
    snapshot = await lookPatiently(session);
  }
}

function busy(
  session: Session,
  snapshot: Snapshot,
  headline: string,
  status: Refusal['status'] = 'failed',
): Refusal {
  const { versionId, deployVersion } = snapshot.application;
  const { target } = session;
  const advice = [isWaiting(snapshot) ? adviseResume : adviseWait, adviseRevert];
  return new Refusal(headline, {
    status,
    details: [`It is ${versionId}${deployVersion ? `, version ${deployVersion}` : ''}.`],
    next: advice.map((advise) => advise(target, versionId)),
  });
}
