import { getBatchProgress } from '../../rollout/batch-progress.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import type { RolloutState } from '../../rollout/rollout-tracker.ts';
import { isWaiting, trackExisting } from '../../rollout/rollout-tracker.ts';
import { OperationError } from '../../report/outcome.ts';
import { suggestResume, suggestRevert, suggestWait } from './tem-next-steps.ts';
import { readSnapshotTolerant } from './tem-context.ts';
import type { TemContext } from './tem-context.ts';
import { joinParts } from '../../text/format.ts';
import { formatStrategy } from './progress-log.ts';

export interface ConflictInputs {
  readonly deployVersion: string;
  readonly ifDeploying: 'wait' | 'fail' | 'adopt';
}

/** Nothing deploys any more, or the rollout that is under way is the one to follow. */
export type ConflictResolution = { readonly free: Snapshot } | { readonly adopted: RolloutState };

const POLL_INTERVAL_MS = 10_000;

/** Sees to it that no other rollout is in the way, as `if-deploying` says. */
export async function resolveConflict(
  context: TemContext,
  snapshot: Snapshot,
  inputs: ConflictInputs,
): Promise<ConflictResolution> {
  if (!isDeploying(snapshot.application)) return { free: snapshot };
  switch (inputs.ifDeploying) {
    case 'fail':
      throw busy(context, snapshot, 'another rollout is under way (if-deploying: fail)');
    case 'adopt':
      return { adopted: adopt(context, snapshot, inputs) };
    case 'wait':
      return { free: await waitForIdle(context, snapshot) };
  }
}

function adopt(
  context: TemContext,
  snapshot: Snapshot,
  { deployVersion }: ConflictInputs,
): RolloutState {
  const theirs = snapshot.deployment?.newDeployVersion || snapshot.application.deployVersion;
  if (theirs !== deployVersion) {
    const versions = `it brings ${theirs || 'an unknown version'}, not ${deployVersion}`;
    throw busy(context, snapshot, `another rollout is under way, and ${versions}`);
  }
  const { versionId } = snapshot.application;
  context.report.strategy = formatStrategy(snapshot.deployment?.strategy);
  const said = `${versionId} is under way with the same version: adopted`;
  context.log.stage('Rollout', joinParts(said, context.report.strategy));
  return trackExisting(versionId);
}

/** However the other rollout ends, what counts is that nothing deploys any more. */
async function waitForIdle(context: TemContext, first: Snapshot): Promise<Snapshot> {
  const { clock, deadline, log, progressLog: narrator, cancelSignal: signal } = context;
  const other = first.application.versionId;
  log.stage('Rollout', `${other} is under way: waits for its end (if-deploying: wait)`);
  for (let snapshot: Snapshot | undefined = first; ;) {
    if (snapshot && !isDeploying(snapshot.application)) return snapshot;
    if (snapshot && isWaiting(snapshot)) {
      throw busy(context, snapshot, 'another rollout waits for confirmation');
    }
    if (snapshot) {
      const now = clock.now();
      narrator.logBatches(getBatchProgress(snapshot, snapshot.application.versionId, now), now);
    }
    if (clock.now() >= deadline) {
      const headline = 'another rollout was still under way when the timeout was reached';
      throw busy(context, snapshot ?? first, headline, 'timed-out');
    }
    await clock.sleep(Math.min(POLL_INTERVAL_MS, deadline - clock.now()), signal);
    snapshot = await readSnapshotTolerant(context);
  }
}

function busy(
  context: TemContext,
  snapshot: Snapshot,
  headline: string,
  status: OperationError['status'] = 'failed',
): OperationError {
  const { versionId, deployVersion } = snapshot.application;
  const { target } = context;
  const advice = [isWaiting(snapshot) ? suggestResume : suggestWait, suggestRevert];
  return new OperationError(headline, {
    status,
    details: [`It is ${versionId}${deployVersion ? `, version ${deployVersion}` : ''}.`],
    next: advice.map((advise) => advise(target, versionId)),
  });
}
