import type { Hints } from './hint-types.ts';
import { allow } from './hint-types.ts';

/** Codes of every service. Source: Tencent Cloud's table of common error codes. */
export const COMMON_HINTS: Hints = {
  'AuthFailure.InvalidSecretId': 'hint.secret-id-format',
  'AuthFailure.MFAFailure': 'hint.mfa',
  'AuthFailure.SecretIdNotFound': 'hint.secret-id-unknown',
  'AuthFailure.SignatureExpire': 'hint.clock',
  'AuthFailure.SignatureFailure': 'hint.secret-key',
  'AuthFailure.TokenFailure': 'hint.token',
  'AuthFailure.UnauthorizedOperation': allow,
  InternalError: 'hint.later',
  InvalidAction: 'hint.no-such-action',
  IpInBlacklist: 'hint.ip-blocked',
  IpNotInWhitelist: 'hint.ip-not-allowed',
  LimitExceeded: 'hint.quota',
  NoSuchProduct: 'hint.no-such-action',
  NoSuchVersion: 'hint.no-such-action',
  RequestLimitExceeded: 'hint.request-limit',
  ServiceUnavailable: 'hint.later',
  UnauthorizedOperation: allow,
  UnsupportedRegion: 'hint.region',
};
