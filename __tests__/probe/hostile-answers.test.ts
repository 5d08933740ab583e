import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { answerOf, answerTo, noResponse, rawServer, response } from './probing.ts';
import { until } from './step-clock.ts';

const MIB = 2 ** 20;
const OK = 'HTTP/1.1 200 OK\r\n';

/** Writes something for as long as the other side reads. */
function pour(socket: Socket, piece: Buffer | string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(piece));
    socket.once('drain', write);
  };
  write();
}

/** The answer of such a server; afterwards it has no connection left. */
async function answerFrom(act: (socket: Socket) => void, given: object = {}) {
  const { connections, origin } = await rawServer(act);
  const answer = await answerTo(origin, given);
  await until(() => connections.size === 0);
  return answer;
}

/** What memory has grown by at most while this was going on, in MiB. */
async function growthDuring(act: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 5);
  await act();
  clearInterval(watch);
  return (Math.max(most, process.memoryUsage().rss) - before) / MIB;
}

const block = Buffer.alloc(MIB, 'x');

describe('a body without end', () => {
  it.each([
    ['with a length', `${OK}content-length: 1000000000000\r\n\r\n`, block],
    ['up to the end of the connection', `${OK}\r\n`, block],
    ['that closes', `${OK}connection: close\r\ncontent-length: 1000000000000\r\n\r\n`, block],
    ['in chunks', `${OK}transfer-encoding: chunked\r\n\r\n`, `10000\r\n${'x'.repeat(65_536)}\r\n`],
    ['in tiny chunks', `${OK}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n'.repeat(10_000)],
  ])('%s is a response', async (_, head, piece) => {
    const answer = await answerFrom((socket) => {
      socket.write(head);
      pour(socket, piece);
    });
    expect(answer).toEqual(response());
  });

  it('of which nothing comes out is a response', async () => {
    const nothing = Buffer.concat(Array.from({ length: 1_000 }, () => gzipSync('')));
    const answer = await answerFrom(
      (socket) => {
        socket.write(`${OK}content-encoding: gzip\r\n\r\n`);
        pour(socket, nothing);
      },
      { text: 'x' },
    );
    expect(answer).toEqual(response(200, false));
  });
});

describe('memory', () => {
  it('is bounded for a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(128 * MIB), { level: 1 });
    const bombs = gzipSync(bomb);
    const growth = await growthDuring(async () => {
      const zipped = await rawServer((socket) => {
        socket.write(answerOf(bomb, ['content-encoding: gzip']));
      });
      const twice = await rawServer((socket) => {
        socket.write(answerOf(bombs, ['content-encoding: gzip, gzip']));
      });
      for (const { origin } of [zipped, twice]) {
        expect(await answerTo(origin, { text: 'y' })).toEqual(response(200, false));
      }
    });
    expect(growth).toBeLessThan(64);
  });

  it('is bounded for headers without end', async () => {
    const growth = await growthDuring(async () => {
      for (const line of [
        'a: b\r\n',
        `a: ${'b'.repeat(10_000)}\r\n`,
        'b'.repeat(10_000),
        'a:\r\n',
      ]) {
        const answer = await answerFrom((socket) => {
          socket.write(OK);
          pour(socket, line.repeat(65_536 / line.length));
        });
        expect(answer).toEqual(noResponse('MALFORMED'));
      }
    });
    expect(growth).toBeLessThan(64);
  });

  it('is bounded for a "100 Continue" without end', async () => {
    const growth = await growthDuring(async () => {
      const answer = await answerFrom((socket) => {
        socket.write('HTTP/1.1 100 Continue\r\na: ');
        pour(socket, 'b'.repeat(65_536));
      });
      expect(answer.kind).toBe('no-response');
    });
    expect(growth).toBeLessThan(64);
  });

  it('is bounded for announcements without end, until the timeout', async () => {
    const growth = await growthDuring(async () => {
      const answer = await answerFrom(
        (socket) => {
          pour(socket, 'HTTP/1.1 102 Processing\r\na: b\r\n\r\n'.repeat(100));
        },
        { timeout: 300 },
      );
      expect(answer).toEqual(noResponse('TIMEOUT'));
    });
    expect(growth).toBeLessThan(64);
  });

  it('is bounded for thousands of codings', async () => {
    const growth = await growthDuring(async () => {
      const answer = await answerFrom((socket) => {
        socket.end(answerOf('text', [`content-encoding: ${'br,'.repeat(10_000)}`]));
      });
      expect(answer.kind).toBe('response');
    });
    expect(growth).toBeLessThan(64);
  });
});

describe('no usable answer', () => {
  it.each<[string, string, (socket: Socket) => void]>([
    ['a reset', 'ECONNRESET', (socket) => socket.resetAndDestroy()],
    ['a closed connection', 'CLOSED', (socket) => socket.end()],
    ['half a head', 'CLOSED', (socket) => socket.end('HTTP/1.1 200 O')],
    ['garbage', 'MALFORMED', (socket) => socket.write('SSH-2.0-OpenSSH_9.7\r\n')],
    ['bytes', 'MALFORMED', (socket) => socket.write(Buffer.alloc(1_000, 0xff))],
    ['a wrong length', 'MALFORMED', (socket) => socket.write(`${OK}content-length: x\r\n\r\n`)],
    [
      'two lengths',
      'MALFORMED',
      (socket) => socket.write(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
    ],
    ['a short body', 'CLOSED', (socket) => socket.end(`${OK}content-length: 9\r\n\r\nabc`)],
    [
      'a wrong chunk',
      'MALFORMED',
      (socket) => socket.write(`${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`),
    ],
    ['no gzip', 'MALFORMED', (socket) => socket.write(answerOf('x', ['content-encoding: gzip']))],
    [
      'half a gzip',
      'MALFORMED',
      (socket) =>
        socket.write(answerOf(gzipSync('text').subarray(0, 12), ['content-encoding: gzip'])),
    ],
    [
      'a zstd window of 128 MiB',
      'MALFORMED',
      // Magic number, descriptors of the frame and of its window, and a last raw block of 4 bytes.
      (socket) =>
        socket.write(
          answerOf(Buffer.from('28b52ffd0088210000' + '74657874', 'hex'), [
            'content-encoding: zstd',
          ]),
        ),
    ],
    [
      'another protocol',
      'CLOSED',
      (socket) =>
        socket.write('HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
    ],
  ])('%s is %s', async (_, code, act) => {
    expect(await answerFrom(act)).toEqual(noResponse(code));
  });

  it('a slow drip times out', async () => {
    const answer = await answerFrom(
      (socket) => {
        socket.write(`${OK}content-length: 1000\r\n\r\n`);
        const drip = setInterval(() => socket.write('x'), 5);
        socket.on('close', () => {
          clearInterval(drip);
        });
      },
      { timeout: 200 },
    );
    expect(answer).toEqual(noResponse('TIMEOUT'));
  });

  it('more than the length is dropped with the connection', async () => {
    const answer = await answerFrom((socket) => {
      socket.write(`${OK}content-length: 2\r\n\r\nok and more`);
    });
    expect(answer).toEqual(response());
  });
});
