import { ApiError } from '../api-error.ts';

/** STS's refusals with their documented meanings. */
const MESSAGES = {
  'InvalidParameter.OverTimeError': 'The expiration time exceeds the threshold.',
  'InvalidParameter.ParamError': 'Invalid parameter.',
  'InvalidParameter.WebIdentityTokenError': 'WebIdentityToken parameter error.',
  'ResourceNotFound.RoleNotFound': 'The role corresponding to the account does not exist.',
  UnauthorizedOperation: 'Unauthorized operation.',
} as const;

export type StsErrorCode = keyof typeof MESSAGES;

/** `detail` is added to the documented meaning. */
export function stsError(code: StsErrorCode, detail = ''): ApiError {
  return new ApiError(code, `${MESSAGES[code]} ${detail}`.trim());
}
