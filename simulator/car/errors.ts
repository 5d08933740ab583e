import { ApiError } from '../api-error.ts';

/** CAR's refusals with their documented meanings. */
const MESSAGES = {
  'FailedOperation.ApplicationNotFind': 'Application does not exist.',
  'FailedOperation.PathNotFound': 'Failed to find the path.',
  InvalidParameterValue: 'Invalid parameter value.',
  OperationDenied: 'Operation denied.',
  'OperationDenied.VersionCreating': 'Version is being created.',
  'OperationDenied.VersionLimitExceeded': 'The number of versions exceeds the limit.',
} as const;

export type CarErrorCode = keyof typeof MESSAGES;

/** `detail` is added to the documented meaning. */
export function carError(code: CarErrorCode, detail = ''): ApiError {
  return new ApiError(code, `${MESSAGES[code]} ${detail}`.trim());
}
