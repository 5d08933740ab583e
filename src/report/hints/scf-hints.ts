import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

const CHECK_FUNCTION = 'check function-name, namespace and region: there is no such function';
const CHECK_VERSION = 'check qualifier: the function has no such version or alias';
const CHECK_NAMESPACE = 'check namespace and region: there is no such namespace';

/** Meanings: the API page of GetFunctionAddress and the official SDK for Go. */
export const SCF_HINTS: Hints = {
  'FailedOperation.FunctionStatusError': 'the function is being deployed: use a longer   timeout',
  'FailedOperation.GetFunctionAddress':
    'check that the function runs a code package, not an image; if so, run the job again later',
  InvalidParameterValue: 'check function-name, qualifier and namespace',
  'InvalidParameterValue.Action':
    'this endpoint has no such action; use   endpoint: tencentcloudapi.com',
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
  'UnauthorizedOperation.CodeSecret': (error) =>
    `${allow(error)}: it may not see the code of this function`,
};
