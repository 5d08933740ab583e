import { FAULT_EFFECTS } from '../fault-effects.ts';
import type { Exchange, FaultEffect, FaultKind, FaultResponses } from '../fault-effects.ts';
import { faultSchedule } from '../fault-schedule.ts';
import type { FaultTarget, FaultTiming } from '../fault-schedule.ts';
import { textResponse } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { CosError } from './cos-error.ts';
import type { CosOperation, CosRequest } from './cos-operations.ts';

/** Faults that API calls can have too, and those that only COS has. */
export type CosFaultKind = FaultKind | 'cut' | 'ignore-range' | 'error-in-200' | 'corrupt';

/** A fault to inject into a request to COS. It hits requests that match all given fields. */
export interface CosFaultRequest extends FaultTiming {
  kind: CosFaultKind;
  operation?: CosOperation;
  /** GET, PUT … */
  method?: string;
  partNumber?: number;
  /** api-error, api-error-after, error-in-200: the error code; default InternalError. */
  code?: string;
  message?: string;
  /** api-error, api-error-after: the HTTP status; default: the code's, 403 if it is unknown. */
  status?: number;
  /** slow: virtual seconds until the response (default 5); clock-skew: how far the clock is off (default 600). */
  seconds?: number;
  /** cut: bytes of the body after which the connection closes; default half of them. */
  bytes?: number;
}

/** A request that may be hit by a fault; it has settled when the object exists. */
type CosFaultTarget = FaultTarget & Pick<CosRequest, 'operation' | 'method' | 'query'>;

const COS_FAULT_EFFECTS: Record<CosFaultKind, FaultEffect> = {
  ...FAULT_EFFECTS,
  cut: async ({ exchange, bytes }) => {
    if (exchange.bodyLength > 0) {
      await exchange.discard(bytes ?? Math.floor(exchange.bodyLength / 2));
      exchange.hangUp();
      return;
    }
    const response = await exchange.perform();
    await exchange.send(response, bytes ?? Math.floor(response.length / 2));
  },
  'ignore-range': async ({ exchange }) => {
    await exchange.send(await exchange.perform({ ignoresRange: true }));
  },
  'error-in-200': async ({ exchange, responses }) => {
    await exchange.discard();
    const error = responses.namedError();
    // COS sends spaces to keep the connection open until it knows the result.
    const spaces = Buffer.from('  \n');
    const body = [spaces, ...error.body];
    await exchange.send({ ...error, status: 200, length: error.length + spaces.length, body });
  },
  corrupt: async ({ exchange }) => {
    const response = await exchange.perform();
    const { 'x-cos-hash-crc64ecma': crc64, ...headers } = response.headers;
    if (headers['Accept-Ranges'] === 'bytes') {
      await exchange.send({ ...response, body: flipFirstBit(response.body) });
    } else {
      const wrong = { 'x-cos-hash-crc64ecma': String(BigInt(crc64 ?? 0) ^ 1n) };
      await exchange.send({ ...response, headers: { ...headers, ...wrong } });
    }
  },
};

export function cosFaultSchedule() {
  return faultSchedule(Object.keys(COS_FAULT_EFFECTS), matches);
}

/** `refusal` creates the error for this request. */
export async function applyCosFault(
  { kind, code = 'InternalError', message, status, seconds, bytes }: CosFaultRequest,
  exchange: Exchange,
  refusal: (error: CosError) => HttpResponse,
): Promise<void> {
  const error = (name: string) => () => refusal(new CosError(name));
  const responses: FaultResponses = {
    namedError: () => refusal(new CosError(code, { message, status })),
    internalError: error('InternalError'),
    rateLimit: error('SlowDown'),
    expiredCredentials: error('ExpiredToken'),
    unexpected: () => textResponse(200, '<Unexpected/>', 'application/xml'),
  };
  await COS_FAULT_EFFECTS[kind]({ exchange, responses, seconds, bytes });
}

function matches(fault: CosFaultRequest, target: CosFaultTarget): boolean {
  return (
    (fault.operation ?? target.operation) === target.operation &&
    (fault.method ?? target.method) === target.method &&
    (fault.partNumber === undefined || String(fault.partNumber) === target.query.partNumber)
  );
}

function* flipFirstBit(body: Iterable<Buffer>): Iterable<Buffer> {
  let isFirst = true;
  for (const chunk of body) {
    const copy = isFirst ? Buffer.from(chunk) : chunk;
    if (isFirst) copy[0] = (copy[0] ?? 0) ^ 1;
    isFirst = false;
    yield copy;
  }
}
