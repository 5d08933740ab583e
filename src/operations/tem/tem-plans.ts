import type { Inputs } from '../../github/inputs/input-declarations.ts';
import {
  formatBatchName,
  findPausedBatch,
  isPaused,
  planBatches,
} from '../../rollout/batch-progress.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { getNewVersion, isDeploying } from '../../rollout/snapshot.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import { formatBytes, formatInstances, joinParts } from '../../text/format.ts';
import { formatText } from '../../text/format-text.ts';
import { assertFitsApplication } from './deploy-mode.ts';
import { attachToRollout, readInitialSnapshot, recordVersions } from './find-revision.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import type { TemContext } from './tem-context.ts';
import type { ConflictInputs, PolicyInputs, StrategyInputs } from './tem-inputs.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertDeploying,
  assertPoliciesSupported,
} from './tem-preconditions.ts';

type RollingUpdateInputs = StrategyInputs &
  ConflictInputs &
  PolicyInputs &
  Inputs<never, 'package-name'>;

/** What a rolling update would do. */
export async function planRollingUpdate(
  tem: TemContext,
  inputs: RollingUpdateInputs,
  file: PackageFile | undefined,
): Promise<Plan> {
  const snapshot = await readInitialSnapshot(tem);
  const { application } = snapshot;
  const previous = { version: application.deployVersion, packageName: application.pkgName };
  recordVersions(tem.context.report, { previous, version: inputs.deployVersion });
  const conflict = planConflict(snapshot, inputs);
  return {
    headline: `${getName(snapshot)} would go from ${application.deployVersion || 'no version'} to ${inputs.deployVersion}`,
    would: [
      ...conflict.would,
      ...(file ? [`upload ${file.path} (${formatBytes(file.bytes)})`] : []),
      describeUpdate(tem, snapshot, inputs),
    ],
    blockers: [
      ...conflict.blockers,
      ...collectBlockers(
        () => {
          assertFitsApplication(application, inputs, file);
        },
        () => {
          assertPoliciesSupported(tem, inputs);
        },
      ),
    ],
  };
}

function describeUpdate(
  { context: { report } }: TemContext,
  { application, pods }: Snapshot,
  inputs: RollingUpdateInputs,
): string {
  const count = application.currentInstances ?? pods.length;
  const { betaBatchNum = 0, totalBatchCount = 0 } = inputs;
  // One instance is not divided; without a count the division is TEM's.
  const rows = count > 1 ? planBatches(count, { betaBatchNum, totalBatchCount }) : [];
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  report.batches = rows;
  const division = rows
    .map((row) => `${formatText(formatBatchName(row), 'en-US')}: ${row.total}`)
    .join(', ');
  return joinParts(
    `roll ${inputs.deployVersion} out on ${formatInstances(count)}`,
    formatText(strategy, 'en-US') || 'divided as TEM does by itself',
    division,
  );
}

function planConflict(snapshot: Snapshot, { deployVersion, ifDeploying }: ConflictInputs) {
  const { application } = snapshot;
  if (!isDeploying(application)) return { would: [], blockers: [] };
  const version = getNewVersion(snapshot);
  const other = `the rollout of ${version || 'an unknown version'} (${application.versionId})`;
  if (ifDeploying === 'adopt' && version === deployVersion) {
    return { would: [`adopt ${other} instead of starting one`], blockers: [] };
  }
  if (ifDeploying !== 'wait') {
    return { would: [], blockers: [`${other} is in progress (if-deploying: ${ifDeploying})`] };
  }
  return isPaused(snapshot)
    ? { would: [], blockers: [`${other} is paused for confirmation`] }
    : { would: [`wait for the end of ${other}`], blockers: [] };
}

type AttachedInputs = Inputs<never, 'revision-id'>;

/** What tem-wait would do. */
export async function planWait(
  tem: TemContext,
  inputs: AttachedInputs & PolicyInputs,
): Promise<Plan> {
  const { last: snapshot } = (await attachToRollout(tem)).history;
  const { application } = snapshot;
  const status = isDeploying(application) ? 'which is in progress' : 'which has ended';
  return {
    headline: `the rollout of ${getName(snapshot)} would be followed`,
    would: [`follow ${application.versionId}, ${status}`],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(application, inputs.revisionId);
      },
      () => {
        assertPoliciesSupported(tem, inputs);
      },
    ),
  };
}

/** What tem-resume would do. */
export async function planResume(tem: TemContext, inputs: AttachedInputs): Promise<Plan> {
  const { last: snapshot } = (await attachToRollout(tem)).history;
  const batch = findPausedBatch(snapshot);
  const of = snapshot.deployment?.batches.filter(({ position }) => position !== 'beta').length ?? 0;
  const waits =
    batch === undefined
      ? 'nothing waits for confirmation'
      : `${formatText(formatBatchName({ position: batch, of }), 'en-US')} waits`;
  return {
    headline:
      batch === undefined
        ? `no batch of ${getName(snapshot)} would be started: ${waits}`
        : `the next batch of ${getName(snapshot)} would be started: ${waits}`,
    would: [
      ...(batch === undefined ? [] : ['confirm it']),
      `follow ${snapshot.application.versionId}`,
    ],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(snapshot.application, inputs.revisionId);
      },
      () => {
        assertActionsSupported(tem, 'tem-resume');
      },
    ),
  };
}

/** What tem-revert would do. */
export async function planRevert(tem: TemContext, { revisionId }: AttachedInputs): Promise<Plan> {
  const { last: snapshot, previous } = (await attachToRollout(tem)).history;
  const before = formatText(describePreviousVersion(previous.version), 'en-US');
  return {
    headline: `${getName(snapshot)} would go back to ${before}`,
    would: [`roll ${snapshot.application.versionId} back, and wait until ${before} serves`],
    blockers: collectBlockers(
      () => {
        assertCurrentRevision(snapshot.application, revisionId);
      },
      () => {
        assertActionsSupported(tem, 'tem-revert');
      },
      () => {
        assertDeploying(tem, snapshot);
      },
    ),
  };
}

function getName({ application }: Snapshot): string {
  return application.applicationName || application.applicationId;
}
