import { temError } from './errors.ts';
import type { TemErrorCode } from './errors.ts';
import type { RollingUpdateParameters } from './plan.ts';
import type { DeployMode } from './seed.ts';

export interface RolloutTarget {
  deployMode: DeployMode;
  instances: number;
  isDeploying: boolean;
}

type Refusal = readonly [TemErrorCode, (p: RollingUpdateParameters, t: RolloutTarget) => boolean];

const REFUSALS: readonly Refusal[] = [
  ['MissingParameter.DeployVersionNull', (p) => p.DeployVersion === ''],
  ['InvalidParameterValue.VersionLengthLimit', (p) => p.DeployVersion.length > 128],
  [
    'InvalidParameterValue.VersionLowerCase',
    (p) => p.DeployVersion !== p.DeployVersion.toLowerCase(),
  ],
  ['InvalidParameterValue.InvalidDeployVersion', (p) => /\s/.test(p.DeployVersion)],
  ['MissingParameter.PkgNameNull', (p, t) => t.deployMode !== 'IMAGE' && !hasPackage(p)],
  ['ResourceInUse.ServiceDeploying', (_, t) => t.isDeploying],
  ['ResourceNotFound.ServiceRunningVersionNotFound', (_, t) => t.instances === 0],
];

/** Throws the ApiError with which the cloud refuses this rollout, if it does. */
export function refuseRollout(parameters: RollingUpdateParameters, target: RolloutTarget): void {
  const refusal = REFUSALS.find(([, applies]) => applies(parameters, target));
  if (refusal !== undefined) throw temError(refusal[0]);
}

function hasPackage({ PackageName }: RollingUpdateParameters): boolean {
  return PackageName !== undefined && PackageName !== '';
}
