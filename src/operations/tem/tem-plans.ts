import { formatBatchName, planBatches } from '../../rollout/batch-progress.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { isDeploying } from '../../rollout/snapshot.ts';
import { isWaiting, getWaitingBatch } from '../../rollout/rollout-tracker.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import { formatBytes, formatInstances, joinParts } from '../../text/format.ts';
import { attachToRollout } from './find-revision.ts';
import type { StrategyInputs } from './check-rollout-inputs.ts';
import type { PolicyInputs } from './tem-preconditions.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertPoliciesSupported,
  assertDeploying,
} from './tem-preconditions.ts';
import type { ConflictInputs } from './resolve-conflict.ts';
import type { TemContext } from './tem-context.ts';
import { readInitialSnapshot, recordPreviousVersion } from './tem-context.ts';
import { formatPlannedStrategy } from './progress-log.ts';

interface RollingUpdateInputs extends StrategyInputs, ConflictInputs, PolicyInputs {
  readonly packageName?: string | undefined;
}

export async function planRollingUpdate(
  context: TemContext,
  inputs: RollingUpdateInputs,
  file: PackageFile | undefined,
): Promise<Plan> {
  const snapshot = await readInitialSnapshot(context);
  const { application } = snapshot;
  recordPreviousVersion(context, application.deployVersion, application.pkgName);
  const room = roomFor(snapshot, inputs);
  const needsPackage = /^(jar|war)$/i.test(application.deployMode);
  const lacksPackage = needsPackage && !file && !inputs.packageName;
  return {
    headline: `${nameIn(snapshot)} would go from ${application.deployVersion || 'no version'} to ${inputs.deployVersion}`,
    would: [
      ...room.would,
      ...(file ? [`upload ${file.path} (${formatBytes(file.bytes)})`] : []),
      rollOut(context, snapshot, inputs),
    ],
    blockers: [
      ...room.blockers,
      ...(lacksPackage
        ? [`${application.deployMode} applications need package-file or package-name`]
        : []),
      ...collectBlockers(() => {
        assertPoliciesSupported(context, inputs);
      }),
    ],
  };
}

function rollOut(
  context: TemContext,
  { application, pods }: Snapshot,
  inputs: RollingUpdateInputs,
) {
  const count = application.currentInstances ?? pods.length;
  const { betaBatchNum = 0, totalBatchCount = 0 } = inputs;
  // One instance is not divided; without a count the division is TEM's.
  const rows = count > 1 ? planBatches(count, { betaBatchNum, totalBatchCount }) : [];
  context.report.strategy = formatPlannedStrategy(inputs);
  context.report.batches = rows;
  const division = rows.map((row) => `${formatBatchName(row)}: ${row.total}`).join(', ');
  return joinParts(
    `roll ${inputs.deployVersion} out on ${formatInstances(count)}`,
    context.report.strategy || 'divided as TEM does by itself',
    division,
  );
}

function roomFor(snapshot: Snapshot, { deployVersion, ifDeploying }: ConflictInputs) {
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

export async function planWait(context: TemContext, inputs: AttachedInputs): Promise<Plan> {
  const snapshot = await attachToRollout(context);
  const { application } = snapshot;
  const standing = isDeploying(application) ? 'which is under way' : 'which has ended';
  return {
    headline: `the rollout of ${nameIn(snapshot)} would be followed`,
    would: [`follow ${application.versionId}, ${standing}`],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(application, inputs.revisionId);
      },
      () => {
        assertPoliciesSupported(context, inputs);
      },
    ),
  };
}

export async function planResume(context: TemContext, inputs: AttachedInputs): Promise<Plan> {
  const snapshot = await attachToRollout(context);
  const batch = getWaitingBatch(snapshot);
  const of = snapshot.deployment?.batches.filter(({ position }) => position !== 'beta').length ?? 0;
  const waits =
    batch === undefined
      ? 'nothing waits for confirmation'
      : `${formatBatchName({ position: batch, of })} waits`;
  return {
    headline:
      batch === undefined
        ? `no batch of ${nameIn(snapshot)} would be started: ${waits}`
        : `the next batch of ${nameIn(snapshot)} would be started: ${waits}`,
    would: [
      ...(batch === undefined ? [] : ['confirm it']),
      `follow ${snapshot.application.versionId}`,
    ],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(snapshot.application, inputs.revisionId);
      },
      () => {
        assertActionsSupported(context, 'tem-resume');
      },
    ),
  };
}

export async function planRevert(
  context: TemContext,
  { revisionId }: { readonly revisionId?: string | undefined },
): Promise<Plan> {
  const snapshot = await attachToRollout(context);
  const before = snapshot.deployment?.oldDeployVersion || 'the version before';
  return {
    headline: `${nameIn(snapshot)} would go back to ${before}`,
    would: [`take ${snapshot.application.versionId} back, and wait until ${before} serves`],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(snapshot.application, revisionId);
      },
      () => {
        assertActionsSupported(context, 'tem-revert');
      },
      () => {
        assertDeploying(context, snapshot);
      },
    ),
  };
}

function nameIn({ application }: Snapshot): string {
  return application.applicationName || application.applicationId;
}
