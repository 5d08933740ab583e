import { describe, expect, test } from '@jest/globals';
import { classifyCode } from '../../src/tencent/code-meaning.ts';

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
    expect(classifyCode(code)).toEqual({ failureClass: 'final', fault: 'request' });
  });

  test.each([
    'FailedOperation',
    'FailedOperation.DescribeServiceError',
    'FailedOperation.InvalidParameter',
    'FailedOperation.NoSuchVersion',
    'FailedOperation.NotFoundYet',
    'FailedOperation.UnsupportedRegion',
    'FailedOperation.IpNotInWhitelist',
    'InternalError',
    'InternalError.DescribeServiceError',
    'InvalidParameters',
    'LimitExceeded',
    'OperationDenied.VersionCreating',
    'ResourceInUse.ServiceDeploying',
    'ResourceUnavailable.WaitForKruise',
    'SomethingNew',
  ])('is not %s', (code) => {
    expect(classifyCode(code).fault).toBe('unexpected');
  });
});

describe('an error code of missing access', () => {
  test.each([
    ['AuthFailure', undefined],
    ['AuthFailure.UnauthorizedOperation', undefined],
    ['UnauthorizedOperation', undefined],
    ['UnauthorizedOperation.CamNoAuth', undefined],
    ['AuthFailure.SignatureExpire', 'time'],
    ['AuthFailure.TokenFailure', 'token'],
    ['AuthFailure.TokenFailure.Expired', 'token'],
    ['AuthFailure.SecretIdNotFound', 'key-id'],
    ['AuthFailure.InvalidSecretId', 'key'],
    ['AuthFailure.SignatureFailure', 'key'],
  ])('%s rejects the %s', (code, rejected) => {
    const meaning = rejected === undefined ? {} : { rejected };
    expect(classifyCode(code)).toEqual({ failureClass: 'final', fault: 'access', ...meaning });
  });

  test.each(['AuthFailures', 'FailedOperation.AuthFailure', 'OperationDenied'])(
    'is not %s',
    (code) => {
      expect(classifyCode(code)).toEqual({ failureClass: 'final', fault: 'unexpected' });
    },
  );
});
