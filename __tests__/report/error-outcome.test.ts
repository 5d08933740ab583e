import { describe, expect, it } from '@jest/globals';
import { describeError } from '../../src/report/error-outcome.ts';
import { findHint } from '../../src/report/hints/find-hint.ts';
import { IdTokenError } from '../../src/github/id-token.ts';
import { WebIdentityError } from '../../src/tencent/credentials/assume-role.ts';
import { ProxyError } from '../../src/tencent/proxy.ts';
import { isSuccess, createOutcome, OperationError } from '../../src/report/outcome.ts';
import { IntegrityError, TransferError } from '../../src/transfer/transfer-errors.ts';
import { CosAddressError } from '../../src/tencent/cos/cos-address.ts';
import {
  ApiResponseError,
  AmbiguousResponseError,
  UnreachableError,
} from '../../src/tencent/api-errors.ts';

const CALL = { service: 'tem', action: 'ResumeDeployApplication' };

function cloudError(code: string, message = 'No.', requestId = 'id-1'): ApiResponseError {
  return new ApiResponseError({ ...CALL, code, message, requestId });
}

describe('a failure', () => {
  it('of the cloud says what, why, what to change and what to quote', () => {
    expect(describeError(cloudError('UnauthorizedOperation', 'Not authorized.'))).toEqual({
      status: 'failed',
      headline: 'TEM refused ResumeDeployApplication: UnauthorizedOperation',
      details: [
        'The cloud says:  Not authorized.',
        'What to change:  allow tem:ResumeDeployApplication for the caller in a CAM policy',
        'RequestId:       id-1',
      ],
      next: [],
    });
  });

  it('of the cloud leaves out what is not known', () => {
    const { details } = describeError(cloudError('FailedOperation.Strange', '', ''));
    expect(details).toEqual([]);
  });

  it('to reach the cloud names the endpoint and the way there', () => {
    const error = new UnreachableError({ ...CALL, message: 'a.example cannot be reached' });
    expect(describeError(error)).toMatchObject({
      status: 'failed',
      headline: 'TEM did not answer ResumeDeployApplication',
      details: [
        'Why:             a.example cannot be reached',
        "What to change:  check endpoint, and the runner's way to the Internet",
      ],
    });
  });

  it.each([
    ['cos', 'COS did not answer GET', 'check cos-endpoint, and the'],
    ['download', 'the download address did not answer', 'check the'],
  ])('to reach %s names what leads there', (service, headline, change) => {
    const error = new UnreachableError({ service, action: 'GET', message: 'no way' });
    const details = [
      'Why:             no way',
      `What to change:  ${change} runner's way to the Internet`,
    ];
    expect(describeError(error)).toMatchObject({ headline, details });
  });

  it('to get an answer says that another run looks first', () => {
    const error = new AmbiguousResponseError({
      ...CALL,
      message: 'the endpoint sent HTTP status 502',
    });
    const { details } = describeError(error);
    expect(details[0]).toBe('Why:             the endpoint sent HTTP status 502');
    expect(details[1]).toMatch(/run the job again: it looks before it changes anything/);
  });

  it('of a proxy names what leads to it', () => {
    const cause = new ProxyError('proxy-unreachable', 'the proxy a:1 cannot be reached (ECONNREFUSED)');
    const { details } = describeError(
      new UnreachableError({ ...CALL, message: cause.message, cause }),
    );
    expect(details).toEqual([
      'Why:             the proxy a:1 cannot be reached (ECONNREFUSED)',
      'What to change:  check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment of the runner',
    ]);
  });

  it('to get an ID token keeps all that it says', () => {
    const error = new IdTokenError('no token', ['Why: it is so']);
    expect(describeError(error)).toEqual(
      createOutcome('failed', 'no token', { details: ['Why: it is so'] }),
    );
  });

  it('that is a refusal of the action itself keeps all that it says', () => {
    const next = [{ sentence: 'Do that.' }];
    const refusal = new OperationError('no', { details: ['because'], next });
    expect(describeError(refusal)).toEqual(
      createOutcome('failed', 'no', { details: ['because'], next }),
    );
    expect(describeError(new OperationError('late', { status: 'timed-out' }))).toEqual(
      createOutcome('timed-out', 'late'),
    );
  });

  it('of a transfer keeps its details', () => {
    const details = [{ label: 'Why', text: 'so' }];
    const error = new TransferError('file-empty', 'not so', details);
    expect(describeError(error)).toEqual(createOutcome('failed', 'not so', { details }));
  });

  it.each([new IntegrityError('not so'), new CosAddressError('not so')])(
    'of a transfer reads as what it is (%#)',
    (error) => {
      expect(describeError(error)).toEqual(createOutcome('failed', 'not so'));
    },
  );

  it.each([
    [new TypeError('x is undefined'), 'x is undefined'],
    ['a text', 'a text'],
    [undefined, 'undefined'],
  ])('of the action itself asks for a report (%p)', (error, message) => {
    const described = describeError(error);
    expect(described.headline).toBe(`an error in the action itself: ${message}`);
    expect(described.next[0]?.sentence).toMatch(/report/);
  });
});

describe('a hint', () => {
  /** What a user can change about each code, by the cloud's own meaning of it. */
  it.each([
    ['AuthFailure.InvalidSecretId', /secret-id/],
    ['AuthFailure.MFAFailure', /role/],
    ['AuthFailure.SecretIdNotFound', /secret-id/],
    ['AuthFailure.SignatureExpire', /clock/],
    ['AuthFailure.SignatureFailure', /secret-key/],
    ['AuthFailure.TokenFailure', /token.*expired|expired.*token/],
    ['AuthFailure.UnauthorizedOperation', /allow tem:ResumeDeployApplication/],
    ['UnauthorizedOperation', /allow tem:ResumeDeployApplication/],
    ['UnauthorizedOperation.UnauthorizedOperation', /allow tem:ResumeDeployApplication/],
    ['UnauthorizedOperation.MissingEksLogRole', /CLS/],
    ['IpInBlacklist', /address/],
    ['IpNotInWhitelist', /address/],
    ['InvalidAction', /endpoint: tencentcloudapi\.com/],
    ['UnsupportedRegion', /region/],
    ['LimitExceeded', /quota/],
    ['RequestLimitExceeded', /max-parallel/],
    ['RequestLimitExceeded.UinLimitExceeded', /max-parallel/],
    ['ServiceUnavailable', /again/],
    ['InternalError.DefaultInternalError', /again/],
    ['InvalidParameterValue.InvalidDeployVersion', /deploy-version/],
    ['InvalidParameterValue.VersionLengthLimit', /deploy-version.*128/],
    ['InvalidParameterValue.VersionLowerCase', /lower case/],
    ['InvalidParameterValue.NamespaceNotBelongToAppid', /environment-id/],
    ['InvalidParameterValue.ServiceNotBelongToAppid', /application-id/],
    ['InvalidParameterValue.ServicePodReachMaximum', /instances/],
    ['InvalidParameterValue.TemIdInvalid', /application-id/],
    ['InvalidParameterValue.RegistryNotBind', /registry/],
    ['MissingParameter.DeployVersionNull', /deploy-version/],
    ['MissingParameter.NamespaceIdNull', /environment-id/],
    ['MissingParameter.SvcRepoNotReady', /repository/],
    ['MissingParameter.PkgNameNull', /package-name/],
    ['ResourceInUse.ServiceDeploying', /if-deploying|tem-wait/],
    ['ResourceInUse.ResourceAlreadyLocked', /later/],
    ['ResourceInUse.EnvironmentAlreadyLocked', /later/],
    ['ResourceNotFound.ServiceNotFound', /application-id, environment-id and region/],
    ['ResourceNotFound.VersionNamespaceNotFound', /environment-id/],
    ['ResourceNotFound.ServiceRunningVersionNotFound', /start/],
    ['ResourceUnavailable.ApplicationStopped', /start/],
    ['ResourceUnavailable.WaitForKruise', /minutes/],
    ['OperationDenied.BalanceNotEnough', /top up/],
    ['OperationDenied.ResourceIsolated', /pay/],
  ])('%s: %s', (code, expected) => {
    expect(findHint(cloudError(code))).toMatch(expected);
  });

  it.each(['FailedOperation.Strange', 'UnauthorizedOperations', 'InvalidActionNot'])(
    'is not made up (%s)',
    (code) => {
      expect(findHint(cloudError(code))).toBe('');
    },
  );
});

describe('a status', () => {
  it.each([
    ['succeeded', true],
    ['waiting', true],
    ['started', true],
    ['planned', true],
    ['failed', false],
    ['timed-out', false],
    ['cancelled', false],
    ['reverted', false],
  ] as const)('%s of a rolling update is green: %s', (status, green) => {
    expect(isSuccess(status, 'tem-rolling-update')).toBe(green);
  });

  it('reverted is what tem-revert was asked for', () => {
    expect(isSuccess('reverted', 'tem-revert')).toBe(true);
    expect(isSuccess('reverted', 'tem-wait')).toBe(false);
  });
});

describe('the hint of a refusal of STS', () => {
  const refusal = (action: string, code: string): ApiResponseError =>
    new ApiResponseError({ service: 'sts', action, code, message: 'No.', requestId: 'id-1' });
  const claims = { iss: 'https://issuer', aud: 'sts', sub: 'repo:octo-org/shop:pull_request' };
  const token = `.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
  const WEB = 'AssumeRoleWithWebIdentity';

  it.each([
    ['UnauthorizedOperation', token, 'oidc:sub: repo:octo-org/shop:pull_request'],
    ['UnauthorizedOperation', '', 'oidc:sub'],
    ['InvalidParameter.WebIdentityTokenError', token, 'issuer must be https://issuer'],
  ])('of an ID token with %s says what it said', (code, idToken, expected) => {
    expect(findHint(new WebIdentityError(refusal(WEB, code), idToken))).toContain(expected);
  });

  it.each([
    [refusal('AssumeRole', 'UnauthorizedOperation'), 'allow sts:AssumeRole for the caller'],
    [refusal('AssumeRole', 'UnauthorizedOperation'), 'role-external-id'],
    [refusal(WEB, 'InvalidParameter.WebIdentityTokenError'), 'check oidc-provider-id'],
    [refusal(WEB, 'InvalidParameter.ParamError'), 'check oidc-provider-id, role-arn'],
    [refusal(WEB, 'ResourceNotFound.RoleNotFound'), 'check role-arn'],
    [refusal('AssumeRole', 'InvalidParameter.OverTimeError'), 'lower role-duration-seconds'],
  ])('%#', (error, expected) => {
    expect(findHint(error)).toContain(expected);
  });

  it('is none of other services', () => {
    expect(findHint(cloudError('InvalidParameter.ParamError'))).toBe('');
  });
});
