import { createServer, request as forward } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ProxyOptions {
  /** `user:password` that it asks for. */
  credentials?: string;
  /** Where a host of a tunnel really is, as `host:port`; default: where it says. */
  route?: (authority: string) => string;
  /** What it answers to every CONNECT instead of connecting. */
  status?: number;
  /** What it answers to a wrong password; default 407. */
  refusal?: 401 | 407;
  /** Whether it takes every CONNECT and answers nothing. */
  isHanging?: boolean;
}

/** An HTTP proxy on loopback that counts. */
export interface TestProxy {
  readonly host: string;
  /** The `host:port` of every CONNECT, in order; refused ones as well. */
  readonly tunnels: string[];
  /** The addresses of requests without a tunnel. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

export async function startProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const [tunnels, requests]: [string[], string[]] = [[], []];
  const sockets = new Set<Duplex>();
  const server = createServer((message, response) => {
    requests.push(message.url ?? '');
    if (isAuthorized(message, options)) pass(message, response);
    else response.writeHead(407).end();
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (message: IncomingMessage, socket: Socket) => {
    const authority = message.url ?? '';
    tunnels.push(authority);
    if (options.isHanging) {
      socket.on('error', () => undefined);
      return;
    }
    const status = isAuthorized(message, options) ? options.status : (options.refusal ?? 407);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    tunnel(socket, options.route?.(authority) ?? authority, sockets);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...{ tunnels, requests, host: `127.0.0.1:${port}` },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isAuthorized({ headers }: IncomingMessage, { credentials }: ProxyOptions): boolean {
  if (credentials === undefined) return true;
  const expected = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return headers['proxy-authorization'] === expected;
}

function tunnel(socket: Socket, authority: string, sockets: Set<Duplex>): void {
  const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(authority) ?? [];
  const upstream = connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.pipe(socket).pipe(upstream);
  });
  sockets.add(upstream);
  upstream.on('error', () => socket.destroy());
  socket.on('error', () => upstream.destroy());
}

function pass(message: IncomingMessage, response: ServerResponse): void {
  const { method, url = '', headers } = message;
  const upstream = forward(url, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => {
    response.writeHead(502).end();
  });
  message.pipe(upstream);
}
