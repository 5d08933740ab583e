import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { addAbortSignal, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../src/clock.ts';
import { AmbiguousResponseError } from '../../src/tencent/api-errors.ts';
import type { Source } from '../../src/transfer/download-source.ts';

/** How one request is answered badly; `{}` answers it well. */
export interface SlowFault {
  readonly status?: number;
  readonly ignoresRange?: boolean;
  /** Instead of the right ones. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** The connection is cut after as many bytes. */
  readonly cutAfter?: number;
  /** The body ends after as many bytes, and nothing tells. */
  readonly endsAfter?: number;
  /** As many bytes more than were asked for. */
  readonly more?: number;
  /** The body stops after as many bytes, or there is no answer at all, until it is aborted. */
  readonly stallsAfter?: number;
  readonly hangs?: boolean;
}

export interface SlowRequest {
  /** The first one has 0. */
  readonly index: number;
  /** `undefined` without a range; `end` is exclusive. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
  readonly ifRange: string | undefined;
  /** Ends the request. */
  readonly signal: AbortSignal;
}

export interface SlowSourceOptions {
  readonly content: Buffer;
  /** Of all connections together: the time goes on with every byte. Default: 1 MB. */
  readonly bytesPerSecond?: number;
  readonly fault?: (request: SlowRequest) => SlowFault | Promise<SlowFault>;
  /** How often the others may go on before the next chunk of a body. */
  readonly turns?: (request: SlowRequest) => number;
}

export interface SlowSource {
  readonly source: Source;
  readonly clock: Clock;
  content: Buffer;
  etag: string;
  readonly requests: SlowRequest[];
  readonly sleeps: number[];
  /** Bytes that were sent, bodies that are open, and how many were at once. */
  readonly traffic: { sent: number; open: number; most: number };
}

const CHUNK_BYTES = 64 * 1024;

/** A source in memory whose time goes on with the bytes that it sends. */
export function slowSource(options: SlowSourceOptions): SlowSource {
  const { bytesPerSecond = 1_000_000, turns = () => 1 } = options;
  let now = Date.UTC(2026, 10, 20, 10);
  const slow: SlowSource = {
    ...{ content: options.content, etag: '"one"', requests: [], sleeps: [] },
    traffic: { sent: 0, open: 0, most: 0 },
    clock: {
      now: () => now,
      timeout: () => new AbortController().signal,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        slow.sleeps.push(ms);
        now += ms;
        await setImmediate();
      },
    },
    source: { name: 'slow', open: (headers, signal) => open(headers, signal) },
  };

  const open: Source['open'] = async (headers, signal) => {
    signal.throwIfAborted();
    const { content, etag, requests } = slow;
    const asked = readRange(headers.range, content.length);
    const ifRange = headers['if-range'];
    const request = { index: requests.length, range: asked, ifRange, signal };
    requests.push(request);
    const bad: SlowFault = (await options.fault?.(request)) ?? {};
    await setImmediate();
    if (bad.hangs && !signal.aborted) await once(signal, 'abort');
    signal.throwIfAborted();
    const status = bad.status ?? (asked && asked.start >= content.length ? 416 : undefined);
    if (status !== undefined) throw refusal(status);
    const range = bad.ignoresRange || request.ifRange !== etag ? undefined : asked;
    const { start, end } = range ?? { start: 0, end: content.length };
    const body = Readable.from(
      send(request, content.subarray(start, end + (bad.more ?? 0)), bad, signal),
      {
        objectMode: false,
        highWaterMark: CHUNK_BYTES,
      },
    );
    addAbortSignal(signal, body).on('error', () => undefined);
    slow.traffic.open += 1;
    slow.traffic.most = Math.max(slow.traffic.most, slow.traffic.open);
    body.on('close', () => (slow.traffic.open -= 1));
    return {
      status: range ? 206 : 200,
      headers: {
        ...{ etag, 'content-length': String(end - start) },
        ...(range && { 'content-range': `bytes ${start}-${end - 1}/${content.length}` }),
        ...bad.headers,
      },
      body,
    };
  };

  async function* send(request: SlowRequest, body: Buffer, bad: SlowFault, signal: AbortSignal) {
    const most = bad.cutAfter ?? bad.endsAfter ?? bad.stallsAfter ?? body.length;
    for (let at = 0; at < Math.min(most, body.length); at += CHUNK_BYTES) {
      for (let turn = turns(request); turn > 0; turn -= 1) await setImmediate();
      const chunk = body.subarray(at, Math.min(most, at + CHUNK_BYTES));
      slow.traffic.sent += chunk.length;
      now += (chunk.length * 1000) / bytesPerSecond;
      yield chunk;
    }
    if (bad.cutAfter === undefined && bad.stallsAfter === undefined) return;
    // What was sent arrives before the cut.
    for (let turn = 10; turn > 0; turn -= 1) await setImmediate();
    if (bad.cutAfter !== undefined) throw new Error('cut');
    if (!signal.aborted) await once(signal, 'abort');
  }

  return slow;
}

function readRange(range: string | undefined, total: number): SlowRequest['range'] {
  const [, first, last = ''] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined) return undefined;
  return { start: Number(first), end: last === '' ? total : Math.min(total, Number(last) + 1) };
}

function refusal(status: number): AmbiguousResponseError {
  return new AmbiguousResponseError({
    ...{ service: 'download', action: 'GET', status },
    message: `status ${status}`,
  });
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
