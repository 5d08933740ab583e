import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { WebIdentityError } from '../../tencent/credentials/assume-role.ts';
import type { Message, Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';
import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Meanings: the API pages of STS, and of identity providers in CAM. */
export const STS_HINTS: Hints = {
  'AuthFailure.UnauthorizedOperation': trustCaller,
  'InvalidParameter.OverTimeError': 'hint.sts-duration',
  'InvalidParameter.ParamError': ({ action }) =>
    message(action === 'AssumeRole' ? 'hint.sts-role-inputs' : 'hint.sts-oidc-inputs'),
  'InvalidParameter.WebIdentityTokenError': matchProvider,
  'ResourceNotFound.RoleNotFound': 'hint.sts-role',
  UnauthorizedOperation: trustCaller,
};

function trustCaller(error: ApiResponseError): Message {
  return error instanceof WebIdentityError
    ? trustJob(error)
    : message('hint.sts-trust-caller', { allow: allow(error) });
}

/** What to write into the role's trust policy, so that it allows the job that was refused. */
function trustJob({ claims }: WebIdentityError): Message {
  const fix = message('hint.sts-trust-job', {
    audience: condition('oidc:aud', claims.audience),
    subject: condition('oidc:sub', claims.subject),
  });
  const hasIds = /^repo:[^/]+@\d+\/[^:]+@\d+:/.test(claims.subject);
  return hasIds ? message('hint.sts-trust-job-ids', { fix }) : fix;
}

/** A condition as it stands in a policy. The claims come from outside and become one plain line. */
function condition(claim: 'oidc:aud' | 'oidc:sub', value: string): Text {
  return value === ''
    ? message('hint.sts-no-claim', { claim })
    : `"${claim}": ${JSON.stringify(sanitizeLogLine(value))}`;
}

function matchProvider(error: ApiResponseError): Message {
  if (!(error instanceof WebIdentityError)) return message('hint.sts-provider');
  const { audience, issuer, subject } = error.claims;
  return message('hint.sts-provider-claims', {
    issuer: sanitizeLogLine(issuer),
    audience: sanitizeLogLine(audience),
    subject: condition('oidc:sub', subject),
  });
}
