import { textResponse } from './http-server.ts';
import type { Connection, HttpResponse } from './http-server.ts';

interface PerformOptions {
  /** How far the server's clock is off; its Date header follows. */
  skewSeconds?: number;
  /** COS only: returns the whole object, as a server without support for ranges does. */
  ignoresRange?: boolean;
}

/** What a fault can do with one request. */
export interface Exchange extends Connection {
  /** Virtual seconds. */
  pause(seconds: number): Promise<void>;
  /** Executes the request; errors are responses too. */
  perform(options?: PerformOptions): Promise<HttpResponse>;
  /** Closes the connection after `cutAfter` bytes of the body. */
  send(response: HttpResponse, cutAfter?: number): Promise<void>;
}

/** The responses of faults, in the protocol of the request. */
export interface FaultResponses {
  /** The error that the fault names. */
  namedError: () => HttpResponse;
  internalError: () => HttpResponse;
  rateLimit: () => HttpResponse;
  expiredCredentials: () => HttpResponse;
  /** A success whose body has another shape. */
  unexpected: () => HttpResponse;
}

/** A fault and the request that it hits. */
export interface FaultContext {
  exchange: Exchange;
  responses: FaultResponses;
  /** Undefined: the default of the kind. */
  seconds: number | undefined;
  bytes?: number | undefined;
}

export type FaultEffect = (context: FaultContext) => void | Promise<void>;

/**
 * The faults that the API and COS have in common. If an effect does not call `perform`, the request
 * is not executed.
 */
export const FAULT_EFFECTS = {
  refuse: ({ exchange }) => {
    exchange.reset();
  },
  'reset-before': async ({ exchange }) => {
    await exchange.discard();
    exchange.hangUp();
  },
  'reset-after': async ({ exchange }) => {
    await exchange.perform();
    exchange.hangUp();
  },
  hang: () => undefined,
  slow: async ({ exchange, seconds = 5 }) => {
    const response = await exchange.perform();
    await exchange.pause(seconds);
    await exchange.send(response);
  },
  'http-500': respondWith(({ internalError }) => internalError()),
  // Proxies that block a request send such a page.
  'http-403-html': respondWith(() => htmlResponse(403, '403 Forbidden')),
  'http-502-html': respondWith(() => htmlResponse(502, '502 Bad Gateway')),
  'http-429': respondWith(() => textResponse(429, 'Too Many Requests')),
  'api-error': respondWith(({ namedError }) => namedError()),
  'api-error-after': async ({ exchange, responses }) => {
    await exchange.perform();
    await exchange.send(responses.namedError());
  },
  'rate-limit': respondWith(({ rateLimit }) => rateLimit()),
  'truncated-json': async ({ exchange }) => {
    const response = await exchange.perform();
    const length = Math.floor(response.length / 2);
    await exchange.send({ ...response, length, body: firstBytes(response.body, length) });
  },
  'wrong-json': async ({ exchange, responses }) => {
    await exchange.perform();
    await exchange.send(responses.unexpected());
  },
  'empty-body': async ({ exchange }) => {
    const response = await exchange.perform();
    await exchange.send({ ...response, length: 0, body: [] });
  },
  'clock-skew': async ({ exchange, seconds = 600 }) => {
    await exchange.send(await exchange.perform({ skewSeconds: seconds }));
  },
  'expired-credentials': respondWith(({ expiredCredentials }) => expiredCredentials()),
} satisfies Record<string, FaultEffect>;

export type FaultKind = keyof typeof FAULT_EFFECTS;

/**
 * Responds without executing the request, but reads its body first, because clients may read the
 * response only then.
 */
function respondWith(choose: (responses: FaultResponses) => HttpResponse): FaultEffect {
  return async ({ exchange, responses }) => {
    await exchange.discard();
    await exchange.send(choose(responses));
  };
}

function htmlResponse(status: number, title: string): HttpResponse {
  const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return textResponse(status, html, 'text/html');
}

function* firstBytes(body: Iterable<Buffer>, length: number): Iterable<Buffer> {
  let left = length;
  for (const chunk of body) {
    if (left === 0) return;
    const piece = chunk.subarray(0, left);
    yield piece;
    left -= piece.length;
  }
}
