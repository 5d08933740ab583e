import type { ApiResponseError } from '../../tencent/api-errors.ts';
import type { Hints } from './hint-types.ts';

/** What a pre-signed address is fetched with; everything else is signed with temporary keys. */
const BY_URL = 'GET';
const BY_KEYS = 'GetObject';

const UPLOAD_AGAIN = 'the file did not arrive whole: run the job again';
const ADDRESS_EXPIRED = 'the address is not valid any more: run the job again, it gets another one';

function checkKeys({ action }: ApiResponseError): string {
  if (action === BY_URL) return ADDRESS_EXPIRED;
  return 'the temporary keys that the service gave are refused: run the job again; check that cos-endpoint leads to COS unchanged';
}

function access(error: ApiResponseError): string {
  if (error.action === BY_URL)
    return `${ADDRESS_EXPIRED}; or the bucket's policy keeps the runner out`;
  return error.action === BY_KEYS
    ? "let the bucket's policy allow cos:GetObject, or set a result path that DLC may give keys for"
    : 'the temporary keys that the service gave may not write here: check cos-endpoint, that the path was not taken by another job, and that the account is not in arrears';
}

const IN_ARREARS =
  'check in the console whether the account that owns the bucket is in arrears or blocked';

/** Meanings: COS's table of error codes (document 436/7730) and its page on 403 (436/40105). */
export const COS_HINTS: Hints = {
  AccessDenied: access,
  BadDigest: UPLOAD_AGAIN,
  BucketAccelerateNotEnabled: 'turn global acceleration on for the bucket, or remove cos-endpoint',
  EntityTooLarge: 'make the file smaller: COS takes no more in one piece, and parts were refused',
  EntityTooSmall: UPLOAD_AGAIN,
  ExpiredToken: checkKeys,
  InvalidAccessKeyId: checkKeys,
  InvalidDigest: UPLOAD_AGAIN,
  InvalidObjectState: 'the file lies in an archive: restore it in the COS console first',
  InvalidPart: UPLOAD_AGAIN,
  InvalidPartOrder: UPLOAD_AGAIN,
  InvalidURI: 'rename the file: its name makes an address that COS does not take',
  KeyTooLong: 'rename the file: its name is too long for COS',
  MethodNotAllowed: 'check cos-endpoint: COS does not take this where it leads to',
  NoSuchBucket:
    'check cos-endpoint and region: the bucket is not there, or was deleted since the file was made',
  NoSuchKey: ({ action }) =>
    action === BY_KEYS
      ? "the result is gone: run the query again, its new task-id has one (or let the bucket's life cycle keep it longer)"
      : 'the file is not there any more: check the version that you asked for',
  NoSuchUpload: UPLOAD_AGAIN,
  PaymentRequired: IN_ARREARS,
  PermanentRedirect: 'check cos-endpoint: it must lead to the region of the bucket',
  RequestTimeTooSkewed: "set the runner's clock: COS refuses signatures of another time",
  SignatureDoesNotMatch:
    'check cos-endpoint, and proxies on the way: the request must reach COS as it was signed',
  SlowDown: 'run fewer jobs at once (max-parallel)',
  UnavailableForLegalReasons: IN_ARREARS,
  UserNetworkTooSlow:
    "the line to the bucket is too slow: use a runner that is nearer to it, set cos-endpoint to the bucket's acceleration domain, or make the file smaller",
};
