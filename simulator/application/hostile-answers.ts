import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

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
    bomb ??= gzipSync(Buffer.alloc(64 * 1024 * 1024));
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
