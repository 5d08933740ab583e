import type { Text } from '../../text/message.ts';
import { message } from '../../text/message.ts';
import type { ApiCallName, ApiError, AuthFailure } from '../api-errors.ts';
import {
  AmbiguousResponseError,
  ApiResponseError,
  clockSkew,
  isTransientStatus,
} from '../api-errors.ts';
import type { FailureClass } from '../code-meaning.ts';
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
 * Codes that can be retried although their status does not suggest it (document 436/7730): bytes
 * were damaged or arrived too slowly, another operation uses the same object, or COS failed to
 * complete an upload after sending 200. UserNetworkTooSlow sometimes happens to uploads over a long
 * distance.
 */
const TRANSIENT_CODE =
  /^(BadDigest|IncompleteBody|InternalError|OperationAborted|PathConflict|RequestTimeout|ServiceUnavailable|SlowDown|UploadConflict|UserNetworkTooSlow)$/;

/** Codes for bytes that arrived too slowly. */
const SLOW_CODE = /^(IncompleteBody|RequestTimeout|UserNetworkTooSlow)$/;

/** Whether COS rejected an upload because its bytes arrived too slowly. */
export function isTooSlow(error: unknown): boolean {
  return error instanceof CosError && SLOW_CODE.test(error.code);
}

/** COS returned an error (document 436/7730): `<Error><Code/><Message/>…</Error>`. */
export class CosError extends ApiResponseError {
  override readonly name = 'CosError';
  /** The HTTP status; 200 if the body of a success contained the error. */
  readonly status: number;
  /** The bucket's actual region (the `x-cos-bucket-region` header); '' if missing. */
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

/**
 * Unknown (cos-expired-keys-code): COS's code for expired temporary credentials. So any 403 except
 * clock skew counts.
 */
function credentialsRejected(status: number): AuthFailure | undefined {
  return status === 403 ? { kind: 'credentials-rejected' } : undefined;
}

/**
 * Converts an unsuccessful response to a CosError if COS sent it, otherwise to an ambiguous
 * response.
 */
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
    // A response to HEAD has no body, so the bucket's region is the only clue.
    code: code || 'PermanentRedirect',
    message: elementText(xml, 'Message') || fallback,
    requestId: elementText(xml, 'RequestId') || getHeader(headers, 'x-cos-request-id'),
    serverTime: Date.parse(date),
    retryAfterMs,
  });
}

/** Returns the HTTP status of an error; `undefined` if it has none. */
export function getHttpStatus(error: unknown): number | undefined {
  return error instanceof CosError || error instanceof AmbiguousResponseError
    ? error.status
    : undefined;
}
