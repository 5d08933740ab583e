import { ApiError } from '../api-error.ts';
import { FAULT_EFFECTS } from '../fault-effects.ts';
import type { FaultAnswers, FaultKind } from '../fault-effects.ts';
import { faultSchedule } from '../fault-schedule.ts';
import type { FaultInjector, FaultTarget, FaultTiming } from '../fault-schedule.ts';
import type { Exchange } from '../http-exchange.ts';
import { textAnswer } from '../http-server.ts';
import type { HttpAnswer } from '../http-server.ts';
import { errorAnswer } from './api-dispatch.ts';

/** A fault to come in a call of the API; without `action` it strikes calls of every action. */
export interface FaultRequest extends FaultTiming {
  kind: FaultKind;
  action?: string;
  /** api-error, api-error-after: the error code; default InternalError. */
  code?: string;
  message?: string;
  /** slow: virtual seconds until the answer (default 5); clock-skew: how far the clock is off (default 600). */
  seconds?: number;
}

export type Faults = FaultInjector<FaultRequest>;

export interface ApiFaultTarget extends FaultTarget {
  action: string;
}

export type ApiFaultSchedule = ReturnType<typeof apiFaultSchedule>;

export function apiFaultSchedule() {
  return faultSchedule<FaultRequest, ApiFaultTarget>(
    Object.keys(FAULT_EFFECTS),
    (fault, target) => {
      return (fault.action ?? target.action) === target.action;
    },
  );
}

export async function strikeCall(
  { kind, code = 'InternalError', message, seconds }: FaultRequest,
  exchange: Exchange,
  requestId: string,
): Promise<void> {
  const error = (name: string, text: string) => (): HttpAnswer =>
    jsonHttpAnswer(errorAnswer(new ApiError(name, text), requestId).body);
  const answers: FaultAnswers = {
    namedError: error(code, message ?? 'An internal error has occurred.'),
    internalError: () => textAnswer(500, 'Internal Server Error'),
    rateLimit: error(
      'RequestLimitExceeded',
      'Your current request times exceeds the frequency limit.',
    ),
    expiredCredentials: error(
      'AuthFailure.TokenFailure',
      'The provided token is invalid or has expired.',
    ),
    unexpected: () => jsonHttpAnswer('{"Response":[]}'),
  };
  await FAULT_EFFECTS[kind]({ exchange, answers, seconds });
}

export function jsonHttpAnswer(body: string): HttpAnswer {
  return textAnswer(200, body, 'application/json');
}
