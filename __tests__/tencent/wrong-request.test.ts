import { describe, expect, test } from '@jest/globals';
import { isWrongRequest } from '../../src/tencent/wrong-request.ts';

describe('an error code of a wrong request', () => {
  test.each([
    'InvalidAction',
    'InvalidParameter',
    'InvalidParameter.TaskNotFound',
    'InvalidParameterValue.TemIdInvalid',
    'InvalidParameterValue.ServiceNotBelongToAppid',
    'MissingParameter',
    'MissingParameter.ServiceIdNull',
    'UnknownParameter',
    'UnsupportedRegion',
    'UnsupportedOperation',
    'NoSuchVersion',
    'ResourceNotFound',
    'ResourceNotFound.ServiceNotFound',
    'FailedOperation.ApplicationNotExist',
    'FailedOperation.PathNotFound',
    'IpNotInWhitelist',
  ])('%s', (code) => {
    expect(isWrongRequest({ code })).toBe(true);
  });

  test.each([
    'FailedOperation',
    'FailedOperation.DescribeServiceError',
    'InternalError',
    'InternalError.DescribeServiceError',
    'InvalidParameters',
    'LimitExceeded',
    'OperationDenied.VersionCreating',
    'ResourceInUse.ServiceDeploying',
    'ResourceUnavailable.WaitForKruise',
    'SomethingNew',
    'ambiguous-response',
  ])('is not %s', (code) => {
    expect(isWrongRequest({ code })).toBe(false);
  });
});
