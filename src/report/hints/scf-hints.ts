import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Sources: the API page of GetFunctionAddress and the official SDK for Go. */
export const SCF_HINTS: Hints = {
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
};
