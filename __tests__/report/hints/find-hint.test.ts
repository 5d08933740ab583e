import { describe, expect, it } from '@jest/globals';
import { findHint } from '../../../src/report/hints/find-hint.ts';
import { ApiResponseError } from '../../../src/tencent/api-errors.ts';
import { WebIdentityError } from '../../../src/tencent/credentials/assume-role.ts';
import { formatText } from '../../../src/text/format-text.ts';

function refusal(service: string, action: string, code: string): ApiResponseError {
  return new ApiResponseError({ service, action, code, message: 'No.', requestId: 'request-1' });
}

function hint(service: string, action: string, code: string): string {
  return formatText(findHint(refusal(service, action, code)), 'en-US');
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
    `FailedOperation.FunctionNameStatusError FailedOperation.FunctionStatusError
    FailedOperation.GetFunctionAddress InternalError
    InternalError.System InvalidParameter.Payload InvalidParameterValue InvalidParameterValue.Action
    InvalidParameterValue.FunctionName InvalidParameterValue.Namespace
    InvalidParameterValue.Qualifier ResourceNotFound.Function ResourceNotFound.FunctionName
    ResourceNotFound.FunctionVersion ResourceNotFound.Namespace ResourceNotFound.Version
    InvalidParameterValue.CodeSecret UnauthorizedOperation.CAM UnauthorizedOperation.CodeSecret
    UnauthorizedOperation.FunctionStatus`,
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
  [
    'sts',
    'AssumeRole',
    `AuthFailure.UnauthorizedOperation InvalidParameter.OverTimeError InvalidParameter.ParamError
    ResourceNotFound.RoleNotFound UnauthorizedOperation`,
  ],
  [
    'sts',
    'AssumeRoleWithWebIdentity',
    'InvalidParameter.ParamError InvalidParameter.WebIdentityTokenError UnauthorizedOperation',
  ],
  [
    'any',
    'Any',
    `AuthFailure.InvalidSecretId AuthFailure.MFAFailure AuthFailure.SecretIdNotFound
    AuthFailure.SignatureExpire AuthFailure.SignatureFailure AuthFailure.TokenFailure InvalidAction
    IpInBlacklist IpNotInWhitelist LimitExceeded NoSuchProduct NoSuchVersion
    RequestLimitExceeded.UinLimitExceeded ServiceUnavailable UnsupportedRegion`,
  ],
  ...['PutObject', 'UploadPart', 'GetObject', 'GET'].map(
    (action) =>
      [
        'cos',
        action,
        `AccessDenied BadDigest BucketAccelerateNotEnabled EntityTooLarge EntityTooSmall
        ExpiredToken InternalError InvalidAccessKeyId InvalidDigest InvalidObjectState InvalidPart
        InvalidPartOrder InvalidURI KeyTooLong MethodNotAllowed NoSuchBucket NoSuchKey NoSuchUpload
        PaymentRequired PermanentRedirect RequestTimeTooSkewed ServiceUnavailable
        SignatureDoesNotMatch SlowDown UnavailableForLegalReasons UserNetworkTooSlow`,
      ] as const,
  ),
];

const CASES = DOCUMENTED.flatMap(([service, action, codes]) =>
  codes.split(/\s+/).map((code) => [service, action, code] as const),
);

describe('a documented error code', () => {
  it.each(CASES)('of %s %s has a hint: %s', (service, action, code) => {
    expect(hint(service, action, code)).not.toBe('');
  });
});

describe('a hint', () => {
  it('stands for the sub-codes of its code, and for no other code', () => {
    const hintOfCode = hint('tem', 'CreateCosToken', 'UnsupportedRegion');
    expect(hint('tem', 'CreateCosToken', 'UnsupportedRegion.Sub')).toBe(hintOfCode);
    expect(hint('tem', 'CreateCosToken', 'UnsupportedRegions')).toBe('');
    expect(hint('tem', 'CreateCosToken', 'FailedOperation.Strange')).toBe('');
  });

  it('is that of the longest code that fits, whichever list has it', () => {
    const own = hint('car', 'CreateApplicationVersion', 'AuthFailure');
    expect(hint('car', 'CreateApplicationVersion', 'AuthFailure.Sub')).toBe(own);
    expect(hint('car', 'CreateApplicationVersion', 'AuthFailure.SecretIdNotFound')).toBe(
      hint('other', 'Other', 'AuthFailure.SecretIdNotFound'),
    );
  });

  it("is the service's own before that of every service", () => {
    const code = 'UnauthorizedOperation';
    expect(hint('sts', 'AssumeRole', code)).not.toBe(
      hint('any', 'AssumeRole', code).replace('any:', 'sts:'),
    );
  });

  it('of one service is none of another', () => {
    expect(hint('tem', 'CreateCosToken', 'OperationDenied.VersionCreating')).toBe('');
    expect(hint('car', 'CreateApplicationVersion', 'NoSuchKey')).toBe('');
    expect(hint('tem', 'CreateCosToken', 'InvalidParameter.ParamError')).toBe('');
  });

  it.each(['tem', 'car', 'scf', 'dlc', 'other'])('names what to allow on %s', (service) => {
    expect(hint(service, 'DoIt', 'UnauthorizedOperation')).toContain(`${service}:DoIt`);
  });

  it.each([
    ['car', 'OperationDenied', 'SetApplicationVersionOnline', 'DeleteApplicationVersion'],
    ['car', 'OperationDenied', 'SetApplicationVersionOnline', 'OtherAction'],
    ['cos', 'AccessDenied', 'GET', 'GetObject'],
    ['cos', 'AccessDenied', 'PutObject', 'GetObject'],
    ['cos', 'ExpiredToken', 'GET', 'GetObject'],
    ['cos', 'NoSuchKey', 'GET', 'GetObject'],
  ])('of %s %s differs between %s and %s', (service, code, one, other) => {
    expect(hint(service, one, code)).not.toBe(hint(service, other, code));
  });
});

describe('a hint that is right whatever the user has', () => {
  it.each([
    ['tem', 'InvalidAction'],
    ['tem', 'NoSuchProduct'],
    ['tem', 'NoSuchVersion'],
    ['tem', 'ResourceNotFound.InterfaceNotFound'],
    ['scf', 'InvalidParameterValue.Action'],
  ])('of %s %s does not ask for the endpoint that is the default', (service, code) => {
    expect(hint(service, 'DoIt', code)).not.toMatch(/use\s+endpoint/);
    expect(hint(service, 'DoIt', code)).toContain('region');
  });

  it('tells the registry of services from that of images', () => {
    const said = hint('tem', 'DoIt', 'InvalidParameterValue.RegistryNotBind');
    expect(said).toContain('service registry');
  });

  it.each(['UnauthorizedOperation.CodeSecret', 'UnauthorizedOperation.FunctionStatus'])(
    'of scf %s asks for no permission',
    (code) => {
      expect(hint('scf', 'GetFunctionAddress', code)).not.toMatch(/CAM/);
    },
  );
});

describe('the hint of a refused ID token', () => {
  const subjects = {
    names: 'repo:octo-org/shop:pull_request',
    immutable: 'repo:octo-org@123456/shop@456789:environment:production',
  };
  const claims = { iss: 'https://issuer', aud: 'sts' };
  const tokenOf = (sub: string) =>
    `.${Buffer.from(JSON.stringify({ ...claims, sub })).toString('base64url')}.`;
  const webIdentity = (code: string, idToken: string) =>
    formatText(
      findHint(new WebIdentityError(refusal('sts', 'AssumeRoleWithWebIdentity', code), idToken)),
      'en-US',
    );

  describe.each(['UnauthorizedOperation', 'InvalidParameter.WebIdentityTokenError'])(
    '(%s)',
    (code) => {
      it.each(Object.values(subjects))('has the condition to copy: %s', (sub) => {
        const said = webIdentity(code, tokenOf(sub));
        expect(said).toContain(`"oidc:sub": "${sub}"`);
        expect(said).toContain(`"${claims.aud}"`);
        expect(said).not.toContain(tokenOf(sub).slice(1, -1));
      });

      it('makes a hostile subject one line of JSON', () => {
        const said = webIdentity(code, tokenOf('repo:a/b:environment:"x\n::error::##[y]'));
        expect(said).toContain('"oidc:sub": "repo:a/b:environment:\\"x ::error::## [y]"');
      });

      it('asks for no subject that a token does not have', () => {
        expect(webIdentity(code, '')).toContain('"oidc:sub"');
        expect(webIdentity(code, '')).not.toContain('"oidc:sub":');
      });
    },
  );

  it('mentions the IDs only if the subject has them', () => {
    const saysIds = (sub: string) =>
      webIdentity('UnauthorizedOperation', tokenOf(sub)).includes('15 July 2026');
    expect(saysIds(subjects.immutable)).toBe(true);
    expect(saysIds(subjects.names)).toBe(false);
  });
});
