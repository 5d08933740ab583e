import { ApiError, ApiResponseError, systemCode, UnreachableError } from '../tencent/api-errors.ts';
import { CosAddressError } from '../tencent/cos/cos-address.ts';
import { MissingTargetError } from '../tencent/missing-target-error.ts';
import { ProxyError } from '../tencent/proxy.ts';
import { isOutOfTime } from '../tencent/retry.ts';
import type { Detail } from '../text/detail.ts';
import { isDetailedError } from '../text/detail.ts';
import type { Duration } from '../text/message.ts';
import { message } from '../text/message.ts';
import { getErrorText } from '../text/text-error.ts';
import {
  adviseOnSystemCode,
  describeSystemCode,
  describeSystemError,
} from '../text/system-errors.ts';
import { describeCertificate } from './certificate-advice.ts';
import type { StepErrorCode } from './error-codes.ts';
import { findHint } from './hints/find-hint.ts';
import { adviseOnMissingResponse } from './missing-response-advice.ts';
import type { Outcome } from './outcome.ts';
import { createOutcome, MORE_TIME, OperationError } from './outcome.ts';

/** Describes the outcome of a step that failed with an error, including the fix. */
export function describeError(error: unknown): Outcome {
  if (error instanceof OperationError) {
    const { code, details, next, status, text } = error;
    return createOutcome(status, text, { code, details, next });
  }
  if (error instanceof ApiResponseError) {
    const { action, code, requestId, text } = error;
    const service = error.service.toUpperCase();
    return createOutcome('failed', message('outcome.refused', { service, action, code }), {
      code,
      requestId,
      details: dropEmpty([
        { label: message('words.message'), text },
        { label: message('words.fix'), text: findHint(error) },
        ...(error instanceof MissingTargetError ? error.existing : []),
        { label: 'RequestId', text: requestId },
      ]),
    });
  }
  // If STS was not called because GitHub issued no token, the cause has the fix.
  const own = error instanceof UnreachableError ? error.cause : error;
  if (isDetailedError(own)) {
    const { code, details, text } = own;
    return createOutcome('failed', text, { code, details });
  }
  if (error instanceof ApiError) return describeMissingResponse(error);
  // An invalid address needs no further explanation.
  if (error instanceof CosAddressError) {
    return createOutcome('failed', error.text, { code: error.code });
  }
  return describeOtherError(error);
}

function describeMissingResponse(error: ApiError): Outcome {
  const { action, cause, service, text } = error;
  // A download does not call the API, but a URL that the API returned.
  const headline =
    service === 'download'
      ? message('outcome.download-no-answer')
      : message('outcome.no-answer', { service: service.toUpperCase(), action });
  const certificate = describeCertificate(error);
  return createOutcome('failed', headline, {
    code: cause instanceof ProxyError ? cause.code : error.code,
    details: dropEmpty([
      { label: message('words.why'), text },
      ...(certificate.length > 0
        ? certificate
        : [{ label: message('words.fix'), text: adviseOnMissingResponse(error) }]),
    ]),
  });
}

function dropEmpty(details: readonly Detail[]): Detail[] {
  return details.filter(({ text }) => text !== '');
}

/** Describes an error of the system, in words if it is a problem with a file, or a defect. */
function describeOtherError(error: unknown): Outcome {
  const code = getFileSystemCode(error);
  if (!code) {
    const headline = message('outcome.internal-error', { error: getErrorText(error) });
    return createOutcome('failed', headline, {
      code: 'internal-error' satisfies StepErrorCode,
      next: [{ sentence: message('outcome.report-it') }],
    });
  }
  const { path } = error as Partial<NodeJS.ErrnoException>;
  if (path === undefined && describeSystemCode(code) === '')
    return createOutcome('failed', getErrorText(error), { code });
  const values = { path: path ?? message('outcome.a-file'), reason: describeSystemError(error) };
  return createOutcome('failed', message('outcome.file-unusable', values), {
    code,
    details: dropEmpty([{ label: message('words.fix'), text: adviseOnSystemCode(code) }]),
  });
}

/** Returns a code such as `ENOSPC`; '' for errors that are not from the file system. */
function getFileSystemCode(error: unknown): string {
  const code = systemCode(error);
  // Node has no other name for many of Windows' codes, such as that of a virus scanner.
  const { syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isUnknown = code === 'UNKNOWN' && syscall !== undefined;
  return /^E[A-Z]+$/.test(code) || isUnknown ? code : '';
}

/** What can end a step early. */
export interface StepLimits {
  readonly clock: { readonly now: () => number };
  /** The end of `timeout`, in milliseconds since 1970. */
  readonly deadline: number;
  /** The step's own limit, for texts: "30 min". */
  readonly timeLimit: Duration;
  /** Aborts when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
  /** Aborts at the deadline. */
  readonly deadlineSignal: AbortSignal;
}

/** Describes the outcome of a step that threw: cancellation, timeout or failure. */
export function describeStepEnd(error: unknown, limits: StepLimits): Outcome {
  const { cancelSignal, clock, deadline, deadlineSignal, timeLimit: limit } = limits;
  if (cancelSignal.aborted) {
    const code = 'job-cancelled' satisfies StepErrorCode;
    return createOutcome('cancelled', message('outcome.cancelled'), { code });
  }
  if (error === deadlineSignal.reason) {
    const code = 'deadline-passed' satisfies StepErrorCode;
    const headline = message('outcome.timed-out', { limit });
    return createOutcome('timed-out', headline, { code, next: [MORE_TIME] });
  }
  const failure = describeError(error);
  const isLate = isOutOfTime(error, deadline - clock.now());
  return isLate ? { ...failure, status: 'timed-out' } : failure;
}
