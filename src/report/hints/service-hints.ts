import { message } from '../../text/message.ts';
import type { Hint, Hints } from './hint-types.ts';
import { allow, describeHint } from './hint-types.ts';

/** Hints of the services other than TEM, by their names. */
export const SERVICE_HINTS = {
  // Sources: the API pages of CAR, the official SDK for Go, and car-cli.
  car: {
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
  },
  // Sources: the API pages of DLC and the official SDK for Go.
  dlc: {
    FailedOperation: 'hint.dlc-failed',
    'FailedOperation.NoPermission': (error) =>
      message('hint.dlc-data-permission', { allow: allow(error) }),
    'InvalidParameter.InvalidTaskId': 'hint.dlc-task',
    'InvalidParameter.SQLTaskNotFound': 'hint.dlc-task',
    'InvalidParameter.TaskNotFound': 'hint.dlc-task',
    'ResourceNotFound.ResultOutputPathNotFound': 'hint.dlc-result-path',
    'ResourceNotFound.ResultSavePathNotFound': 'hint.dlc-result-path',
    'ResourceUnavailable.BalanceInsufficient': 'hint.account-balance',
    'UnauthorizedOperation.UserNotExist': 'hint.dlc-user',
    'UnsupportedOperation.UnsupportedFileType': 'hint.dlc-format',
  },
  // Sources: the API page of GetFunctionAddress and the official SDK for Go.
  scf: {
    'FailedOperation.FunctionNameStatusError': 'hint.scf-busy',
    'FailedOperation.FunctionStatusError': 'hint.scf-busy',
    'FailedOperation.GetFunctionAddress': 'hint.scf-image',
    InvalidParameterValue: 'hint.scf-inputs',
    'InvalidParameterValue.Action': 'hint.no-such-action',
    // Not a matter of permissions: code protection is set in the console, and only its secret unlocks
    // the code.
    'InvalidParameterValue.CodeSecret': 'hint.scf-protected',
    'InvalidParameterValue.FunctionName': 'hint.scf-function',
    'InvalidParameterValue.Namespace': 'hint.scf-namespace',
    'InvalidParameterValue.Qualifier': 'hint.scf-version',
    'InvalidParameter.Payload': 'hint.scf-inputs',
    'ResourceNotFound.Function': 'hint.scf-function',
    'ResourceNotFound.FunctionName': 'hint.scf-function',
    'ResourceNotFound.FunctionVersion': 'hint.scf-version',
    'ResourceNotFound.Namespace': 'hint.scf-namespace',
    'ResourceNotFound.Version': 'hint.scf-version',
    'UnauthorizedOperation.CAM': allow,
    'UnauthorizedOperation.CodeSecret': 'hint.scf-protected',
    'UnauthorizedOperation.FunctionStatus': 'hint.scf-busy',
  },
} as const satisfies Readonly<Record<string, Hints>>;

/** Why CAR denies a call, by its action. */
const DENIED: Readonly<Record<string, Hint>> = {
  CreateApplicationVersion: 'hint.car-no-new-version',
  DeleteApplicationVersion: 'hint.car-version-in-use',
  DescribeCosCredential: 'hint.car-no-upload-target',
  SetApplicationVersionOnline: 'hint.car-not-publishable',
};
