import { describe, expect, it } from '@jest/globals';
import { findHint } from '../../../src/report/hints/find-hint.ts';
import { ApiResponseError } from '../../../src/tencent/api-errors.ts';

function hint(service: string, action: string, code: string): string {
  return findHint(
    new ApiResponseError({ service, action, code, message: 'No.', requestId: 'id-1' }),
  );
}

/**
 * The codes that the cloud documents for each action that is called: the lists of the official SDK
 * for Go, and for COS its table of error codes.
 */
const DOCUMENTED: readonly (readonly [string, string, string])[] = [
  [
    'tem',
    'RollingUpdateApplicationByVersion',
    `InternalError.DefaultInternalError InternalError.DeployVersionError
    InvalidParameterValue.ApmNotBind InvalidParameterValue.InvalidDeployVersion
    InvalidParameterValue.InvalidEnvName InvalidParameterValue.InvalidMountPath
    InvalidParameterValue.JdkVersionRequired InvalidParameterValue.NamespaceNotBelongToAppid
    InvalidParameterValue.OsNotSupport InvalidParameterValue.RegistryNotBind
    InvalidParameterValue.ServiceNotBelongToAppid InvalidParameterValue.ServicePodReachMaximum
    InvalidParameterValue.TemIdInvalid InvalidParameterValue.VersionLengthLimit
    InvalidParameterValue.VersionLowerCase MissingParameter.DeployModeNull
    MissingParameter.DeployVersionNull MissingParameter.LogsetOrTopicNull
    MissingParameter.NamespaceIdNull MissingParameter.PkgNameNull MissingParameter.SvcRepoNotReady
    OperationDenied.BalanceNotEnough OperationDenied.ResourceIsolated
    ResourceInUse.EnvironmentAlreadyLocked ResourceInUse.ResourceAlreadyLocked
    ResourceInUse.ServiceDeploying ResourceNotFound.ServiceNotFound
    ResourceNotFound.VersionNamespaceNotFound ResourceUnavailable.ApplicationStopped
    ResourceUnavailable.WaitForKruise UnauthorizedOperation.MissingEksLogRole
    UnauthorizedOperation.UnauthorizedOperation InvalidParameter.UnauthorizedOrMissingRole`,
  ],
  [
    'tem',
    'CreateCosToken',
    `InternalError.ActionReadTimeout InternalError.DefaultInternalError
    ResourceNotFound.MicroserviceOffline UnauthorizedOperation.UnauthorizedOperation`,
  ],
  [
    'tem',
    'GenerateApplicationPackageDownloadUrl',
    'UnauthorizedOperation.UnauthorizedOperation ResourceNotFound.InterfaceNotFound',
  ],
  [
    'tem',
    'DescribeApplicationInfo',
    `FailedOperation.ActionReadTimeout FailedOperation.DefaultInternalError
    FailedOperation.DescribeRunPodListError FailedOperation.DescribeServiceError
    InternalError.ActionReadTimeout InternalError.DefaultInternalError
    InternalError.DescribeRunPodListError InternalError.DescribeServiceError
    InvalidParameterValue.ServiceNotBelongToAppid InvalidParameterValue.TemIdInvalid
    MissingParameter.ServiceIdNull ResourceNotFound.MicroserviceOffline
    ResourceNotFound.ServiceNotFound ResourceNotFound.ServiceRunningVersionNotFound
    ResourceNotFound.VersionNamespaceNotFound ResourceNotFound.VersionServiceNotFound
    UnauthorizedOperation.UnauthorizedOperation`,
  ],
  [
    'tem',
    'DescribeApplicationPods',
    `FailedOperation.DefaultInternalError FailedOperation.DescribeRunPodListError
    InternalError.DefaultInternalError InternalError.DescribeRunPodListError
    InvalidParameterValue.NamespaceNotBelongToAppid InvalidParameterValue.TemIdInvalid
    ResourceNotFound.MicroserviceOffline ResourceNotFound.ServiceNotFound
    ResourceNotFound.ServiceRunningVersionNotFound ResourceNotFound.VersionNamespaceNotFound
    UnauthorizedOperation.UnauthorizedOperation`,
  ],
  [
    'car',
    'CreateApplicationVersion',
    `FailedOperation.ApplicationLockFail FailedOperation.ApplicationNotFind InternalError
    InvalidParameter InvalidParameterValue OperationDenied OperationDenied.VersionCreating
    OperationDenied.VersionLimitExceeded`,
  ],
  [
    'car',
    'DescribeApplicationVersion',
    `AuthFailure FailedOperation.ApplicationNotFind InternalError InvalidParameter
    InvalidParameterValue`,
  ],
  [
    'car',
    'DescribeCosCredential',
    `AuthFailure FailedOperation FailedOperation.ApplicationLockFail
    FailedOperation.ApplicationNotFind InternalError InvalidParameter InvalidParameterValue
    OperationDenied`,
  ],
  [
    'car',
    'SetApplicationVersionOnline',
    `AuthFailure FailedOperation.ApplicationLockFail FailedOperation.ApplicationNotFind
    FailedOperation.PathNotFound InternalError InvalidParameter InvalidParameterValue
    OperationDenied`,
  ],
  [
    'car',
    'DeleteApplicationVersion',
    `AuthFailure FailedOperation.ApplicationLockFail FailedOperation.ApplicationNotFind
    FailedOperation.VersionLockFail InternalError InvalidParameter InvalidParameterValue
    OperationDenied`,
  ],
  [
    'car',
    'CreateApplicationVersion',
    `FailedOperation.LockTimeout FailedOperation.ProcessTimeout FailedOperation.SlowDown
    InvalidParameter.JsonParseError OperationDenied.ApplicationLimitExceeded`,
  ],
  [
    'scf',
    'GetFunctionAddress',
    `FailedOperation.FunctionStatusError FailedOperation.GetFunctionAddress InternalError
    InternalError.System InvalidParameter.Payload InvalidParameterValue InvalidParameterValue.Action
    InvalidParameterValue.FunctionName InvalidParameterValue.Namespace
    InvalidParameterValue.Qualifier ResourceNotFound.Function ResourceNotFound.FunctionName
    ResourceNotFound.FunctionVersion ResourceNotFound.Namespace ResourceNotFound.Version
    UnauthorizedOperation.CAM UnauthorizedOperation.CodeSecret`,
  ],
  [
    'dlc',
    'CreateResultDownload',
    `FailedOperation FailedOperation.NoPermission InvalidParameter.TaskNotFound
    InvalidParameter.InvalidTaskId InvalidParameter.SQLTaskNotFound
    ResourceNotFound.ResultOutputPathNotFound ResourceNotFound.ResultSavePathNotFound
    ResourceUnavailable.BalanceInsufficient UnauthorizedOperation
    UnauthorizedOperation.UserNotExist UnsupportedOperation.UnsupportedFileType`,
  ],
  ['dlc', 'DescribeResultDownload', 'FailedOperation InvalidParameter.TaskNotFound'],
  ...['PutObject', 'UploadPart', 'GetObject', 'GET'].map(
    (action) =>
      [
        'cos',
        action,
        `AccessDenied BadDigest BucketAccelerateNotEnabled EntityTooLarge EntityTooSmall
        ExpiredToken InternalError InvalidAccessKeyId InvalidDigest InvalidObjectState InvalidPart
        InvalidPartOrder InvalidURI KeyTooLong MethodNotAllowed NoSuchBucket NoSuchKey NoSuchUpload
        PermanentRedirect RequestTimeTooSkewed ServiceUnavailable SignatureDoesNotMatch SlowDown`,
      ] as const,
  ),
];

/** Codes that say nothing that a user could act on: the RequestId is what support needs. */
const NOTHING_TO_DO = [
  'car DescribeCosCredential FailedOperation',
  'dlc CreateResultDownload FailedOperation',
  'dlc DescribeResultDownload FailedOperation',
];

const CASES = DOCUMENTED.flatMap(([service, action, codes]) =>
  codes.split(/\s+/).map((code) => [service, action, code] as const),
);

describe('a documented error code', () => {
  it.each(CASES)('of %s %s: %s', (service, action, code) => {
    const isMute = NOTHING_TO_DO.includes(`${service} ${action} ${code}`);
    expect(hint(service, action, code) === '').toBe(isMute);
  });

  it.each([
    ['car', 'DescribeCosCredential', 'AuthFailure', 'allow car:DescribeCosCredential'],
    ['car', 'CreateApplicationVersion', 'AuthFailure.SecretIdNotFound', 'check secret-id'],
    ['car', 'CreateApplicationVersion', 'OperationDenied.VersionCreating', 'pending-version'],
    ['car', 'CreateApplicationVersion', 'OperationDenied.VersionLimitExceeded', 'version-limit'],
    ['car', 'SetApplicationVersionOnline', 'OperationDenied', 'application-version-id'],
    ['car', 'SetApplicationVersionOnline', 'FailedOperation.PathNotFound', 'launch path'],
    ['scf', 'GetFunctionAddress', 'UnauthorizedOperation.CAM', 'allow scf:GetFunctionAddress'],
    ['scf', 'GetFunctionAddress', 'ResourceNotFound.Version', 'qualifier'],
    ['dlc', 'CreateResultDownload', 'FailedOperation.NoPermission', 'dlc:CreateResultDownload'],
    ['dlc', 'CreateResultDownload', 'InvalidParameter.TaskNotFound', 'task-id'],
    ['dlc', 'DescribeResultDownload', 'UnauthorizedOperation', 'allow dlc:DescribeResult'],
    ['tem', 'CreateCosToken', 'UnauthorizedOperation', 'allow tem:CreateCosToken'],
    ['cos', 'GetObject', 'AccessDenied', 'cos:GetObject'],
    ['cos', 'GET', 'AccessDenied', 'address is not valid any more'],
    ['cos', 'PutObject', 'AccessDenied', 'temporary keys'],
    ['cos', 'PutObject', 'RequestTimeTooSkewed', 'clock'],
    ['cos', 'GetObject', 'NoSuchKey', 'run the query again'],
    ['cos', 'GET', 'NoSuchKey', 'check the version'],
    ['cos', 'GET', 'ExpiredToken', 'address is not valid any more'],
    ['cos', 'GetObject', 'ExpiredToken', 'temporary keys'],
    ['scf', 'GetFunctionAddress', 'UnauthorizedOperation.CodeSecret', 'may not see the code'],
    ['tem', 'DescribeApplicationInfo', 'ResourceNotFound.NamespaceNotFound', 'environment-id'],
  ])('of %s %s: %s says "%s"', (service, action, code, expected) => {
    expect(hint(service, action, code)).toContain(expected);
  });

  it('of one service is none of another', () => {
    expect(hint('tem', 'CreateCosToken', 'OperationDenied.VersionCreating')).toBe('');
    expect(hint('car', 'CreateApplicationVersion', 'NoSuchKey')).toBe('');
    expect(hint('other', 'Other', 'UnauthorizedOperation')).toContain('allow other:Other');
  });
});

describe('a code that every service has', () => {
  it.each([
    ['AuthFailure.InvalidSecretId', 'secret-id'],
    ['AuthFailure.MFAFailure', 'second factor'],
    ['AuthFailure.SecretIdNotFound', 'secret-id'],
    ['AuthFailure.SignatureExpire', 'clock'],
    ['AuthFailure.SignatureFailure', 'secret-key'],
    ['AuthFailure.TokenFailure', 'token'],
    ['InvalidAction', 'endpoint'],
    ['IpInBlacklist', "the runner's address"],
    ['IpNotInWhitelist', "the runner's address"],
    ['LimitExceeded', 'quota'],
    ['NoSuchProduct', 'endpoint'],
    ['NoSuchVersion', 'endpoint'],
    ['RequestLimitExceeded.UinLimitExceeded', 'poll-interval'],
    ['UnsupportedRegion', 'region'],
  ])('%s names what is to be changed', (code, expected) => {
    expect(hint('dlc', 'DescribeResultDownload', code)).toContain(expected);
  });

  it.each([
    ['AssumeRole', 'InvalidParameter.OverTimeError', 'role-duration-seconds'],
    ['AssumeRole', 'ResourceNotFound.RoleNotFound', 'role-arn'],
    ['AssumeRoleWithWebIdentity', 'InvalidParameter.ParamError', 'oidc-provider-id'],
    ['AssumeRoleWithWebIdentity', 'InvalidParameter.WebIdentityTokenError', 'oidc-audience'],
    ['AssumeRole', 'UnauthorizedOperation', 'let the role trust the caller'],
    ['AssumeRole', 'AuthFailure.UnauthorizedOperation', 'allow sts:AssumeRole'],
  ])('of STS, %s: %s says "%s"', (action, code, expected) => {
    expect(hint('sts', action, code)).toContain(expected);
  });
});
