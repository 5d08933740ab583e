import type { Hints } from './hint-types.ts';
import { allow, NO_SUCH_ACTION } from './hint-types.ts';

const CHECK_FUNCTION = 'check function-name, namespace and region: there is no such function';
const CHECK_VERSION = 'check qualifier: the function has no such version or alias';
const BUSY = 'the function is being deployed: use a longer   timeout';
/** No permission helps: the console sets this protection, and only its password opens the code. */
const PROTECTED =
  'remove the code protection of the function in the SCF console: protected code cannot be downloaded by this action';
const CHECK_NAMESPACE = 'check namespace and region: there is no such namespace';

/** Meanings: the API page of GetFunctionAddress and the official SDK for Go. */
export const SCF_HINTS: Hints = {
  'FailedOperation.FunctionNameStatusError': BUSY,
  'FailedOperation.FunctionStatusError': BUSY,
  'FailedOperation.GetFunctionAddress':
    'check that the function runs a code package, not an image; if so, run the job again later',
  InvalidParameterValue: 'check function-name, qualifier and namespace',
  'InvalidParameterValue.Action': NO_SUCH_ACTION,
  'InvalidParameterValue.CodeSecret': PROTECTED,
  'InvalidParameterValue.FunctionName': CHECK_FUNCTION,
  'InvalidParameterValue.Namespace': CHECK_NAMESPACE,
  'InvalidParameterValue.Qualifier': CHECK_VERSION,
  'InvalidParameter.Payload': 'check function-name, qualifier and namespace',
  'ResourceNotFound.Function': CHECK_FUNCTION,
  'ResourceNotFound.FunctionName': CHECK_FUNCTION,
  'ResourceNotFound.FunctionVersion': CHECK_VERSION,
  'ResourceNotFound.Namespace': CHECK_NAMESPACE,
  'ResourceNotFound.Version': CHECK_VERSION,
  'UnauthorizedOperation.CAM': allow,
  'UnauthorizedOperation.CodeSecret': PROTECTED,
  'UnauthorizedOperation.FunctionStatus': BUSY,
};
