import type { Exchange } from './http-exchange.ts';
import { textAnswer } from './http-server.ts';
import type { HttpAnswer } from './http-server.ts';

/** The kinds of faults that calls of the API and requests to COS have in common. */
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

/** How the protocol of a request words what faults answer. */
export interface FaultAnswers {
  /** The error that the fault names. */
  namedError: () => HttpAnswer;
  internalError: () => HttpAnswer;
  rateLimit: () => HttpAnswer;
  expiredCredentials: () => HttpAnswer;
  /** A success whose body has another shape. */
  unexpected: () => HttpAnswer;
}

/** A fault that strikes one request. */
export interface Strike {
  exchange: Exchange;
  answers: FaultAnswers;
  /** Undefined: the default of the kind. */
  seconds: number | undefined;
  bytes?: number | undefined;
}

export type FaultEffect = (strike: Strike) => void | Promise<void>;

/** If an effect does not call `perform`, the request is not executed. */
export const FAULT_EFFECTS: Record<FaultKind, FaultEffect> = {
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
    const answer = await exchange.perform();
    await exchange.pause(seconds);
    await exchange.send(answer);
  },
  'http-500': answering(({ internalError }) => internalError()),
  // A proxy that blocks requests answers with such a page.
  'http-403-html': answering(() => htmlAnswer(403, '403 Forbidden')),
  'http-502-html': answering(() => htmlAnswer(502, '502 Bad Gateway')),
  'http-429': answering(() => textAnswer(429, 'Too Many Requests')),
  'api-error': answering(({ namedError }) => namedError()),
  'api-error-after': async ({ exchange, answers }) => {
    await exchange.perform();
    await exchange.send(answers.namedError());
  },
  'rate-limit': answering(({ rateLimit }) => rateLimit()),
  'truncated-json': async ({ exchange }) => {
    const answer = await exchange.perform();
    const length = Math.floor(answer.length / 2);
    await exchange.send({ ...answer, length, body: firstBytes(answer.body, length) });
  },
  'wrong-json': async ({ exchange, answers }) => {
    await exchange.perform();
    await exchange.send(answers.unexpected());
  },
  'empty-body': async ({ exchange }) => {
    const answer = await exchange.perform();
    await exchange.send({ ...answer, length: 0, body: [] });
  },
  'clock-skew': async ({ exchange, seconds = 600 }) => {
    await exchange.send(await exchange.perform({ skewSeconds: seconds }));
  },
  'expired-credentials': answering(({ expiredCredentials }) => expiredCredentials()),
};

/** Answers without executing the request, once its body has been read: a client may read only then. */
function answering(choose: (answers: FaultAnswers) => HttpAnswer): FaultEffect {
  return async ({ exchange, answers }) => {
    await exchange.discard();
    await exchange.send(choose(answers));
  };
}

function htmlAnswer(status: number, title: string): HttpAnswer {
  const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
  return textAnswer(status, html, 'text/html');
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
