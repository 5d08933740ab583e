import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import { pause } from '../clock.ts';
import type { Clock } from '../clock.ts';
import { connectionOf, readBody, sendResponse, textResponse } from '../http-server.ts';
import type { Connection, HttpResponse } from '../http-server.ts';
import { jsonResponse, applyFault } from './api-faults.ts';
import type { ApiFaultSchedule } from './api-faults.ts';
import {
  claimedService,
  dispatch,
  errorBody,
  readHead,
  readParameters,
  resultBody,
} from './api-request.ts';
import type { ApiRequest, Cloud } from './api-request.ts';

/** One API call, as recorded by the simulator. */
export interface Call {
  service: string;
  action: string;
  /** The request's body; empty if it was not read or is not a JSON object. */
  parameters: Record<string, unknown>;
  region: string | null;
  language: string | null;
  /** Virtual milliseconds since 1970. */
  at: number;
  requestId: string;
  /** 'ok', the returned error code, the kind of the injected fault, or 'unread'. */
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

/** An incoming call, and where to send its response. */
export interface IncomingCall {
  headers: IncomingHttpHeaders;
  readBody(): Promise<Buffer>;
  connection: Connection;
  /** `now` is the time of the Date header, in milliseconds since 1970. */
  send(response: HttpResponse, now: number): Promise<void>;
}

/** Responds to one HTTP request to the API. */
export async function handleApiRequest(
  gateway: ApiGateway,
  message: IncomingMessage,
  output: ServerResponse,
): Promise<void> {
  // unknown: the API's response to anything but a POST to its only path.
  if (message.method !== 'POST' || !/^\/(\?|$)/.test(message.url ?? '')) {
    await sendResponse(output, textResponse(404, 'Not Found'), { now: gateway.clock.now() });
    return;
  }
  await answerCall(gateway, {
    headers: message.headers,
    readBody: () => readBody(message),
    connection: connectionOf(message),
    send: async (response, now) => {
      await sendResponse(output, response, { now });
    },
  });
}

/** Responds to one API call, with the injected fault if there is one. */
export async function answerCall(gateway: ApiGateway, incoming: IncomingCall): Promise<void> {
  const { cloud, clock, closing, faults, onCall } = gateway;
  const call = recordCall(gateway, incoming.headers);
  const body = await incoming.readBody();
  const parameters = readParameters(body);
  call.parameters = parameters ?? {};
  const request = { ...readHead(incoming.headers), body, parameters };
  const fault = faults.take({ action: call.action, hasSettled: () => hasSettled(cloud, call) });
  // A fault is the outcome of the call that it hits, except if only the clock is wrong.
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

function recordCall({ clock, calls }: ApiGateway, headers: IncomingHttpHeaders): Call {
  const { action, region, language } = readHead(headers);
  const call: Call = {
    service: claimedService(headers),
    action,
    parameters: {},
    region,
    language,
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
    const body = resultBody(dispatch(request, cloud, now), requestId);
    return { response: jsonResponse(body), outcome: 'ok' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { response: jsonResponse(errorBody(error, requestId)), outcome: error.code };
  }
}
