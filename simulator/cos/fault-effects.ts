import type { FaultKind } from '../fault-effects.ts';
import { bytesAnswer } from './answer.ts';
import type { CosAnswer } from './answer.ts';
import { cosError, CosError } from './errors.ts';
import type { CosExchange } from './exchange.ts';

/** The kinds that API calls have too, and those that only COS has. */
export type CosFaultKind = FaultKind | 'cut' | 'ignore-range' | 'error-in-200' | 'corrupt';

export interface CosStrike {
  exchange: CosExchange;
  code: string;
  message: string | undefined;
  /** Undefined: the default of the kind, as for the others. */
  status: number | undefined;
  seconds: number | undefined;
  bytes: number | undefined;
  expiredKeyCode: string;
}

type Effect = (strike: CosStrike) => void | Promise<void>;

const text = (status: number, body: string, contentType = 'text/plain'): CosAnswer =>
  bytesAnswer(status, Buffer.from(body), { 'Content-Type': contentType });
const BAD_GATEWAY = '<html><head><title>502 Bad Gateway</title></head><body></body></html>';
const FORBIDDEN = '<html><head><title>403 Forbidden</title></head><body></body></html>';

/** Every kind of fault. Where `perform` is not called, the request is not executed. */
export const COS_FAULT_EFFECTS: Record<CosFaultKind, Effect> = {
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
  'http-500': async ({ exchange }) => {
    await refuse(exchange, cosError('InternalError'));
  },
  'http-403-html': async ({ exchange }) => {
    await exchange.discard();
    await exchange.send(text(403, FORBIDDEN, 'text/html'));
  },
  'http-502-html': async ({ exchange }) => {
    await exchange.discard();
    await exchange.send(text(502, BAD_GATEWAY, 'text/html'));
  },
  'http-429': async ({ exchange }) => {
    await exchange.discard();
    await exchange.send(text(429, 'Too Many Requests'));
  },
  'api-error': async ({ exchange, code, message, status }) => {
    await refuse(exchange, new CosError(code, { message, status }));
  },
  'api-error-after': async ({ exchange, code, message, status }) => {
    await exchange.perform();
    await refuse(exchange, new CosError(code, { message, status }));
  },
  'rate-limit': async ({ exchange }) => {
    await refuse(exchange, cosError('SlowDown'));
  },
  'truncated-json': async ({ exchange }) => {
    const answer = await exchange.perform();
    const length = Math.floor(answer.length / 2);
    await exchange.send({ ...answer, length, body: firstBytes(answer.body, length) });
  },
  'wrong-json': async ({ exchange }) => {
    await exchange.perform();
    await exchange.send(text(200, '<Unexpected/>', 'application/xml'));
  },
  'empty-body': async ({ exchange }) => {
    const answer = await exchange.perform();
    await exchange.send({ ...answer, length: 0, body: [] });
  },
  'clock-skew': async ({ exchange, seconds = 600 }) => {
    await exchange.send(await exchange.perform({ skewSeconds: seconds }));
  },
  'expired-credentials': async ({ exchange, expiredKeyCode }) => {
    await refuse(exchange, new CosError(expiredKeyCode));
  },
  cut: async ({ exchange, bytes }) => {
    if (exchange.bodyLength > 0) {
      await exchange.discard(bytes ?? Math.floor(exchange.bodyLength / 2));
      exchange.hangUp();
      return;
    }
    const answer = await exchange.perform();
    await exchange.send(answer, bytes ?? Math.floor(answer.length / 2));
  },
  'ignore-range': async ({ exchange }) => {
    await exchange.send(await exchange.perform({ ignoresRange: true }));
  },
  'error-in-200': async ({ exchange, code, message }) => {
    await exchange.discard();
    const { headers, body } = exchange.refusal(new CosError(code, { message }));
    // Spaces keep the connection alive until COS knows how it ends.
    await exchange.send(bytesAnswer(200, Buffer.concat([Buffer.from('  \n'), ...body]), headers));
  },
  corrupt: async ({ exchange }) => {
    const answer = await exchange.perform();
    const { 'x-cos-hash-crc64ecma': crc64, ...headers } = answer.headers;
    if (headers['Accept-Ranges'] === 'bytes') {
      await exchange.send({ ...answer, body: spoilFirstByte(answer.body) });
    } else {
      const wrong = { 'x-cos-hash-crc64ecma': String(BigInt(crc64 ?? 0) ^ 1n) };
      await exchange.send({ ...answer, headers: { ...headers, ...wrong } });
    }
  },
};

async function refuse(exchange: CosExchange, error: CosError): Promise<void> {
  await exchange.discard();
  await exchange.send(exchange.refusal(error));
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

function* spoilFirstByte(body: Iterable<Buffer>): Iterable<Buffer> {
  let isFirst = true;
  for (const chunk of body) {
    const copy = isFirst ? Buffer.from(chunk) : chunk;
    if (isFirst) copy[0] = (copy[0] ?? 0) ^ 1;
    isFirst = false;
    yield copy;
  }
}
