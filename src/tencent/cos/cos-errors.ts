import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { ApiCallName, ApiError, AuthFailure, FailureClass } from '../api-errors.ts';
import {
  AmbiguousResponseError,
  ApiResponseError,
  clockSkew,
  isTransientStatus,
} from '../api-errors.ts';
import { readRetryAfter } from '../retry-after.ts';
import type { CosResponse } from './cos-response.ts';
import { elementText, getHeader, rootName } from './cos-response.ts';

interface CosErrorInfo {
  readonly action: string;
  readonly code: string;
  readonly message: Text;
  readonly requestId: string;
  readonly status: number;
  readonly bucketRegion: string;
  readonly serverTime: number;
  readonly retryAfterMs: number | undefined;
}

/**
 * Codes that may pass although their status does not say so (document 436/7730): the bytes were
 * damaged or came too slowly, something else is being done to the same object, or COS could not
 * complete an upload after it had answered 200. UserNetworkTooSlow comes now and then to uploads
 * from far away.
 */
const TRANSIENT_CODE =
  /^(BadDigest|IncompleteBody|InternalError|OperationAborted|PathConflict|RequestTimeout|ServiceUnavailable|SlowDown|UploadConflict|UserNetworkTooSlow)$/;

/** Codes by which COS says that the bytes did not come fast enough. */
const SLOW_CODE = /^(IncompleteBody|RequestTimeout|UserNetworkTooSlow)$/;

/** True if COS says that the line is too slow for what was sent over it. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof CosError && SLOW_CODE.test(error.code);
}

/** COS answered with an error of its own (document 436/7730): `<Error><Code/><Message/>…</Error>`. */
export class CosError extends ApiResponseError {
  override readonly name = 'CosError';
  /** The HTTP status; 200 if an error came in the body of a success. */
  readonly status: number;
  /** Where the bucket really is (the `x-cos-bucket-region` header); '' if COS does not tell. */
  readonly bucketRegion: string;

  constructor(info: CosErrorInfo) {
    super({ service: 'cos', ...info });
    this.status = info.status;
    this.bucketRegion = info.bucketRegion;
  }

  override get failureClass(): FailureClass {
    const mayPass = TRANSIENT_CODE.test(this.code) || isTransientStatus(this.status);
    return mayPass ? 'transient' : 'final';
  }

  override get authFailure(): AuthFailure | undefined {
    if (this.code === 'RequestTimeTooSkewed') return clockSkew(this.serverTime);
    return credentialsRejected(this.status);
  }
}

/** Unknown: the code of COS for expired temporary credentials. So any 403 but a wrong clock's. */
function credentialsRejected(status: number): AuthFailure | undefined {
  return status === 403 ? { kind: 'credentials-rejected' } : undefined;
}

/** What a response that is no success says: a CosError if it is COS's, otherwise ambiguous. */
export function readCosError(
  { service, action }: ApiCallName,
  { status, headers }: Pick<CosResponse, 'status' | 'headers'>,
  xml: string,
): ApiError {
  const bucketRegion = getHeader(headers, 'x-cos-bucket-region');
  const date = getHeader(headers, 'date');
  const retryAfterMs = readRetryAfter(getHeader(headers, 'retry-after'), date);
  const code = rootName(xml) === 'Error' ? elementText(xml, 'Code') : '';
  const fallback = message('network.http-status', { status });
  const isRedirect = status < 400 && bucketRegion !== '';
  if (!code && !isRedirect) {
    const authFailure = credentialsRejected(status);
    const told = { status, message: fallback, authFailure, retryAfterMs };
    return new AmbiguousResponseError({ service, action, ...told });
  }
  return new CosError({
    action,
    status,
    bucketRegion,
    // A response to HEAD has no body: the bucket's region alone tells what is wrong.
    code: code || 'PermanentRedirect',
    message: elementText(xml, 'Message') || fallback,
    requestId: elementText(xml, 'RequestId') || getHeader(headers, 'x-cos-request-id'),
    serverTime: Date.parse(date),
    retryAfterMs,
  });
}

/** The HTTP status that an error came with; `undefined` if it came with none. */
export function getHttpStatus(error: unknown): number | undefined {
  return error instanceof CosError || error instanceof AmbiguousResponseError
    ? error.status
    : undefined;
}
