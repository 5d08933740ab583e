import { ApiError } from '../api-error.ts';
import { FAULT_EFFECTS } from '../fault-effects.ts';
import type { Exchange, FaultKind, FaultResponses } from '../fault-effects.ts';
import { faultSchedule } from '../fault-schedule.ts';
import type { FaultTarget, FaultTiming } from '../fault-schedule.ts';
import { textResponse } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { errorBody } from './api-request.ts';

/** A fault to inject into an API call; without `action` it hits calls of every action. */
export interface FaultRequest extends FaultTiming {
  kind: FaultKind;
  action?: string;
  /** api-error, api-error-after: the error code; default InternalError. */
  code?: string;
  message?: string;
  /** slow: virtual seconds until the response (default 5); clock-skew: how far the clock is off (default 600). */
  seconds?: number;
}

export type ApiFaultSchedule = ReturnType<typeof apiFaultSchedule>;

export function apiFaultSchedule() {
  return faultSchedule(
    Object.keys(FAULT_EFFECTS),
    (fault: FaultRequest, { action }: FaultTarget & { action: string }) =>
      (fault.action ?? action) === action,
  );
}

export async function applyFault(
  { kind, code = 'InternalError', message, seconds }: FaultRequest,
  exchange: Exchange,
  requestId: string,
): Promise<void> {
  const error = (name: string, text: string) => (): HttpResponse =>
    jsonResponse(errorBody(new ApiError(name, text), requestId));
  const responses: FaultResponses = {
    namedError: error(code, message ?? 'An internal error has occurred.'),
    internalError: () => textResponse(500, 'Internal Server Error'),
    rateLimit: error(
      'RequestLimitExceeded',
      'Your current request times exceeds the frequency limit.',
    ),
    expiredCredentials: error(
      'AuthFailure.TokenFailure',
      'The provided token is invalid or has expired.',
    ),
    unexpected: () => jsonResponse('{"Response":[]}'),
  };
  await FAULT_EFFECTS[kind]({ exchange, responses, seconds });
}

export function jsonResponse(body: string): HttpResponse {
  return textResponse(200, body, 'application/json');
}
