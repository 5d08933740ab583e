import type { Inputs } from '../../github/inputs/input-declarations.ts';
import type { Log } from '../../github/log.ts';
import { OperationError } from '../../report/outcome.ts';
import { isSameRelease } from '../../rollout/running-release.ts';
import type { Application, Deployment, Snapshot } from '../../rollout/snapshot.ts';
import { countInBatches, isDeploying } from '../../rollout/snapshot.ts';
import { instancesText, message } from '../../text/message.ts';
import type { StrategyInputs } from './tem-declarations.ts';

type BetaInputs = Pick<StrategyInputs, 'betaBatchNum' | 'deployStrategy'>;
type ReleaseInputs = BetaInputs & Inputs<'deploy-version', 'package-name' | 'if-unchanged'>;

/** The numbers that say how many instances an application has. */
export interface InstanceCounts {
  readonly application: Pick<
    Application,
    'batchDeployStatus' | 'currentInstances' | 'expectedInstances' | 'underDeploying'
  >;
  readonly deployment: Pick<Deployment, 'batches'> | undefined;
  readonly pods: readonly unknown[];
}

/** Throws if the beta batch has more instances than the application. */
export function assertBetaFits(snapshot: InstanceCounts, inputs: BetaInputs): void {
  const beta = getBetaSize(inputs);
  const count = countInstances(snapshot);
  if (count === 0 || beta <= count) return;
  const values = { beta, instances: instancesText(count) };
  throw new OperationError(message('plan.beta-too-large', values), {
    code: 'beta-batch-too-large',
    details: [{ text: message('plan.nothing-changed') }],
    next: [{ sentence: message('plan.beta-too-large-fix') }],
  });
}

/** Logs what is unusual about a release before it starts; none of it is necessarily wrong. */
export function noteUnusualRelease(log: Log, snapshot: Snapshot, inputs: ReleaseInputs): void {
  const { application } = snapshot;
  const beta = getBetaSize(inputs);
  const count = countInstances(snapshot);
  if (count > 1 && beta * 2 > count && beta <= count) {
    const values = { beta, instances: instancesText(count) };
    log.warning(message('plan.beta-large-title'), message('plan.beta-large', values));
  }
  if (inputs.ifUnchanged === 'skip' || isDeploying(application)) return;
  const { packageName } = inputs;
  if (isSameRelease(application, { deployVersion: inputs.deployVersion, packageName })) {
    const { deployVersion: version, versionId: revision } = application;
    const text = message('plan.same-version', { version, revision });
    log.notice(message('plan.same-version-title'), text);
  }
}

function getBetaSize({ betaBatchNum = 0, deployStrategy }: BetaInputs): number {
  return deployStrategy === 'BETA' ? betaBatchNum : 0;
}

/**
 * Returns the number of instances; 0 if TEM returns none. ExpectedInstances may be null, and
 * CurrentInstances may leave out those that are not ready, so the instances are counted, too, and
 * those that a first release in progress has yet to create.
 */
function countInstances({ application, deployment, pods }: InstanceCounts): number {
  const { currentInstances = 0, expectedInstances } = application;
  const planned = isDeploying(application) ? countInBatches(deployment?.batches ?? []) : 0;
  return Math.max(currentInstances, expectedInstances ?? Math.max(pods.length, planned));
}
