import type { CloudError } from '../tencent/errors.ts';
import { hasCode } from '../tencent/errors.ts';
import { WebIdentityError } from '../tencent/identity/web-identity-error.ts';

type Hint = string | ((error: CloudError) => string);

const ALLOW: Hint = (error) => {
  const { service, action } = error;
  if (error instanceof WebIdentityError) return trustSubject(error);
  const rule = `allow ${service}:${action} for the caller in a CAM policy`;
  return service === 'sts'
    ? `${rule}, and let the role trust the caller (and role-external-id, if it asks for one)`
    : rule;
};

/** The condition of the role's trust policy that a token met, or has to. */
function trustSubject({ claims }: WebIdentityError): string {
  const subject = claims.subject ? `   oidc:sub: ${claims.subject}` : ' oidc:sub';
  return `let the role's trust policy allow this provider, oidc:aud ${claims.audience} and${subject}   (docs/credentials.md)`;
}

const MATCH_PROVIDER: Hint = (error) =>
  error instanceof WebIdentityError
    ? `in CAM the provider's issuer must be ${error.claims.issuer}, ${error.claims.audience} (oidc-audience) one of its client IDs, and its keys the issuer's current ones`
    : 'check oidc-provider-id and oidc-audience';

/**
 * What a user can do about an error code; the longest code that fits decides.
 * Meanings: the cloud's tables of common error codes and of TEM's.
 */
const HINTS: Readonly<Record<string, Hint>> = {
  'AuthFailure.InvalidSecretId': 'secret-id must be the SecretId of a cloud API key (AKID…)',
  'AuthFailure.MFAFailure': 'use a key that needs no second factor, or a role',
  'AuthFailure.SecretIdNotFound':
    'check secret-id: the key does not exist, was deleted or is disabled, or is unknown at this endpoint (tencentcloudapi.com serves both sites)',
  'AuthFailure.SignatureExpire':
    "set the runner's clock: it is more than 5 minutes off, and the answer did not tell the time",
  'AuthFailure.SignatureFailure': 'check secret-key: it does not belong to secret-id',
  'AuthFailure.TokenFailure':
    'the session token is wrong or has expired: get new temporary keys just before this step, or use role-arn, which is renewed',
  'AuthFailure.UnauthorizedOperation': ALLOW,
  IpInBlacklist:
    "the runner's address is blocked for this account: unblock it in CAM, or run the job elsewhere",
  IpNotInWhitelist:
    "allow the runner's address: those of GitHub's own runners change, a self-hosted one keeps its own",
  InvalidAction: 'this endpoint has no such action; use   endpoint: tencentcloudapi.com',
  'InvalidParameterValue.InvalidDeployVersion': 'check deploy-version: the cloud knows no such one',
  InternalError: 'the cloud failed, not your inputs: run the job again later',
  'InvalidParameterValue.NamespaceNotBelongToAppid':
    'check environment-id: it is of another account than the keys',
  'InvalidParameterValue.RegistryNotBind':
    "bind the image's registry to the environment in the TEM console",
  'InvalidParameterValue.ServiceNotBelongToAppid':
    'check application-id: it is of another account than the keys',
  'InvalidParameterValue.ServicePodReachMaximum':
    'the environment has no room for more instances: remove some, or ask for a higher quota',
  'InvalidParameterValue.TemIdInvalid': 'check application-id and environment-id',
  'InvalidParameterValue.VersionLengthLimit': 'deploy-version may have 128 characters at most',
  'InvalidParameterValue.VersionLowerCase': 'write deploy-version in lower case',
  'InvalidParameter.ParamError': ({ service }) =>
    service === 'sts' ? 'check oidc-provider-id, role-arn and role-session-name' : '',
  'InvalidParameter.OverTimeError': 'lower role-duration-seconds: the role allows less',
  'InvalidParameter.WebIdentityTokenError': MATCH_PROVIDER,
  LimitExceeded: 'ask for a higher quota, or free some of it',
  'MissingParameter.DeployVersionNull': 'add deploy-version',
  'MissingParameter.NamespaceIdNull': 'add environment-id',
  'MissingParameter.PkgNameNull':
    'add package-name: the application runs a JAR or WAR package, not an image',
  'MissingParameter.SvcRepoNotReady':
    'the image repository is still being set up: run the job in some minutes',
  NoSuchProduct: 'this endpoint does not serve the product; use   endpoint: tencentcloudapi.com',
  NoSuchVersion: 'this endpoint is too old or too new; use   endpoint: tencentcloudapi.com',
  'OperationDenied.BalanceNotEnough': 'top up the account',
  'OperationDenied.ResourceIsolated': 'pay what the account owes',
  RequestLimitExceeded: 'fewer jobs at once (max-parallel), or a longer poll-interval',
  'ResourceInUse.EnvironmentAlreadyLocked':
    'another operation holds the environment: run the job later',
  'ResourceInUse.ResourceAlreadyLocked':
    'another operation holds the application: run the job later',
  'ResourceInUse.ServiceDeploying': 'wait for the end of the other rollout: run tem-wait first',
  'ResourceNotFound.RoleNotFound': 'check role-arn: the account has no such role',
  'ResourceNotFound.NamespaceNotFound': 'check environment-id and region',
  'ResourceNotFound.ServiceNotFound': 'check application-id, environment-id and region',
  'ResourceNotFound.ServiceRunningVersionNotFound':
    'nothing of the application runs: start it in the TEM console first',
  'ResourceNotFound.VersionNamespaceNotFound': 'check environment-id: the version is not there',
  'ResourceUnavailable.ApplicationStopped': 'start the application in the TEM console first',
  'ResourceUnavailable.WaitForKruise':
    'the environment is still being set up: run the job in some minutes',
  ServiceUnavailable: 'the cloud failed, not your inputs: run the job again later',
  UnauthorizedOperation: ALLOW,
  'UnauthorizedOperation.MissingEksLogRole': 'allow TKE to write to CLS in the TEM console',
  UnsupportedRegion:
    'check region: the service does not exist there, or not at this endpoint (financial regions have hosts of their own)',
};

/** What to change about an error, in a few words; '' where there is nothing to say. */
export function hintFor(error: CloudError): string {
  const [best] = Object.entries(HINTS)
    .filter(([code]) => hasCode(error, code))
    .sort(([a], [b]) => b.length - a.length);
  const hint = best?.[1] ?? '';
  return typeof hint === 'function' ? hint(error) : hint;
}
