import type { ApiResponseError } from '../../tencent/api-errors.ts';
import type { IdTokenClaims } from '../../tencent/credentials/assume-role.ts';
import { WebIdentityError } from '../../tencent/credentials/assume-role.ts';
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

/** The condition of the role's trust policy that a token met, or has to. */
function trustSubject({ claims }: WebIdentityError): string {
  return `let the role's trust policy allow this provider, oidc:aud ${claims.audience} and   ${condition(claims)}   (docs/credentials.md of this action)`;
}

function condition({ subject }: IdTokenClaims): string {
  return `oidc:sub: ${subject || '(the token has none)'}`;
}

function matchProvider(error: ApiResponseError): string {
  return error instanceof WebIdentityError
    ? `in CAM the provider's issuer must be ${error.claims.issuer}, ${error.claims.audience} (oidc-audience) one of its client IDs, and its keys the issuer's current ones; the role must allow   ${condition(error.claims)}`
    : 'check oidc-provider-id and oidc-audience';
}
