import { afterEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { sharedTime } from '../process/shared-time.ts';
import type { SharedTime } from '../process/shared-time.ts';
import type { Road, RoadOptions } from './road.ts';
import { openRoad } from './road.ts';
import { CLEAR, storm } from './weather.ts';

const opened: Road[] = [];
const servers: Server[] = [];
const sockets: Socket[] = [];

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.destroy());
  await Promise.all(opened.splice(0).map((road) => road.close()));
  servers.splice(0).forEach((server) => server.close());
});

interface Echo {
  readonly origin: string;
  /** Bytes that got as far as the server. */
  arrived: number;
}

/** A server that sends back what it gets. */
async function startEcho(): Promise<Echo> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      echo.arrived += chunk.length;
      socket.write(chunk);
    });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const echo = { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived: 0 };
  return echo;
}

interface Traveller {
  readonly time: SharedTime;
  readonly road: Road;
  readonly socket: Socket;
  received: string;
  isCut: boolean;
}

async function travel(options: Omit<RoadOptions, 'time'>): Promise<Traveller> {
  const time = sharedTime();
  const road = await openRoad({ ...options, time });
  opened.push(road);
  const socket = await connectTo(road);
  const traveller = { time, road, socket, received: '', isCut: false };
  socket.on('data', (chunk) => (traveller.received += chunk.toString('latin1')));
  socket.on('error', () => undefined);
  socket.on('close', () => (traveller.isCut = true));
  return traveller;
}

async function connectTo({ origin }: Road): Promise<Socket> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

/** Counts the bytes that a socket gets. */
function countOf(socket: Socket): () => number {
  let bytes = 0;
  socket.on('data', (chunk) => (bytes += chunk.length));
  return () => bytes;
}

/** Lets time pass as long as the road keeps something back, and returns the seconds that it took. */
async function drive({ time, road }: Traveller, isDone: () => boolean): Promise<number> {
  const startedAt = time.now();
  for (let turns = 0; !isDone() && turns < 2000; turns += 1) {
    await delay(1);
    if (road.isHolding()) time.pass(0.05);
  }
  return (time.now() - startedAt) / 1000;
}

describe('A road', () => {
  it('delays what it carries: the handshake, the way there and the way back', async () => {
    const { origin: to } = await startEcho();
    const traveller = await travel({ to, weather: { ...CLEAR, delayMs: 150 } });
    traveller.socket.write('hello');
    const first = await drive(traveller, () => traveller.received === 'hello');
    traveller.socket.write(' again');
    const second = await drive(traveller, () => traveller.received === 'hello again');
    expect(first).toBeCloseTo(0.6, 0.1);
    expect(second).toBeCloseTo(0.3, 0.1);
  });

  it('carries so many bytes a second, in their order, and loses none for good', async () => {
    const { origin: to } = await startEcho();
    const weather = { ...CLEAR, bytesPerSecond: 100_000, loss: 0.01, stallMs: 100, jitterMs: 50 };
    const traveller = await travel({ to, weather });
    const sent = Array.from({ length: 50_000 }, (_, index) => `${index % 10_000}`).join(' ');
    traveller.socket.write(sent);
    const seconds = await drive(traveller, () => traveller.received.length === sent.length);
    expect(traveller.received).toBe(sent);
    expect(seconds).toBeGreaterThan((2 * sent.length) / 200_000);
    expect(traveller.road.traffic).toMatchObject({ sent: sent.length, received: sent.length });
  });

  it('shares one line among all connections, in each direction', async () => {
    const { origin: to } = await startEcho();
    const weather = { ...CLEAR, sharedBytesPerSecond: 100_000 };
    const traveller = await travel({ to, weather });
    const others = await Promise.all([1, 2, 3].map(() => connectTo(traveller.road)));
    const counts = others.map((socket) => countOf(socket));
    const text = 'x'.repeat(50_000);
    [traveller.socket, ...others].forEach((socket) => socket.write(text));
    const lengths = () => [traveller.received.length, ...counts.map((count) => count())];
    const seconds = await drive(traveller, () => Math.min(...lengths()) === text.length);
    expect(seconds).toBeGreaterThan((4 * text.length) / 100_000);
    expect(seconds).toBeLessThan((2 * 4 * text.length) / 100_000 + 1);
    expect(traveller.road.traffic.answered).toBe(4 * text.length);
  });

  it('cuts after so many bytes, at the same byte for the same seed', async () => {
    const arrived: number[] = [];
    for (const seed of [7, 7, 8]) {
      const echo = await startEcho();
      const weather = { ...CLEAR, delayMs: 10, cut: { least: 1000, most: 9000 } };
      const traveller = await travel({ to: echo.origin, weather, seed });
      traveller.socket.write('x'.repeat(20_000));
      await drive(traveller, () => traveller.isCut);
      expect(traveller).toMatchObject({ isCut: true, road: { traffic: { cut: 1 } } });
      arrived.push(echo.arrived);
    }
    const [first, second, other] = arrived;
    expect(first).toBe(second);
    expect(first).not.toBe(other);
  });

  it('forgets a connection that is idle: what comes then vanishes, and nobody says so', async () => {
    const echo = await startEcho();
    const traveller = await travel({
      ...{ to: echo.origin, weather: { ...CLEAR, forgetsAfterSeconds: 60 } },
    });
    traveller.socket.write('a');
    await drive(traveller, () => traveller.received === 'a');
    traveller.time.pass(61);
    traveller.socket.write('b');
    await delay(20);
    traveller.time.pass(600);
    await delay(20);
    expect(echo.arrived).toBe(1);
    expect(traveller).toMatchObject({ isCut: false, received: 'a' });
    expect(traveller.road.traffic.forgotten).toBe(1);
    // The client would wait for ever: time may pass.
    expect(traveller.road.isHolding()).toBe(true);
  });

  it('takes a body at once where it buffers, and lets the sender wait where it does not', async () => {
    const size = 32 * 1024 * 1024;
    const send = async (isBuffering: boolean) => {
      const { origin: to } = await startEcho();
      const weather = { ...CLEAR, bytesPerSecond: 1000, isBuffering };
      const { road, socket } = await travel({ to, weather });
      socket.write(Buffer.alloc(size));
      return road;
    };
    const [buffering, plain] = [await send(true), await send(false)];
    while (buffering.traffic.sent < size) await delay(5);
    expect(plain.traffic.sent).toBeLessThan(1024 * 1024);
  });

  it('takes little of a new connection before something has arrived', async () => {
    const { origin: to } = await startEcho();
    const traveller = await travel({ to, weather: { ...CLEAR, delayMs: 100 } });
    const { traffic } = traveller.road;
    const size = 1024 * 1024;
    traveller.socket.write('x'.repeat(size));
    while (traffic.sent === 0) await delay(1);
    await delay(20);
    expect(traffic.sent).toBeLessThan(size / 8);
    await drive(traveller, () => traveller.received.length === size);
    expect(traffic.sent).toBe(size);
  });

  it('takes CONNECT as a proxy does', async () => {
    const { origin } = await startEcho();
    const traveller = await travel({ weather: { ...CLEAR, delayMs: 50 } });
    const { host } = new URL(origin);
    traveller.socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await drive(traveller, () => traveller.received.includes('\r\n\r\n'));
    expect(traveller.received).toMatch(/^HTTP\/1\.1 200 /);
    traveller.socket.write('through');
    await drive(traveller, () => traveller.received.endsWith('through'));
    expect(traveller.received).toMatch(/through$/);
  });
});

describe('The worst weather', () => {
  it('is the same for the same seed, and lets something through every two minutes', () => {
    const seconds = Array.from({ length: 360 }, (_, index) => index * 10);
    const [one, same, other] = [storm(1), storm(1), storm(2)].map((forecast) =>
      seconds.map((second) => forecast(second).weather),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    const isClosed = (one ?? []).map(({ isDown, isRefusing }) => isDown ?? isRefusing ?? false);
    expect(isClosed).toContain(true);
    const inTwoMinutes = isClosed.slice(12).map((_, index) => isClosed.slice(index, index + 12));
    expect(inTwoMinutes.every((each) => each.includes(false))).toBe(true);
  });
});
