import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { connectionOf } from '../http-exchange.ts';
import type { Connection } from '../http-exchange.ts';
import { readBody, sendResponse, textResponse } from '../http-server.ts';
import type { HttpResponse } from '../http-server.ts';
import { dispatch, errorResponse, resultResponse } from './api-dispatch.ts';
import type { Cloud } from './api-dispatch.ts';
import { jsonResponse, applyFault } from './api-faults.ts';
import type { ApiFaultSchedule } from './api-faults.ts';
import { claimedService, readHead, readParameters } from './api-request.ts';
import type { ApiRequest, RequestHead } from './api-request.ts';

/** One call of the API as the simulator saw it. */
export interface Call {
  service: string;
  action: string;
  /** The request's body; empty if it was not read or is no JSON object. */
  parameters: Record<string, unknown>;
  region: string | null;
  language: string | null;
  /** Virtual milliseconds since 1970. */
  at: number;
  requestId: string;
  /** 'ok', the error code answered, the kind of the fault that hit it, or 'unread'. */
  outcome: string;
}

export interface ApiGateway {
  cloud: Cloud;
  clock: Clock;
  faults: ApiFaultSchedule;
  calls: Call[];
  onCall: (call: Call) => void;
  /** Ends pauses when the simulator closes. */
  closing: AbortSignal;
}

/** A call on its way in, and where its answer goes. */
export interface IncomingCall {
  headers: IncomingHttpHeaders;
  readBody(): Promise<Buffer>;
  connection: Omit<Connection, 'pause'>;
  /** `now` is the time of the Date header, in milliseconds since 1970. */
  send(response: HttpResponse, now: number): Promise<void>;
}

/** Answers one request to the API that came over HTTP. */
export async function handleApiRequest(
  gateway: ApiGateway,
  message: IncomingMessage,
  output: ServerResponse,
): Promise<void> {
  const { clock, closing } = gateway;
  // unknown: how the cloud answers what is no POST to its one path.
  if (message.method !== 'POST' || !/^\/(\?|$)/.test(message.url ?? '')) {
    await sendResponse(output, textResponse(404, 'Not Found'), { now: clock.now() });
    return;
  }
  await answerCall(gateway, {
    headers: message.headers,
    readBody: () => readBody(message),
    connection: connectionOf(message, clock, closing),
    send: async (response, now) => {
      await sendResponse(output, response, { now });
    },
  });
}

/** Answers one call of the API, with the fault that is due for it. */
export async function answerCall(gateway: ApiGateway, incoming: IncomingCall): Promise<void> {
  const { cloud, clock, closing, faults, onCall } = gateway;
  const head = readHead(incoming);
  const call = recordCall(gateway, head);
  const body = await incoming.readBody();
  call.parameters = readParameters(body);
  const request = { ...head, body, parameters: call.parameters };
  const fault = faults.take({ action: call.action, hasSettled: () => hasSettled(cloud, call) });
  // The outcome of a call that a fault hits is the fault, unless only the clock is wrong.
  const isOutcome = fault !== null && fault.kind !== 'clock-skew';
  let skew = 0;
  const exchange = {
    ...incoming.connection,
    pause: (seconds: number) => pause(clock, seconds, closing),
    perform: ({ skewSeconds = 0 } = {}) => {
      skew = skewSeconds * 1000;
      const { response, outcome } = perform(request, call.requestId, cloud, clock.now() + skew);
      if (!isOutcome) call.outcome = outcome;
      return Promise.resolve(response);
    },
    send: async (response: HttpResponse) => {
      await incoming.send(response, clock.now() + skew);
    },
  };
  if (isOutcome) call.outcome = fault.kind;
  const handled =
    fault === null
      ? exchange.send(await exchange.perform())
      : applyFault(fault, exchange, call.requestId);
  onCall(call);
  await handled;
}

function recordCall({ clock, calls }: ApiGateway, head: RequestHead): Call {
  const call: Call = {
    service: claimedService(head.headers),
    action: head.action,
    parameters: {},
    region: head.region,
    language: head.language,
    at: clock.now(),
    requestId: randomUUID(),
    outcome: 'unread',
  };
  calls.push(call);
  return call;
}

function hasSettled({ services }: Cloud, call: Call): boolean {
  const service = services.find(({ contract }) => contract.service === call.service);
  return service?.hasSettled(call.parameters) ?? false;
}

function perform(
  request: ApiRequest,
  requestId: string,
  cloud: Cloud,
  now: number,
): { response: HttpResponse; outcome: string } {
  try {
    const { body } = resultResponse(dispatch(request, cloud, now), requestId);
    return { response: jsonResponse(body), outcome: 'ok' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { body } = errorResponse(error, requestId);
    return { response: jsonResponse(body), outcome: error.code };
  }
}
