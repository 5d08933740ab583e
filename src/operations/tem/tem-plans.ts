import type { Inputs } from '../../github/inputs/input-declarations.ts';
import {
  countNumberedBatches,
  formatBatchName,
  findPausedBatch,
  isPaused,
  planBatches,
} from '../../rollout/batch-progress.ts';
import type { BatchProgress } from '../../rollout/batch-progress.ts';
import { planRollout } from '../../rollout/rollout-history.ts';
import type { Snapshot } from '../../rollout/snapshot.ts';
import { countCurrentInstances, getNewVersion, isDeploying } from '../../rollout/snapshot.ts';
import type { PackageFile } from '../../transfer/package-file.ts';
import type { Plan } from '../dry-run.ts';
import { collectBlockers } from '../dry-run.ts';
import { formatBytes } from '../../text/format.ts';
import type { Text } from '../../text/message.ts';
import { instancesText, joinTexts, message } from '../../text/message.ts';
import { assertBetaFits, noteUnusualRelease } from './check-first-snapshot.ts';
import { assertFitsApplication } from './deploy-mode.ts';
import { attachForPlan, attachToRollout } from './attach-to-rollout.ts';
import { readInitialSnapshot, recordVersions } from './find-revision.ts';
import { planVerification } from './plan-verification.ts';
import { formatPlannedStrategy } from './progress-log.ts';
import { describePreviousVersion } from './rollout-outcome.ts';
import { isUnchanged } from './skip-unchanged.ts';
import type { TemContext } from './tem-context.ts';
import type {
  ConflictInputs,
  PolicyInputs,
  StrategyInputs,
  VerifyInputs,
} from './tem-declarations.ts';
import {
  assertActionsSupported,
  assertCurrentRevision,
  assertDeploying,
  assertPoliciesSupported,
} from './tem-preconditions.ts';
import type { WayBack, WayBackInputs } from './way-back.ts';
import { assertWayBack, findWayBack } from './way-back.ts';

type RollingUpdateInputs = StrategyInputs &
  ConflictInputs &
  PolicyInputs &
  VerifyInputs &
  Inputs<never, 'package-name' | 'if-unchanged'>;

/** Plans what `tem-rolling-update` would do. */
export async function planRollingUpdate(
  tem: TemContext,
  inputs: RollingUpdateInputs,
  file: PackageFile | undefined,
): Promise<Plan> {
  const snapshot = await readInitialSnapshot(tem);
  const { application } = snapshot;
  const { deployVersion } = inputs;
  const { history } = planRollout(snapshot, { deployVersion }, tem.context.clock.now());
  recordVersions(tem.context.report, history);
  noteUnusualRelease(tem.context.log, snapshot, inputs);
  const conflict = planConflict(snapshot, inputs);
  const skipped = isUnchanged(snapshot, inputs, file);
  const values = { application: getName(snapshot), version: deployVersion };
  const update = skipped ? undefined : divideUpdate(tem, snapshot, inputs);
  const verification = update
    ? await planVerification(tem.context, inputs, snapshot, update.rows)
    : { changes: [], blockers: [] };
  return {
    headline: skipped
      ? message('plan.unchanged', values)
      : application.deployVersion
        ? message('plan.update', { ...values, previous: application.deployVersion })
        : message('plan.first-release', values),
    changes: skipped
      ? [message('plan.skip-unchanged', { version: deployVersion })]
      : [
          ...conflict.changes,
          ...(file
            ? [message('plan.upload', { path: file.path, size: formatBytes(file.bytes) })]
            : []),
          describeUpdate(snapshot, inputs),
          ...verification.changes,
        ],
    ...(update ? { division: update.division } : {}),
    blockers: [
      ...conflict.blockers,
      ...verification.blockers,
      ...collectBlockers(
        () => {
          assertFitsApplication(application, inputs, file);
        },
        () => {
          assertBetaFits(snapshot, inputs);
        },
        () => {
          assertPoliciesSupported(tem, inputs);
        },
      ),
    ],
  };
}

function describeUpdate(snapshot: Snapshot, { deployVersion }: RollingUpdateInputs): Text {
  const instances = instancesText(countCurrentInstances(snapshot));
  return message('plan.roll-out', { version: deployVersion, instances });
}

/** Records the planned batches, and describes the strategy and the batches. */
function divideUpdate(
  { context: { report } }: TemContext,
  snapshot: Snapshot,
  inputs: RollingUpdateInputs,
): { readonly rows: readonly BatchProgress[]; readonly division: Text } {
  const count = countCurrentInstances(snapshot);
  const { betaBatchNum = 0, totalBatchCount = 0 } = inputs;
  // One instance cannot be divided, nor can fewer than the first batch has; without a batch count
  // TEM decides the division.
  const rows =
    count > 1 && betaBatchNum <= count ? planBatches(count, { betaBatchNum, totalBatchCount }) : [];
  const strategy = formatPlannedStrategy(inputs);
  report.strategy = strategy;
  report.batches = rows;
  const batches = rows.map((row) => joinTexts('colon', formatBatchName(row), String(row.total)));
  const division = joinTexts(
    'dot',
    strategy || message('plan.default-batches'),
    joinTexts('comma', ...batches),
  );
  return { rows, division };
}

function planConflict(
  snapshot: Snapshot,
  { deployVersion, ifDeploying }: ConflictInputs,
): Pick<Plan, 'changes' | 'blockers'> {
  const { application } = snapshot;
  if (!isDeploying(application)) return { changes: [], blockers: [] };
  const version = getNewVersion(snapshot);
  const revision = application.versionId;
  const rollout = version
    ? message('plan.rollout', { version, revision })
    : message('plan.rollout-unknown', { revision });
  if (ifDeploying === 'adopt' && version === deployVersion) {
    return { changes: [message('plan.join', { rollout })], blockers: [] };
  }
  if (ifDeploying !== 'wait') {
    const blocker = message('plan.in-progress', { rollout, policy: ifDeploying });
    return { changes: [], blockers: [blocker] };
  }
  return isPaused(snapshot)
    ? { changes: [], blockers: [message('plan.paused', { rollout })] }
    : { changes: [message('plan.wait-for', { rollout })], blockers: [] };
}

type AttachedInputs = Inputs<never, 'revision-id'>;

/** Plans what `tem-wait` would do. */
export async function planWait(
  tem: TemContext,
  inputs: AttachedInputs & PolicyInputs & VerifyInputs,
): Promise<Plan> {
  const { last: snapshot } = (await attachForPlan(tem, inputs.revisionId)).history;
  const { application } = snapshot;
  const key = isDeploying(application) ? 'plan.follow-in-progress' : 'plan.follow-ended';
  const verification = await planVerification(tem.context, inputs, snapshot, []);
  return {
    headline: message('plan.follow', { application: getName(snapshot) }),
    changes: [message(key, { revision: application.versionId }), ...verification.changes],
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

/** Plans what `tem-resume` would do. */
export async function planResume(
  tem: TemContext,
  inputs: AttachedInputs & PolicyInputs & VerifyInputs,
): Promise<Plan> {
  const { last: snapshot } = (await attachForPlan(tem, inputs.revisionId)).history;
  const verification = await planVerification(tem.context, inputs, snapshot, []);
  const batch = findPausedBatch(snapshot);
  const of = countNumberedBatches(snapshot.deployment?.batches ?? []);
  const application = getName(snapshot);
  return {
    headline:
      batch === undefined
        ? message('plan.nothing-to-resume', { application })
        : message('plan.resume', { application, batch: formatBatchName({ position: batch, of }) }),
    changes: [
      ...(batch === undefined ? [] : [message('plan.confirm')]),
      message('plan.follow-revision', { revision: snapshot.application.versionId }),
      ...verification.changes,
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

/** Plans what `tem-revert` would do. */
export async function planRevert(tem: TemContext, { revisionId }: AttachedInputs): Promise<Plan> {
  const { last: snapshot, previous } = (await attachForPlan(tem, revisionId)).history;
  const version = describePreviousVersion(previous.version);
  const revision = snapshot.application.versionId;
  return {
    headline: message('plan.revert', { application: getName(snapshot), version }),
    changes: [message('plan.revert-revision', { revision, version })],
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

/** Plans what `tem-rollback` would do. */
export async function planRollback(tem: TemContext, inputs: WayBackInputs): Promise<Plan> {
  const rollout = await attachToRollout(tem, inputs.revisionId);
  const way = await findWayBack(tem, rollout, inputs);
  const { last } = rollout.history;
  const name = way.kind === 'done' ? way.target.previousVersion : way.goal.version;
  const version = describePreviousVersion(name);
  return {
    headline: message('plan.revert', { application: getName(last), version }),
    changes: describeWayBack(last.application.versionId, way, version),
    blockers: collectBlockers(() => {
      assertWayBack(tem, rollout, way, inputs);
    }),
  };
}

function describeWayBack(revision: string, way: WayBack, version: Text): Text[] {
  const redeploy = message('plan.redeploy', { version });
  switch (way.kind) {
    case 'done':
      return [message('plan.rolled-back-before', { version })];
    case 'follow':
      return [message('plan.follow-revision', { revision })];
    case 'redeploy':
      return [redeploy];
    case 'revert': {
      if (!way.isRevertible) return [redeploy];
      const previous = describePreviousVersion(way.target.previousVersion);
      const revert = message('plan.revert-revision', { revision, version: previous });
      return way.isOther ? [revert, redeploy] : [revert];
    }
  }
}

function getName({ application }: Snapshot): string {
  return application.applicationName || application.applicationId;
}
