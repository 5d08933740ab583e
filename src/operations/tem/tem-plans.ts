import { plannedBatches } from '../../rollout/batch-progress.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { isWaiting, waitingBatch } from '../../rollout/rollout-tracker.ts';
import type { OneFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { refusals } from '../dry-run.ts';
import { bytes, instances, join } from '../../text/format.ts';
import { attach } from './find-revision.ts';
import type { StrategyInputs } from './check-rollout-inputs.ts';
import type { PolicyInputs } from './tem-preconditions.ts';
import {
  guardActions,
  guardRevision,
  guardSite,
  guardSomethingDeploys,
} from './tem-preconditions.ts';
import type { MakeRoomInputs } from './resolve-conflict.ts';
import type { Session } from './tem-context.ts';
import { firstLook, noteBefore } from './tem-context.ts';
import { nameOf, plannedStrategy } from './progress-log.ts';

interface RollingUpdateInputs extends StrategyInputs, MakeRoomInputs, PolicyInputs {
  readonly packageName?: string | undefined;
}

export async function planRollingUpdate(
  session: Session,
  inputs: RollingUpdateInputs,
  file: OneFile | undefined,
): Promise<Plan> {
  const snapshot = await firstLook(session);
  const { application } = snapshot;
  noteBefore(session, application.deployVersion, application.pkgName);
  const room = roomFor(snapshot, inputs);
  const needsPackage = /^(jar|war)$/i.test(application.deployMode);
  const lacksPackage = needsPackage && !file && !inputs.packageName;
  return {
    headline: `${nameIn(snapshot)} would go from ${application.deployVersion || 'no version'} to ${inputs.deployVersion}`,
    would: [
      ...room.would,
      ...(file ? [`upload ${file.path} (${bytes(file.bytes)})`] : []),
      rollOut(session, snapshot, inputs),
    ],
    blockers: [
      ...room.blockers,
      ...(lacksPackage
        ? [`${application.deployMode} applications need package-file or package-name`]
        : []),
      ...refusals(() => {
        guardSite(session, inputs);
      }),
    ],
  };
}

function rollOut(session: Session, { application, pods }: Snapshot, inputs: RollingUpdateInputs) {
  const count = application.currentInstances ?? pods.length;
  const { betaBatchNum = 0, totalBatchCount = 0 } = inputs;
  // One instance is not divided; without a count the division is TEM's.
  const rows = count > 1 ? plannedBatches(count, { betaBatchNum, totalBatchCount }) : [];
  session.report.strategy = plannedStrategy(inputs);
  session.report.batches = rows;
  const division = rows.map((row) => `${nameOf(row)}: ${row.total}`).join(', ');
  return join(
    `roll ${inputs.deployVersion} out on ${instances(count)}`,
    session.report.strategy || 'divided as TEM does by itself',
    division,
  );
}

function roomFor(snapshot: Snapshot, { deployVersion, ifDeploying }: MakeRoomInputs) {
  const { application, deployment } = snapshot;
  if (!isDeploying(application)) return { would: [], blockers: [] };
  const theirs = deployment?.newDeployVersion || application.deployVersion;
  const other = `the rollout of ${theirs || 'an unknown version'} (${application.versionId})`;
  if (ifDeploying === 'adopt' && theirs === deployVersion) {
    return { would: [`adopt ${other} instead of starting one`], blockers: [] };
  }
  if (ifDeploying !== 'wait') {
    return { would: [], blockers: [`${other} is under way (if-deploying: ${ifDeploying})`] };
  }
  return isWaiting(snapshot)
    ? { would: [], blockers: [`${other} waits for confirmation`] }
    : { would: [`wait for the end of ${other}`], blockers: [] };
}

interface AttachedInputs extends PolicyInputs {
  readonly revisionId?: string | undefined;
}

export async function planWait(session: Session, inputs: AttachedInputs): Promise<Plan> {
  const snapshot = await attach(session);
  const { application } = snapshot;
  const standing = isDeploying(application) ? 'which is under way' : 'which has ended';
  return {
    headline: `the rollout of ${nameIn(snapshot)} would be followed`,
    would: [`follow ${application.versionId}, ${standing}`],
    blockers: refusals(
      () => {
        guardRevision(application, inputs.revisionId);
      },
      () => {
        guardSite(session, inputs);
      },
    ),
  };
}

export async function planResume(session: Session, inputs: AttachedInputs): Promise<Plan> {
  const snapshot = await attach(session);
  const batch = waitingBatch(snapshot);
  const of = snapshot.deployment?.batches.filter(({ position }) => position !== 'beta').length ?? 0;
  const waits =
    batch === undefined
      ? 'nothing waits for confirmation'
      : `${nameOf({ position: batch, of })} waits`;
  return {
    headline:
      batch === undefined
        ? `no batch of ${nameIn(snapshot)} would be started: ${waits}`
        : `the next batch of ${nameIn(snapshot)} would be started: ${waits}`,
    would: [
      ...(batch === undefined ? [] : ['confirm it']),
      `follow ${snapshot.application.versionId}`,
    ],
    blockers: refusals(
      () => {
        guardRevision(snapshot.application, inputs.revisionId);
      },
      () => {
        guardActions(session, 'tem-resume');
      },
    ),
  };
}

export async function planRevert(
  session: Session,
  { revisionId }: { readonly revisionId?: string | undefined },
): Promise<Plan> {
  const snapshot = await attach(session);
  const before = snapshot.deployment?.oldDeployVersion || 'the version before';
  return {
    headline: `${nameIn(snapshot)} would go back to ${before}`,
    would: [`take ${snapshot.application.versionId} back, and wait until ${before} serves`],
    blockers: refusals(
      () => {
        guardRevision(snapshot.application, revisionId);
      },
      () => {
        guardActions(session, 'tem-revert');
      },
      () => {
        guardSomethingDeploys(session, snapshot);
      },
    ),
  };
}

function nameIn({ application }: Snapshot): string {
  return application.applicationName || application.applicationId;
}
