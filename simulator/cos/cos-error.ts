/** The codes of COS with their status and message. */
const ERRORS = {
  AccessDenied: [403, 'Access Denied.'],
  BadDigest: [400, 'The Content-MD5 you specified did not match what we received.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size.'],
  ExpiredToken: [403, 'The provided token has expired.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The access key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable.'],
  InvalidURI: [400, 'The specified URI could not be parsed.'],
  MalformedXML: [400, 'The XML you provided was not well-formed.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  PermanentRedirect: [301, 'The bucket must be addressed by the endpoint of its own region.'],
  PreconditionFailed: [412, 'At least one of the preconditions did not hold.'],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the server's time is too large.",
  ],
  SignatureDoesNotMatch: [403, 'The signature you provided does not match the one we calculated.'],
  SlowDown: [503, 'Reduce your request rate.'],
} as const satisfies Record<string, readonly [number, string]>;

export type CosErrorCode = keyof typeof ERRORS;

export interface CosErrorDetails {
  status?: number | undefined;
  message?: string | undefined;
  headers?: Record<string, string>;
}

/** An error of COS, sent with a status and an XML body. */
export class CosError extends Error {
  override readonly name = 'CosError';
  readonly code: string;
  readonly status: number;
  readonly headers: Record<string, string>;

  /** `code` may be any text; the status of an unknown code is 403. */
  constructor(code: string, details: CosErrorDetails = {}) {
    const [status, message] = Object.hasOwn(ERRORS, code)
      ? ERRORS[code as CosErrorCode]
      : [403, code];
    super(details.message ?? message);
    this.code = code;
    this.status = details.status ?? status;
    this.headers = details.headers ?? {};
  }
}

export function cosError(code: CosErrorCode, details?: CosErrorDetails): CosError {
  return new CosError(code, details);
}
