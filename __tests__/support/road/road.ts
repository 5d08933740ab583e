import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Random } from '../../explore/random.ts';
import { createRandom } from '../../explore/random.ts';
import type { RoadTime, SharedLine } from './lane.ts';
import { openLane, REAL_TIME } from './lane.ts';
import type { Forecast, Weather } from './weather.ts';
import { always } from './weather.ts';

export interface RoadOptions {
  readonly weather: Weather | Forecast;
  /** Where it leads, as `http://host:port`. Without it the road is an HTTP proxy, for CONNECT. */
  readonly to?: string;
  /** Default: the real time. */
  readonly time?: RoadTime;
  /** The same seed brings the same luck. */
  readonly seed?: number;
}

/** What a road has seen. */
export interface Traffic {
  connections: number;
  /** Bytes that clients sent, whether or not they arrived, and bytes that clients got. */
  sent: number;
  received: number;
  /** Bytes that servers sent, whether or not they arrived. */
  answered: number;
  /** Connections that were cut, forgotten with bytes in them, and reset at once. */
  cut: number;
  forgotten: number;
  refused: number;
}

/** A road on loopback, in front of a server or as a proxy. */
export interface Road {
  /** `http://127.0.0.1:PORT`: an endpoint, or a proxy. */
  readonly origin: string;
  readonly traffic: Readonly<Traffic>;
  /** Whether it keeps something back that only more time lets through, or nothing at all. */
  readonly isHolding: () => boolean;
  readonly close: () => Promise<void>;
}

export async function openRoad(options: RoadOptions): Promise<Road> {
  const { to, time = REAL_TIME, seed = 1, weather } = options;
  const forecast = typeof weather === 'function' ? weather : always(weather);
  const random = createRandom(seed);
  const traffic: Traffic = {
    ...{ connections: 0, sent: 0, received: 0, answered: 0, cut: 0, forgotten: 0, refused: 0 },
  };
  const held: Held = { deliveries: 0, lost: new Set() };
  const sockets = new Set<Socket>();
  const lines = { up: { freeAt: 0 }, down: { freeAt: 0 } };
  const world = { forecast, time, traffic, held, sockets, lines, openedAt: time.now() };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    traffic.connections += 1;
    sockets.add(client);
    client.on('error', () => client.destroy());
    const { weather: now } = forecast((time.now() - world.openedAt) / 1000);
    if (now.isRefusing) {
      traffic.refused += 1;
      client.resetAndDestroy();
      return;
    }
    const luck = random.fork(String(traffic.connections));
    if (to === undefined) acceptTunnel(world, now, client, luck);
    else drive(world, now, client, new URL(to).host, luck);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    traffic,
    isHolding: () => held.deliveries > 0 || held.lost.size > 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Held {
  deliveries: number;
  /** Connections with bytes that nobody will ever answer. */
  readonly lost: Set<Socket>;
}

interface World {
  readonly forecast: Forecast;
  readonly time: RoadTime;
  readonly openedAt: number;
  readonly traffic: Traffic;
  readonly held: Held;
  readonly sockets: Set<Socket>;
  readonly lines: Readonly<Record<'up' | 'down', SharedLine>>;
}

/** Takes a CONNECT; everything else gets a 405. */
function acceptTunnel(world: World, weather: Weather, client: Socket, random: Random): void {
  let head = '';
  const read = (chunk: Buffer): void => {
    head += chunk.toString('latin1');
    if (!head.includes('\r\n\r\n')) return;
    client.off('data', read).pause();
    const authority = /^CONNECT (\S+) /.exec(head)?.[1];
    if (authority === undefined) {
      client.end('HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    world.held.deliveries += 1;
    world.time.after((2 * weather.delayMs) / 1000, () => {
      world.held.deliveries -= 1;
      if (client.destroyed) return;
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      drive(world, { ...weather, delayMs: 0 }, client, authority, random);
    });
  };
  client.on('data', read);
}

/** Leads a connection to `authority`. The handshake takes its time as well: once there and back. */
function drive(
  { forecast, time, openedAt, traffic, held, sockets, lines }: World,
  weather: Weather,
  client: Socket,
  authority: string,
  random: Random,
): void {
  const { hostname, port } = new URL(`http://${authority}`);
  const server = connect({ port: Number(port || 80), host: hostname, allowHalfOpen: true });
  sockets.add(server);
  const { cut } = weather;
  let left = cut ? random.integer(cut.least, cut.most) : Infinity;
  let usedAt = time.now();
  let isForgotten = false;

  const end = (): void => {
    client.destroy();
    server.destroy();
    held.lost.delete(client);
    sockets.delete(client);
    sockets.delete(server);
  };
  client.on('close', end);
  // Who gives up hears no farewell from a connection that nobody knows any more.
  client.on('end', () => {
    if (isForgotten) end();
  });
  server.on('close', () => {
    if (!server.readableEnded) end();
  });
  server.on('error', end);

  const isLost = (): boolean => {
    const { weather: now } = forecast((time.now() - openedAt) / 1000);
    const idleSeconds = (time.now() - usedAt) / 1000;
    usedAt = time.now();
    if (!isForgotten && idleSeconds > (now.forgetsAfterSeconds ?? Infinity)) {
      isForgotten = true;
      traffic.forgotten += 1;
    }
    if (isForgotten) held.lost.add(client);
    return isForgotten;
  };
  const common = {
    ...{ time, forecast, openedAt, isLost },
    readyAt: time.now() + 2 * weather.delayMs,
    onCut: () => {
      traffic.cut += 1;
      client.resetAndDestroy();
      end();
    },
    onHeld: (change: 1 | -1) => {
      held.deliveries += change;
    },
  };
  const pass = (bytes: number): number => {
    const passed = Math.min(bytes, left);
    left -= passed;
    usedAt = time.now();
    return passed;
  };
  openLane({
    ...common,
    ...{ from: client, to: server, random: random.fork('up'), onArrival: pass },
    shared: lines.up,
    onTaken: (bytes) => {
      traffic.sent += bytes;
    },
  });
  openLane({
    ...common,
    ...{ from: server, to: client, random: random.fork('down') },
    shared: lines.down,
    onTaken: (bytes) => {
      traffic.answered += bytes;
    },
    onArrival: (bytes) => {
      const passed = pass(bytes);
      traffic.received += passed;
      return passed;
    },
  });
}
