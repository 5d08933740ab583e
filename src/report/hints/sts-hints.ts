import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { WebIdentityError } from '../../tencent/credentials/assume-role.ts';
import type { Text } from '../../text/message.ts';
import { joinTexts, message } from '../../text/message.ts';
import { sanitizeLogLine } from '../../text/sanitize.ts';
import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Sources: the API pages of STS, and of identity providers in CAM. */
export const STS_HINTS: Hints = {
  'AuthFailure.UnauthorizedOperation': beTrusted,
  'InvalidParameter.OverTimeError': 'hint.sts-duration',
  'InvalidParameter.ParamError': ({ action }) =>
    message(action === 'AssumeRole' ? 'hint.sts-role-inputs' : 'hint.sts-oidc-inputs'),
  'InvalidParameter.WebIdentityTokenError': matchProvider,
  'ResourceNotFound.RoleNotFound': 'hint.sts-role',
  UnauthorizedOperation: beTrusted,
};

function beTrusted(error: ApiResponseError): Text {
  return error instanceof WebIdentityError
    ? trustSubject(error)
    : message('hint.sts-trust-caller', { allow: allow(error) });
}

/** Returns the condition for the role's trust policy that allows the rejected job. */
function trustSubject({ claims }: WebIdentityError): Text {
  const { audience, subject } = claims;
  const hasIds = /^repo:[^/]+@\d+\/[^:]+@\d+:/.test(subject);
  const conditions = { audience: condition('aud', audience), subject: condition('sub', subject) };
  const fix = message('hint.sts-trust-subject', conditions);
  return joinTexts('space', fix, hasIds ? message('hint.sts-subject-ids') : '');
}

/** Formats a condition as in a policy. Claims are untrusted, so each becomes one plain line. */
function condition(claim: 'aud' | 'sub', value: string): Text {
  return value === ''
    ? message('hint.sts-no-condition', { claim: `oidc:${claim}` })
    : `"oidc:${claim}": ${JSON.stringify(sanitizeLogLine(value))}`;
}

function matchProvider(error: ApiResponseError): Text {
  if (!(error instanceof WebIdentityError)) return message('hint.sts-provider');
  const { audience, issuer, subject } = error.claims;
  const quoteClaim = (value: string) => JSON.stringify(sanitizeLogLine(value));
  return message('hint.sts-match-provider', {
    issuer: quoteClaim(issuer),
    client: quoteClaim(audience),
    subject: condition('sub', subject),
  });
}
