import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';
import { probeOnce } from '../../src/probe/probe-once.ts';
import type { ProberOptions } from '../../src/probe/prober.ts';
import { createProbeDispatcher } from '../../src/tencent/http.ts';
import { NO_PROXIES } from '../../src/tencent/proxy.ts';
import type { Answer, Sample } from '../../src/verification/criteria.ts';

const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** Closes something after the test. */
export function closeLater(close: () => Promise<unknown>): void {
  open.push(close);
}

/** A server on loopback that may send any bytes, and knows its connections. */
export interface RawServer {
  readonly origin: string;
  readonly port: number;
  readonly connections: Set<Socket>;
  /** How many connections there have been. */
  readonly count: () => number;
}

/** Calls `answer` for the head of each request. */
export async function rawServer(
  answer: (socket: Socket, head: string) => void = () => undefined,
  host = '127.0.0.1',
): Promise<RawServer> {
  const connections = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    connections.add(socket);
    count += 1;
    socket.on('error', () => undefined);
    socket.on('close', () => connections.delete(socket));
    socket.on('data', (bytes) => {
      answer(socket, bytes.toString('latin1'));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  closeLater(() => {
    for (const socket of connections) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { origin: `http://${name}:${port}`, port, connections, count: () => count };
}

/** The bytes of an answer. */
export function answerOf(body: string | Buffer, headers: readonly string[] = [], status = 200) {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status} X`, `content-length: ${bytes.length}`, ...headers, '', ''];
  return Buffer.concat([Buffer.from(head.join('\r\n')), bytes]);
}

export type OnceOptions = Parameters<typeof probeOnce>[1];

/** Options that suit most tests; real time, because sockets need it. */
export function withDefaults(given: Partial<ProberOptions> = {}): OnceOptions {
  return {
    clock: systemClock,
    openDispatcher: (options) => createProbeDispatcher(NO_PROXIES, options),
    ...{ headers: [], timeout: 20_000, text: undefined },
    signal: new AbortController().signal,
    ...given,
  };
}

/** What one request to a URL comes to. */
export async function answerTo(url: string, given: Partial<ProberOptions> = {}): Promise<Answer> {
  return (await sampleOf(url, given)).answer;
}

export function sampleOf(url: string, given: Partial<ProberOptions> = {}): Promise<Sample> {
  return probeOnce(url, withDefaults(given));
}

export const noResponse = (reason: string): Answer => ({ kind: 'no-response', reason });
export const response = (status = 200, hasText = true): Answer => ({
  ...{ kind: 'response', status, hasText },
});
