import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { WebIdentityError } from '../../tencent/credentials/assume-role.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';
import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Of a role's keys the user has none to correct. */
export const ROLE_KEYS_REFUSED =
  'the keys that STS gave for the role are refused: run the job again; if endpoint is given, check that it belongs to the same site (China or international) as the account of the role';

/** Meanings: the API pages of STS, and of identity providers in CAM. */
export const STS_HINTS: Hints = {
  'AuthFailure.UnauthorizedOperation': beTrusted,
  'InvalidParameter.OverTimeError': 'lower role-duration-seconds: the role allows less',
  'InvalidParameter.ParamError': ({ action }) =>
    action === 'AssumeRole'
      ? 'check role-arn, role-session-name and role-external-id'
      : 'check oidc-provider-id, role-arn and role-session-name',
  'InvalidParameter.WebIdentityTokenError': matchProvider,
  'ResourceNotFound.RoleNotFound': 'check role-arn: the account has no such role',
  UnauthorizedOperation: beTrusted,
};

function beTrusted(error: ApiResponseError): string {
  return error instanceof WebIdentityError
    ? trustSubject(error)
    : `${allow(error)}, and let the role trust the caller (and role-external-id, if it asks for one)`;
}

/** What to write into the role's trust policy, so that it allows the job that was refused. */
function trustSubject({ claims }: WebIdentityError): string {
  const { audience, subject } = claims;
  const hasIds = /^repo:[^/]+@\d+\/[^:]+@\d+:/.test(subject);
  return [
    `allow this job in the trust policy of the role: ${condition('aud', audience)} and ${condition('sub', subject)} (docs/credentials.md of this action has the whole policy)`,
    ...(hasIds
      ? ['Since 15 July 2026 GitHub adds the IDs of owner and repository to new subjects']
      : []),
  ].join('. ');
}

/** A condition as it stands in a policy. The claims come from outside and become one plain line. */
function condition(claim: 'aud' | 'sub', value: string): string {
  return value === ''
    ? `no condition on "oidc:${claim}", which this token does not have`
    : `"oidc:${claim}": ${JSON.stringify(sanitizeLogLine(value))}`;
}

function matchProvider(error: ApiResponseError): string {
  if (!(error instanceof WebIdentityError)) return 'check oidc-provider-id and oidc-audience';
  const { audience, issuer, subject } = error.claims;
  const [url, client] = [issuer, audience].map((value) => JSON.stringify(sanitizeLogLine(value)));
  return `check the identity provider in CAM: its issuer URL must be ${url}, its client IDs must include ${client} (oidc-audience), and its public keys must be the current ones of the issuer. The role must allow ${condition('sub', subject)}`;
}
