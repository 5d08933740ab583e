import { ApiError } from './api-error.ts';
import { errorAnswer, jsonAnswer } from './gateway/answer.ts';
import type { Answer } from './gateway/answer.ts';
import type { Exchange } from './gateway/exchange.ts';

export type FaultKind =
  | 'refuse'
  | 'reset-before'
  | 'reset-after'
  | 'hang'
  | 'slow'
  | 'http-500'
  | 'http-403-html'
  | 'http-502-html'
  | 'http-429'
  | 'api-error'
  | 'api-error-after'
  | 'rate-limit'
  | 'truncated-json'
  | 'wrong-json'
  | 'empty-body'
  | 'clock-skew'
  | 'expired-credentials';

export interface Strike {
  exchange: Exchange;
  requestId: string;
  code: string;
  message: string;
  /** Undefined: the default of the kind. */
  seconds: number | undefined;
}

type Effect = (strike: Strike) => void | Promise<void>;

const text = (status: number, body: string): Answer => ({
  status,
  contentType: 'text/plain',
  body,
});
const html = (status: number, title: string): Answer => ({
  status,
  contentType: 'text/html',
  body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});
const refusal = (code: string, message: string, requestId: string): Answer =>
  errorAnswer(new ApiError(code, message), requestId);

/** Every kind of fault. Where `perform` is not called, the request is not executed. */
export const FAULT_EFFECTS: Record<FaultKind, Effect> = {
  refuse: ({ exchange }) => {
    exchange.reset();
  },
  'reset-before': ({ exchange }) => {
    exchange.hangUp();
  },
  'reset-after': ({ exchange }) => {
    exchange.perform();
    exchange.hangUp();
  },
  hang: () => undefined,
  slow: async ({ exchange, seconds = 5 }) => {
    const answer = exchange.perform();
    await exchange.pause(seconds);
    exchange.send(answer);
  },
  'http-500': ({ exchange }) => {
    exchange.send(text(500, 'Internal Server Error'));
  },
  // The page of a proxy that blocks, say.
  'http-403-html': ({ exchange }) => {
    exchange.send(html(403, '403 Forbidden'));
  },
  'http-502-html': ({ exchange }) => {
    exchange.send(html(502, '502 Bad Gateway'));
  },
  'http-429': ({ exchange }) => {
    exchange.send(text(429, 'Too Many Requests'));
  },
  'api-error': ({ exchange, code, message, requestId }) => {
    exchange.send(refusal(code, message, requestId));
  },
  'api-error-after': ({ exchange, code, message, requestId }) => {
    exchange.perform();
    exchange.send(refusal(code, message, requestId));
  },
  'rate-limit': ({ exchange, requestId }) => {
    const message = 'Your current request times exceeds the frequency limit.';
    exchange.send(refusal('RequestLimitExceeded', message, requestId));
  },
  'truncated-json': ({ exchange }) => {
    const answer = exchange.perform();
    exchange.send({ ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) });
  },
  'wrong-json': ({ exchange }) => {
    exchange.perform();
    exchange.send(jsonAnswer(200, { Response: [] }));
  },
  'empty-body': ({ exchange }) => {
    exchange.send({ ...exchange.perform(), body: '' });
  },
  'clock-skew': ({ exchange, seconds = 600 }) => {
    exchange.send(exchange.perform(seconds));
  },
  'expired-credentials': ({ exchange, requestId }) => {
    const message = 'The provided token is invalid or has expired.';
    exchange.send(refusal('AuthFailure.TokenFailure', message, requestId));
  },
};
