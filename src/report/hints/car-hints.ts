import { message } from '../../text/message.ts';
import type { Hint, Hints } from './hint-types.ts';
import { allow, describeHint } from './hint-types.ts';

/** Sources: the API pages of CAR, the official SDK for Go, and car-cli. */
export const CAR_HINTS: Hints = {
  AuthFailure: (error) => message('hint.allow-and-check-keys', { allow: allow(error) }),
  FailedOperation: 'hint.car-failed',
  'FailedOperation.ApplicationLockFail': 'hint.car-busy',
  'FailedOperation.ApplicationNotFind': 'hint.car-application',
  'FailedOperation.LockTimeout': 'hint.car-busy',
  'FailedOperation.PathNotFound': 'hint.car-launch-path',
  'FailedOperation.ProcessTimeout': 'hint.car-timeout',
  'FailedOperation.SlowDown': 'hint.fewer-jobs',
  'FailedOperation.VersionLockFail': 'hint.car-busy',
  InvalidParameter: 'hint.car-inputs',
  InvalidParameterValue: 'hint.car-inputs',
  OperationDenied: (error) => describeHint(DENIED[error.action] ?? 'hint.car-state', error),
  'OperationDenied.ApplicationLimitExceeded': 'hint.car-application-limit',
  'OperationDenied.VersionCreating': 'hint.car-pending-version',
  'OperationDenied.VersionLimitExceeded': 'hint.car-version-limit',
};

const DENIED: Readonly<Record<string, Hint>> = {
  CreateApplicationVersion: 'hint.car-no-new-version',
  DeleteApplicationVersion: 'hint.car-version-in-use',
  DescribeCosCredential: 'hint.car-no-upload-target',
  SetApplicationVersionOnline: 'hint.car-not-publishable',
};
