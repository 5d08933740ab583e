import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How the instances of one version answer. */
export interface Manners {
  /** How many requests in a row succeed and fail by turns; default: all succeed. */
  rhythm?: readonly ['good' | 'bad', number][];
  /** The part of the other requests that fail, from 0 to 1. */
  errorRate?: number;
  /** Default: 200, and 500 for a failure. */
  status?: number;
  badStatus?: number;
  /** Default: the version. */
  body?: string;
  /** Virtual seconds until the answer. */
  latencySeconds?: number;
  /** Adds up to so many seconds to `latencySeconds`. */
  jitterSeconds?: number;
  /** Both begin at this virtual time, in milliseconds since 1970. */
  latencyFrom?: number;
  hostile?: HostileAnswer;
  /** The instance crashes with this request. */
  crashAfter?: number;
}

/** From 0 to below 1. */
export type Random = () => number;

/** Returns the same numbers for the same seed (mulberry32). */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether a request succeeds, the one of this index at its instance. */
export function isGoodAnswer(
  { rhythm = [['good', 1]], errorRate = 0 }: Manners,
  index: number,
  random: Random,
): boolean {
  const length = rhythm.reduce((sum, [, count]) => sum + count, 0);
  let rest = index % length;
  const [part] = rhythm.find(([, count]) => (rest -= count) < 0) ?? [];
  return part === 'good' && random() >= errorRate;
}

export type HostileAnswer =
  'hang' | 'reset' | 'garbage' | 'endless-body' | 'endless-headers' | 'gzip-bomb';

let bomb: Buffer | undefined;

/** Answers that cost a careless client its time or memory. */
export const HOSTILE_ANSWERS: Readonly<Record<HostileAnswer, (socket: Socket) => void>> = {
  hang: () => undefined,
  reset: (socket) => {
    socket.resetAndDestroy();
  },
  garbage: (socket) => {
    socket.end('\x00\x01 this is not HTTP\r\n\r\n');
  },
  'endless-body': (socket) => {
    pour(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(16_384));
  },
  'endless-headers': (socket) => {
    pour(socket, 'HTTP/1.1 200 OK\r\n', `x-filler: ${'x'.repeat(1_000)}\r\n`);
  },
  'gzip-bomb': (socket) => {
    // A gzip file may consist of many members: to compress one and repeat it is faster.
    bomb ??= Buffer.concat(Array<Buffer>(64).fill(gzipSync(Buffer.alloc(1024 * 1024))));
    const { length } = bomb;
    socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${length}\r\n\r\n`);
    socket.end(bomb);
  },
};

/** Sends a beginning, and then the same again and again, as fast as it is read. */
function pour(socket: Socket, beginning: string, again: string): void {
  socket.write(beginning);
  const more = () => {
    while (!socket.destroyed && socket.write(again));
  };
  socket.on('drain', more);
  socket.on('error', () => undefined);
  more();
}
