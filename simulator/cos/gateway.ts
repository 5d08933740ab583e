import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { pause } from '../gateway/pause.ts';
import { header } from '../gateway/request.ts';
import { cosErrorAnswer, sendCosAnswer } from './answer.ts';
import { CosError } from './errors.ts';
import type { CosExchange } from './exchange.ts';
import { COS_FAULT_EFFECTS } from './fault-effects.ts';
import type { CosFaultRequest, CosFaultTarget } from './faults.ts';
import { operationOf } from './operation.ts';
import { performCos } from './perform.ts';
import type { Addressed } from './perform.ts';
import { parseQuery } from './query.ts';
import type { CosRequest } from './request.ts';
import { readTarget, resolveTarget } from './target.ts';
import type { CosWorld } from './world.ts';

export interface CosGateway {
  world: CosWorld;
  clock: Clock;
  onRequest: (request: CosRequest) => void;
  /** Ends pauses when the simulator closes. */
  closing: AbortSignal;
}

/** Answers one request to COS, with the fault that is due for it. */
export async function answerCos(
  gateway: CosGateway,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = randomUUID();
  const addressed = address(gateway.world, message);
  if (addressed instanceof CosError) {
    const answer = cosErrorAnswer(addressed, message.url ?? '', requestId);
    message.resume();
    await sendCosAnswer(response, answer, { requestId, now: gateway.clock.now() });
    return;
  }
  const record = recordRequest(gateway, addressed, requestId);
  const fault = gateway.world.faultBook.take(faultTarget(gateway.world, addressed));
  const exchange = openExchange(
    gateway,
    addressed,
    record,
    message,
    response,
    outcomeOf(record, fault),
  );
  try {
    if (fault === null) await exchange.send(await exchange.perform());
    else await strike(gateway.world, fault, exchange);
  } catch (error) {
    if (!message.destroyed) throw error;
    if (fault === null) record.outcome = 'aborted';
  } finally {
    gateway.onRequest(record);
  }
}

/** Notes how the execution ended, unless a fault is what counts: only a skewed clock leaves it to the request. */
function outcomeOf(record: CosRequest, fault: CosFaultRequest | null): (outcome: string) => void {
  if (fault !== null && fault.kind !== 'clock-skew') {
    record.outcome = fault.kind;
    return () => undefined;
  }
  return (outcome) => {
    record.outcome = outcome;
  };
}

async function strike(
  { behaviour }: CosWorld,
  fault: CosFaultRequest,
  exchange: CosExchange,
): Promise<void> {
  const { code = 'InternalError', message, status, seconds, bytes } = fault;
  const { expiredKeyCode } = behaviour;
  const details = { code, message, status, seconds, bytes, expiredKeyCode };
  await COS_FAULT_EFFECTS[fault.kind]({ exchange, ...details });
}

function address(world: CosWorld, message: IncomingMessage): Addressed | CosError {
  const { url = '', method = '', headers } = message;
  const mark = url.indexOf('?');
  try {
    const query = parseQuery(mark < 0 ? '' : url.slice(mark + 1));
    const target = readTarget(headers.host ?? '', url);
    const { bucket, key } = resolveTarget(target, {
      isKnown: (name) => world.find(name) !== undefined,
      fallback: world.defaultBucket,
    });
    const { path, region } = target;
    const operation = operationOf(method, key, query);
    return { method, path, region, bucket, key, query, headers, operation };
  } catch (error) {
    if (error instanceof CosError) return error;
    throw error;
  }
}

function recordRequest(
  { world, clock }: CosGateway,
  { method, operation, bucket, key, query, headers }: Addressed,
  requestId: string,
): CosRequest {
  const record: CosRequest = {
    ...{ method, operation, bucket, key, headers, requestId },
    query: Object.fromEntries(query),
    isPresigned: query.has('q-signature'),
    at: clock.now(),
    outcome: 'unread',
    status: null,
    sent: 0,
  };
  world.requests.push(record);
  return record;
}

function faultTarget(world: CosWorld, addressed: Addressed): CosFaultTarget {
  const { operation, method, bucket, key, query } = addressed;
  const partNumber = query.get('partNumber');
  return {
    ...{ operation, method },
    path: `${bucket}/${key}`,
    partNumber: partNumber === undefined ? null : Number(partNumber),
    hasSettled: () => world.object(bucket, key) !== undefined,
  };
}

function openExchange(
  { world, clock, closing }: CosGateway,
  addressed: Addressed,
  record: CosRequest,
  message: IncomingMessage,
  response: ServerResponse,
  note: (outcome: string) => void,
): CosExchange {
  const { requestId } = record;
  let skew = 0;
  return {
    bodyLength: Number(header(addressed.headers, 'content-length') ?? 0),
    discard: (bytes) => discard(message, bytes),
    perform: async ({ skewSeconds = 0, ignoresRange = false } = {}) => {
      skew = skewSeconds * 1000;
      try {
        const options = { now: clock.now() + skew, ignoresRange };
        const performed = await performCos(world, addressed, message, options);
        note('ok');
        return performed;
      } catch (error) {
        if (!(error instanceof CosError)) throw error;
        note(error.code);
        // A client that still sends would not see the answer.
        await discard(message);
        return cosErrorAnswer(error, addressed.path, requestId);
      }
    },
    refusal: (error) => cosErrorAnswer(error, addressed.path, requestId),
    send: async (given, cutAfter) => {
      const body = addressed.method === 'HEAD' ? [] : given.body;
      record.status = given.status;
      const sending = { requestId, now: clock.now() + skew, cutAfter };
      record.sent = await sendCosAnswer(response, { ...given, body }, sending);
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

async function discard(message: IncomingMessage, bytes = Infinity): Promise<void> {
  if (message.readableEnded) return;
  let seen = 0;
  const chunks = message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen >= bytes) return;
  }
}
