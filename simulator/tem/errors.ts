import { ApiError } from '../api-error.ts';

/** TEM's refusals with their documented meanings. */
const MESSAGES = {
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
} as const;

export type TemErrorCode = keyof typeof MESSAGES;

export function temError(code: TemErrorCode): ApiError {
  return new ApiError(code, MESSAGES[code]);
}
