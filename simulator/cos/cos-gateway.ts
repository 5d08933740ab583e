import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { connectionOf } from '../http-exchange.ts';
import type { Exchange } from '../http-exchange.ts';
import { sendResponse } from '../http-server.ts';
import type { HttpResponse, SendOptions } from '../http-server.ts';
import { readAddress, readQuery } from './cos-address.ts';
import { cosErrorResponse } from './cos-response.ts';
import { operationOf } from './cos-call.ts';
import type { CosRequest } from './cos-call.ts';
import { CosError } from './cos-error.ts';
import { applyCosFault } from './cos-faults.ts';
import type { CosFaultTarget } from './cos-faults.ts';
import { performCos } from './cos-operations.ts';
import type { AddressedRequest } from './cos-operations.ts';
import type { CosWorld } from './cos-world.ts';

export interface CosGateway {
  world: CosWorld;
  clock: Clock;
  onRequest: (request: CosRequest) => void;
  /** Ends pauses when the simulator closes. */
  closing: AbortSignal;
}

/** Responds to one request to COS, with the injected fault if there is one. */
export async function handleCosRequest(
  gateway: CosGateway,
  message: IncomingMessage,
  output: ServerResponse,
): Promise<void> {
  const { world, clock } = gateway;
  const requestId = randomUUID();
  const request = addressOf(world, message);
  if (request instanceof CosError) {
    message.resume();
    const response = cosErrorResponse(request, message.url ?? '', requestId);
    await sendResponse(output, response, sendOptions(requestId, clock.now()));
    return;
  }
  const record = recordRequest(gateway, request, requestId);
  const fault = world.faults.take(targetOf(world, request));
  const refusal = (error: CosError): HttpResponse =>
    cosErrorResponse(error, request.path, requestId);
  // A fault is the outcome of the request that it hits, except if only the clock is wrong.
  const isOutcome = fault !== null && fault.kind !== 'clock-skew';
  if (isOutcome) record.outcome = fault.kind;
  const connection = connectionOf(message, clock, gateway.closing);
  let skew = 0;
  const exchange: Exchange = {
    ...connection,
    perform: async ({ skewSeconds = 0, ignoresRange = false } = {}) => {
      skew = skewSeconds * 1000;
      const options = { now: clock.now() + skew, ignoresRange };
      const performed = await performCos(world, request, message, options).catch(errorOfCos);
      const isError = performed instanceof CosError;
      if (!isOutcome) record.outcome = isError ? performed.code : 'ok';
      if (!isError) return performed;
      // A client reads the response only after it has sent its body.
      await connection.discard();
      return refusal(performed);
    },
    send: async (response, cutAfter) => {
      const body = request.method === 'HEAD' ? [] : response.body;
      record.status = response.status;
      const options = { ...sendOptions(requestId, clock.now() + skew), cutAfter };
      record.sent = await sendResponse(output, { ...response, body }, options);
    },
  };
  try {
    if (fault === null) await exchange.send(await exchange.perform());
    else await applyCosFault(fault, exchange, world.behaviour.expiredKeyCode, refusal);
  } catch (error) {
    if (!message.destroyed) throw error;
    if (fault === null) record.outcome = 'aborted';
  } finally {
    gateway.onRequest(record);
  }
}

function addressOf(world: CosWorld, message: IncomingMessage): AddressedRequest | CosError {
  const { url = '', method = '', headers } = message;
  try {
    const query = readQuery(url);
    const address = readAddress(headers.host ?? '', url, world);
    const operation = operationOf(method, address.key, query);
    return { ...address, method, query, headers, operation };
  } catch (error) {
    return errorOfCos(error);
  }
}

function recordRequest(
  { world, clock }: CosGateway,
  { method, operation, bucket, key, query, headers }: AddressedRequest,
  requestId: string,
): CosRequest {
  const record: CosRequest = {
    method,
    operation,
    bucket,
    key,
    headers,
    requestId,
    query: Object.fromEntries(query),
    isPresigned: query.has('q-signature') || query.has('sign'),
    at: clock.now(),
    outcome: 'unread',
    status: null,
    sent: 0,
  };
  world.requests.push(record);
  return record;
}

function targetOf(world: CosWorld, request: AddressedRequest): CosFaultTarget {
  const { operation, method, bucket, key, query } = request;
  const partNumber = query.get('partNumber');
  return {
    operation,
    method,
    path: `${bucket}/${key}`,
    partNumber: partNumber === undefined ? null : Number(partNumber),
    hasSettled: () => world.object(bucket, key) !== undefined,
  };
}

/** Returns the error if COS sends it; throws all others. */
function errorOfCos(error: unknown): CosError {
  if (error instanceof CosError) return error;
  throw error;
}

function sendOptions(requestId: string, now: number): SendOptions {
  return { now, headers: { Server: 'tencent-cos', 'x-cos-request-id': requestId } };
}
