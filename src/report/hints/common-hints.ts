import type { Hints } from './hint-types.ts';
import { allow, LATER, NO_SUCH_ACTION } from './hint-types.ts';

/** Codes that every service has. Meanings: the cloud's table of common error codes. */
export const COMMON_HINTS: Hints = {
  'AuthFailure.InvalidSecretId':
    'secret-id (or TENCENTCLOUD_SECRET_ID) must be the SecretId of a cloud API key (AKID…)',
  'AuthFailure.MFAFailure': 'use a key that needs no second factor, or a role',
  'AuthFailure.SecretIdNotFound':
    'check secret-id (or TENCENTCLOUD_SECRET_ID): the key does not exist, was deleted or is disabled, or is unknown at this endpoint (tencentcloudapi.com serves both sites)',
  'AuthFailure.SignatureExpire':
    "set the runner's clock: it is more than 5 minutes off, and the answer did not tell the time",
  'AuthFailure.SignatureFailure':
    'check secret-key (or TENCENTCLOUD_SECRET_KEY): it does not belong to the SecretId',
  'AuthFailure.TokenFailure':
    'the session token is wrong or has expired: get new temporary keys just before this step, or use role-arn, which is renewed',
  'AuthFailure.UnauthorizedOperation': allow,
  InternalError: LATER,
  InvalidAction: NO_SUCH_ACTION,
  IpInBlacklist:
    "the runner's address is blocked for this account: unblock it in CAM, or run the job elsewhere",
  IpNotInWhitelist:
    "allow the runner's address: those of GitHub's own runners change, a self-hosted one keeps its own",
  LimitExceeded: 'ask for a higher quota, or free some of it',
  NoSuchProduct: NO_SUCH_ACTION,
  NoSuchVersion: NO_SUCH_ACTION,
  RequestLimitExceeded: 'fewer jobs at once (max-parallel), or a longer poll-interval',
  ServiceUnavailable: LATER,
  UnauthorizedOperation: allow,
  UnsupportedRegion:
    'check region: the service does not exist there, or not at this endpoint (financial regions have hosts of their own)',
};
