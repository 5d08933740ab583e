import { IdTokenError } from '../github/id-token.ts';
import { CosAddressError } from '../tencent/cos/cos-address.ts';
import { ApiError, ApiResponseError, UnreachableError } from '../tencent/api-errors.ts';
import { isOutOfTime } from '../tencent/retry.ts';
import { systemCode } from '../tencent/system-code.ts';
import { TransferError } from '../transfer/transfer-errors.ts';
import { ProxyError } from '../tencent/proxy.ts';
import { findHint } from './hints/find-hint.ts';
import type { Outcome } from './outcome.ts';
import { MORE_TIME, createOutcome, OperationError } from './outcome.ts';
import type { OperationContext } from '../operations/operation.ts';
import { formatDuration } from '../text/format.ts';

/** What a step that ended with an error came to, in words that say what to change. */
export function describeError(error: unknown): Outcome {
  if (error instanceof OperationError) {
    return createOutcome(error.status, error.message, { details: error.details, next: error.next });
  }
  if (error instanceof ApiResponseError) {
    const service = error.service.toUpperCase();
    return createOutcome('failed', `${service} refused ${error.action}: ${error.code}`, {
      requestId: error.requestId,
      details: aligned([
        ['The cloud says:', error.message],
        ['What to change:', findHint(error)],
        ['RequestId:', error.requestId],
      ]),
    });
  }
  const ofToken = idTokenErrorOf(error);
  if (ofToken) return createOutcome('failed', ofToken.message, { details: ofToken.details });
  if (error instanceof ApiError) return callFailure(error);
  if (isOfFiles(error)) {
    const details = error instanceof TransferError ? error.details : [];
    return createOutcome('failed', error.message, { details });
  }
  return createOutcome('failed', `an error in the action itself: ${getErrorMessage(error)}`, {
    next: [{ sentence: 'Please report it as an issue of this action, with the log.' }],
  });
}

/** It stands by itself, or is why STS was not asked. */
function idTokenErrorOf(error: unknown): IdTokenError | undefined {
  const cause = error instanceof ApiError ? error.cause : error;
  return cause instanceof IdTokenError ? cause : undefined;
}

/** The message of whatever was thrown. */
export function getErrorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the transfer or the disk says of a file stands for itself. */
function isOfFiles(error: unknown): error is Error {
  const isKnown = error instanceof TransferError || error instanceof CosAddressError;
  return isKnown || /^E[A-Z]+$/.test(systemCode(error));
}

function callFailure(error: ApiError): Outcome {
  return createOutcome('failed', unanswered(error), {
    details: aligned([
      ['Why:', error.message],
      ['What to change:', changeFor(error)],
    ]),
  });
}

/** A download asks no service, but an address that one gave. */
function unanswered({ action, service }: ApiError): string {
  if (service === 'download') return 'the download address did not answer';
  return `${service.toUpperCase()} did not answer ${action}`;
}

function changeFor(error: ApiError): string {
  if (error.cause instanceof ProxyError) {
    return 'check HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment of the runner';
  }
  if (!(error instanceof UnreachableError)) {
    return 'run the job again: it looks before it changes anything';
  }
  const input = error.service === 'cos' ? 'cos-endpoint' : 'endpoint';
  const checked = error.service === 'download' ? '' : `${input}, and `;
  return `check ${checked}the runner's way to the Internet`;
}

const LABEL_WIDTH = 17;

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  return lines
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `${label.padEnd(LABEL_WIDTH)}${value}`);
}

/** What a step came to that threw: a cancel, the end of `timeout` (ms), or a failure. */
export function describeStepEnd(
  error: unknown,
  {
    clock,
    deadline,
    cancelSignal: signal,
    deadlineSignal,
  }: Pick<OperationContext, 'clock' | 'deadline' | 'cancelSignal' | 'deadlineSignal'>,
  timeout: number,
): Outcome {
  if (signal.aborted) return createOutcome('cancelled', 'the job was cancelled');
  if (error === deadlineSignal.reason) {
    return createOutcome('timed-out', `not done within ${formatDuration(timeout)} (timeout)`, {
      next: [MORE_TIME],
    });
  }
  const failure = describeError(error);
  const isLate = isOutOfTime(error, deadline - clock.now());
  return isLate ? { ...failure, status: 'timed-out' } : failure;
}
