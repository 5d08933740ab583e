import { ApiError, ApiResponseError, systemCode, UnreachableError } from '../tencent/api-errors.ts';
import { CosAddressError } from '../tencent/cos/cos-address.ts';
import { ProxyError } from '../tencent/proxy.ts';
import { isOutOfTime } from '../tencent/retry.ts';
import type { Detail } from '../text/detail.ts';
import { isDetailedError } from '../text/detail.ts';
import { formatDuration } from '../text/format.ts';
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
    const { code, details, message, next, status } = error;
    return createOutcome(status, message, { code, details, next });
  }
  if (error instanceof ApiResponseError) return describeResponseError(error);
  // A token that GitHub did not give is why STS was not asked: the cause says what to change.
  const own = error instanceof UnreachableError ? error.cause : error;
  if (isDetailedError(own)) {
    const { code, details, message } = own;
    return createOutcome('failed', message, { code, details });
  }
  if (error instanceof ApiError) return describeMissingResponse(error);
  // What is wrong with an address stands for itself.
  if (error instanceof CosAddressError) {
    return createOutcome('failed', getErrorMessage(error), { code: error.code });
  }
  const systemError = getFileSystemCode(error);
  if (systemError) return describeFileError(error, systemError);
  return createOutcome('failed', `an error in the action itself: ${getErrorMessage(error)}`, {
    code: 'internal-error' satisfies StepErrorCode,
    next: [{ sentence: 'Please report it as an issue of this action, with the log.' }],
  });
}

/** The message of whatever was thrown. */
export function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function describeResponseError(error: ApiResponseError): Outcome {
  const { action, code, message, requestId, service } = error;
  return createOutcome('failed', `${service.toUpperCase()} refused ${action}: ${code}`, {
    code,
    requestId,
    details: dropEmpty([
      { label: 'Message', text: message },
      { label: 'Fix', text: findHint(error) },
      { label: 'RequestId', text: requestId },
    ]),
  });
}

function describeMissingResponse(error: ApiError): Outcome {
  const { action, cause, message, service } = error;
  // A download asks no service, but an address that one gave.
  const headline =
    service === 'download'
      ? 'the download address did not answer'
      : `${service.toUpperCase()} did not answer ${action}`;
  const certificate = describeCertificate(error);
  return createOutcome('failed', headline, {
    code: cause instanceof ProxyError ? cause.code : error.code,
    details: dropEmpty([
      { label: 'Why', text: message },
      ...(certificate.length > 0
        ? certificate
        : [{ label: 'Fix', text: adviseOnMissingResponse(error) }]),
    ]),
  });
}

function dropEmpty(details: readonly Detail[]): Detail[] {
  return details.filter(({ text }) => text !== '');
}

/** What the system said; of a file that it did not let us use, in words. */
function describeFileError(error: unknown, code: string): Outcome {
  if (describeSystemCode(code) === '')
    return createOutcome('failed', getErrorMessage(error), { code });
  const { path = 'a file' } = error as Partial<NodeJS.ErrnoException>;
  const text = adviseOnSystemCode(code);
  return createOutcome('failed', `${path} cannot be used: ${describeSystemError(error)}`, {
    code,
    details: dropEmpty([{ label: 'Fix', text }]),
  });
}

/** `ENOSPC`; '' for errors that are not the system's. */
function getFileSystemCode(error: unknown): string {
  const code = systemCode(error);
  return /^E[A-Z]+$/.test(code) ? code : '';
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

/** The input `timeout` in words: "30 min". */
export function formatTimeLimit({
  startedAt,
  deadline,
}: Pick<StepLimits, 'startedAt' | 'deadline'>): string {
  return formatDuration(deadline - startedAt);
}

/** What a step came to that threw: a cancel, the end of `timeout`, or a failure. */
export function describeStepEnd(error: unknown, limits: StepLimits): Outcome {
  const { cancelSignal, clock, deadline, deadlineSignal } = limits;
  if (cancelSignal.aborted) {
    const code = 'job-cancelled' satisfies StepErrorCode;
    return createOutcome('cancelled', 'the job was cancelled', { code });
  }
  if (error === deadlineSignal.reason) {
    const code = 'deadline-passed' satisfies StepErrorCode;
    const headline = `not done within ${formatTimeLimit(limits)} (timeout)`;
    return createOutcome('timed-out', headline, { code, next: [MORE_TIME] });
  }
  const failure = describeError(error);
  const isLate = isOutOfTime(error, deadline - clock.now());
  return isLate ? { ...failure, status: 'timed-out' } : failure;
}
