import type { ApiResponseError } from '../../tencent/api-errors.ts';
import { message } from '../../text/message.ts';
import type { Hints } from './hint-types.ts';

/**
 * The method of requests with a pre-signed URL; all other requests are signed with temporary keys.
 */
const BY_URL = 'GET';
const BY_KEYS = 'GetObject';

function checkKeys({ action }: ApiResponseError) {
  return message(action === BY_URL ? 'hint.cos-url-expired' : 'hint.cos-keys-refused');
}

function checkAccess({ action }: ApiResponseError) {
  if (action === BY_URL) return message('hint.cos-url-refused');
  return message(action === BY_KEYS ? 'hint.cos-read' : 'hint.cos-write');
}

/** Sources: COS's table of error codes (document 436/7730) and its page on 403 (436/40105). */
export const COS_HINTS: Hints = {
  AccessDenied: checkAccess,
  BadDigest: 'hint.cos-incomplete',
  BucketAccelerateNotEnabled: 'hint.cos-acceleration',
  EntityTooLarge: 'hint.cos-too-large',
  EntityTooSmall: 'hint.cos-incomplete',
  ExpiredToken: checkKeys,
  InvalidAccessKeyId: checkKeys,
  InvalidDigest: 'hint.cos-incomplete',
  InvalidObjectState: 'hint.cos-archived',
  InvalidPart: 'hint.cos-incomplete',
  InvalidPartOrder: 'hint.cos-incomplete',
  InvalidURI: 'hint.cos-name',
  KeyTooLong: 'hint.cos-name-length',
  MethodNotAllowed: 'hint.cos-method',
  NoSuchBucket: 'hint.cos-bucket',
  NoSuchKey: ({ action }) =>
    message(action === BY_KEYS ? 'hint.cos-result-gone' : 'hint.cos-file-gone'),
  NoSuchUpload: 'hint.cos-incomplete',
  PaymentRequired: 'hint.cos-arrears',
  PermanentRedirect: 'hint.cos-redirect',
  RequestTimeTooSkewed: 'hint.cos-clock',
  SignatureDoesNotMatch: 'hint.cos-signature',
  SlowDown: 'hint.fewer-jobs',
  UnavailableForLegalReasons: 'hint.cos-arrears',
  UserNetworkTooSlow: 'hint.cos-slow',
};
