import { ApiError, ApiResponseError, systemCode, UnreachableError } from '../tencent/api-errors.ts';
import { CosAddressError } from '../tencent/cos/cos-address.ts';
import { MissingTargetError } from '../tencent/missing-target-error.ts';
import { ProxyError } from '../tencent/proxy.ts';
import { isOutOfTime } from '../tencent/retry.ts';
import type { Detail } from '../text/detail.ts';
import { isDetailedError } from '../text/detail.ts';
import type { Duration } from '../text/message.ts';
import { durationText, message } from '../text/message.ts';
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

/** What a step that ended with an error came to, in words that say what to change. */
export function describeError(error: unknown): Outcome {
  if (error instanceof OperationError) {
    const { code, details, next, status, text } = error;
    return createOutcome(status, text, { code, details, next });
  }
  if (error instanceof ApiResponseError) return describeResponseError(error);
  // A token that GitHub did not give is why STS was not asked: the cause says what to change.
  const own = error instanceof UnreachableError ? error.cause : error;
  if (isDetailedError(own)) {
    const { code, details, text } = own;
    return createOutcome('failed', text, { code, details });
  }
  if (error instanceof ApiError) return describeMissingResponse(error);
  // What is wrong with an address stands for itself.
  if (error instanceof CosAddressError) {
    return createOutcome('failed', error.text, { code: error.code });
  }
  const systemError = getFileSystemCode(error);
  if (systemError) return describeFileError(error, systemError);
  const headline = message('outcome.internal-error', { error: getErrorText(error) });
  return createOutcome('failed', headline, {
    code: 'internal-error' satisfies StepErrorCode,
    next: [{ sentence: message('outcome.report-it') }],
  });
}

function describeResponseError(error: ApiResponseError): Outcome {
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

function describeMissingResponse(error: ApiError): Outcome {
  const { action, cause, service, text } = error;
  // A download asks no service, but an address that one gave.
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

/** What the system said; of a file that it did not let us use, in words. */
function describeFileError(error: unknown, code: string): Outcome {
  const { path } = error as Partial<NodeJS.ErrnoException>;
  if (path === undefined && describeSystemCode(code) === '')
    return createOutcome('failed', getErrorText(error), { code });
  const values = { path: path ?? message('outcome.a-file'), reason: describeSystemError(error) };
  return createOutcome('failed', message('outcome.file-unusable', values), {
    code,
    details: dropEmpty([{ label: message('words.fix'), text: adviseOnSystemCode(code) }]),
  });
}

/** `ENOSPC`; '' for errors that are not the system's. */
function getFileSystemCode(error: unknown): string {
  const code = systemCode(error);
  // Node has no other name for many of Windows' codes, such as that of a virus scanner.
  const { syscall } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const isUnknown = code === 'UNKNOWN' && syscall !== undefined;
  return /^E[A-Z]+$/.test(code) || isUnknown ? code : '';
}

/** What may end a step early. */
export interface StepLimits {
  readonly clock: { readonly now: () => number };
  /** When the step began, in ms since 1970. */
  readonly startedAt: number;
  /** The end of `timeout`, in ms since 1970. */
  readonly deadline: number;
  /** Aborted when the job is cancelled. */
  readonly cancelSignal: AbortSignal;
  /** Aborted at the deadline. */
  readonly deadlineSignal: AbortSignal;
}

/** The input `timeout` as a text: "30 min". */
export function formatTimeLimit({
  startedAt,
  deadline,
}: Pick<StepLimits, 'startedAt' | 'deadline'>): Duration {
  return durationText(deadline - startedAt);
}

/** What a step came to that threw: a cancel, the end of `timeout`, or a failure. */
export function describeStepEnd(error: unknown, limits: StepLimits): Outcome {
  const { cancelSignal, clock, deadline, deadlineSignal } = limits;
  if (cancelSignal.aborted) {
    const code = 'job-cancelled' satisfies StepErrorCode;
    return createOutcome('cancelled', message('outcome.cancelled'), { code });
  }
  if (error === deadlineSignal.reason) {
    const code = 'deadline-passed' satisfies StepErrorCode;
    const headline = message('outcome.timed-out', { limit: formatTimeLimit(limits) });
    return createOutcome('timed-out', headline, { code, next: [MORE_TIME] });
  }
  const failure = describeError(error);
  const isLate = isOutOfTime(error, deadline - clock.now());
  return isLate ? { ...failure, status: 'timed-out' } : failure;
}
