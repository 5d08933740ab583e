import { errorFactory } from '../api-error.ts';
import type { RollingUpdateParameters } from './rollout-plan.ts';
import type { CompleteSeed } from './tem-seed.ts';

/** The errors of TEM with their documented messages. */
export const temError = errorFactory({
  'InvalidParameterValue.InvalidDeployVersion': 'The version number is invalid.',
  'InvalidParameterValue.VersionLengthLimit':
    'The value of `version` cannot exceed 128 characters.',
  'InvalidParameterValue.VersionLowerCase': 'The version must be in lower case.',
  'MissingParameter.DeployVersionNull': 'The deployment version cannot be empty.',
  'MissingParameter.NamespaceIdNull': 'The environment ID can not be left empty.',
  'MissingParameter.PkgNameNull': 'The package name cannot be left empty.',
  'MissingParameter.ServiceIdNull': 'The service ID cannot be empty.',
  'ResourceInUse.ServiceDeploying': 'The application is being deployed.',
  'ResourceNotFound.ServiceNotFound': 'The application is not found.',
  'ResourceNotFound.ServiceRunningVersionNotFound': 'No running pod is found.',
  'ResourceNotFound.VersionNamespaceNotFound':
    'The environment corresponding to this version is not found.',
});

/** Throws an ApiError if TEM rejects the rollout. */
export function refuseRollout(
  { DeployVersion, PackageName = '' }: RollingUpdateParameters,
  { deployMode, instances }: Pick<CompleteSeed, 'deployMode' | 'instances'>,
  isDeploying: boolean,
): void {
  const refusals = [
    ['MissingParameter.DeployVersionNull', DeployVersion === ''],
    ['InvalidParameterValue.VersionLengthLimit', DeployVersion.length > 128],
    ['InvalidParameterValue.VersionLowerCase', DeployVersion !== DeployVersion.toLowerCase()],
    ['InvalidParameterValue.InvalidDeployVersion', /\s/.test(DeployVersion)],
    ['MissingParameter.PkgNameNull', deployMode !== 'IMAGE' && PackageName === ''],
    ['ResourceInUse.ServiceDeploying', isDeploying],
    ['ResourceNotFound.ServiceRunningVersionNotFound', instances === 0],
  ] as const;
  const refusal = refusals.find(([, applies]) => applies);
  if (refusal !== undefined) throw temError(refusal[0]);
}
