import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import { FAULT_EFFECTS } from '../fault-effects.ts';
import type { FaultBook, FaultRequest } from '../faults.ts';
import { errorAnswer, resultAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Call } from './call.ts';
import { dispatch } from './dispatch.ts';
import type { Cloud } from './dispatch.ts';
import { sendAnswer } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { pause } from './pause.ts';
import { claimedService, readBody, readHead, readParameters } from './request.ts';
import type { ApiRequest } from './request.ts';

export interface ApiGateway {
  cloud: Cloud;
  clock: Clock;
  faults: FaultBook;
  calls: Call[];
  onCall: (call: Call) => void;
  /** Ends pauses when the simulator closes. */
  closing: AbortSignal;
}

// unknown: how the cloud answers what is no POST to its one path.
const NOT_FOUND: Answer = { status: 404, contentType: 'text/plain', body: 'Not Found' };

/** Answers one request to the API, with the fault that is due for it. */
export async function answerApi(
  gateway: ApiGateway,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (message.method !== 'POST' || !/^\/(\?|$)/.test(message.url ?? '')) {
    sendAnswer(response, NOT_FOUND, gateway.clock.now());
    return;
  }
  const head = readHead(message);
  const call = recordCall(gateway, head);
  const body = await readBody(message);
  call.parameters = readParameters(body);
  const request = { ...head, body, parameters: call.parameters };
  const exchange = openExchange(gateway, request, call, message, response);
  const fault = gateway.faults.take({
    action: request.action,
    hasSettled: () => hasSettled(gateway.cloud, call),
  });
  if (fault === null) {
    exchange.send(exchange.perform());
    gateway.onCall(call);
    return;
  }
  await strike(gateway, fault, exchange, call);
}

function recordCall(gateway: ApiGateway, head: ReturnType<typeof readHead>): Call {
  const call: Call = {
    service: claimedService(head.headers),
    action: head.action,
    parameters: {},
    region: head.region,
    language: head.language,
    at: gateway.clock.now(),
    requestId: randomUUID(),
    outcome: 'unread',
  };
  gateway.calls.push(call);
  return call;
}

function hasSettled(cloud: Cloud, call: Call): boolean {
  const service = cloud.services.find(({ contract }) => contract.service === call.service);
  return service?.hasSettled(call.parameters) ?? false;
}

async function strike(
  gateway: ApiGateway,
  fault: FaultRequest,
  exchange: Exchange,
  call: Call,
): Promise<void> {
  const struck = FAULT_EFFECTS[fault.kind]({
    exchange,
    requestId: call.requestId,
    code: fault.code ?? 'InternalError',
    message: fault.message ?? 'An internal error has occurred.',
    seconds: fault.seconds,
  });
  // Only a skewed clock leaves the answer to the request itself.
  if (fault.kind !== 'clock-skew') call.outcome = fault.kind;
  gateway.onCall(call);
  await struck;
}

function openExchange(
  gateway: ApiGateway,
  request: ApiRequest,
  call: Call,
  message: IncomingMessage,
  response: ServerResponse,
): Exchange {
  const { clock, cloud, closing } = gateway;
  let skew = 0;
  return {
    perform: (skewSeconds = 0) => {
      skew = skewSeconds * 1000;
      return perform(request, call, cloud, clock.now() + skew);
    },
    send: (answer) => {
      sendAnswer(response, answer, clock.now() + skew);
    },
    hangUp: () => {
      message.socket.destroy();
    },
    reset: () => {
      message.socket.resetAndDestroy();
    },
    pause: (seconds) => pause(clock, seconds, closing),
  };
}

function perform(request: ApiRequest, call: Call, cloud: Cloud, now: number): Answer {
  try {
    const fields = dispatch(request, cloud, now);
    call.outcome = 'ok';
    return resultAnswer(fields, call.requestId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    call.outcome = error.code;
    return errorAnswer(error, call.requestId);
  }
}
