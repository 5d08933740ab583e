import type { Socket } from 'node:net';
import type { Random } from '../../explore/random.ts';
import type { Forecast } from './weather.ts';

/** What a road lives by: the time of the simulator and of the action, or the real one. */
export interface RoadTime {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `act` once, when so many seconds have passed. */
  readonly after: (seconds: number, act: () => void) => void;
}

/** The real time; what is on its way does not keep the process. */
export const REAL_TIME: RoadTime = {
  now: () => Date.now(),
  after: (seconds, act) => void setTimeout(act, seconds * 1000).unref(),
};

/** One direction of the line that all connections of a road share: when it is free again. */
export interface SharedLine {
  freeAt: number;
}

export interface LaneOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly time: RoadTime;
  readonly forecast: Forecast;
  readonly shared: SharedLine;
  /** When the road was opened, and when the connection can carry the first byte. */
  readonly openedAt: number;
  readonly readyAt: number;
  readonly random: Random;
  /** Whether the road has forgotten the connection: then the bytes vanish. */
  readonly isLost: () => boolean;
  /** Says that bytes have entered the road. */
  readonly onTaken: (bytes: number) => void;
  /** How many of the bytes that arrive may leave the road; fewer than all is the end of it. */
  readonly onArrival: (bytes: number) => number;
  /** Cuts the connection. */
  readonly onCut: () => void;
  /** Says how many deliveries more or fewer are on their way. */
  readonly onHeld: (change: 1 | -1) => void;
}

/** Bytes that are on their way at once, at most: no more is read until some have arrived. */
const WINDOW_BYTES = 512 * 1024;
/** What a new connection sends before anything has arrived: TCP starts slowly. */
const FIRST_WINDOW_BYTES = 16 * 1024;
const PACKET_BYTES = 1460;
/** What arrives within so many ms arrives together: each step of a compressed time costs real time. */
const TICK_MS = 20;

/**
 * One direction of a connection. What happens to a byte depends on its position and on the seed, not
 * on the pieces in which the bytes happen to come.
 */
export function openLane(options: LaneOptions): void {
  const { from, to, time, forecast, openedAt, random, shared } = options;
  const loss = random.fork('loss');
  let position = 0;
  let underway = 0;
  let windowBytes = FIRST_WINDOW_BYTES;
  let [freeAt, arrivesAt] = [options.readyAt, options.readyAt];
  let untilLoss = nextLoss(loss);

  const weatherNow = () => forecast((time.now() - openedAt) / 1000);

  /** When so many bytes arrive: after those before them, however long these take. */
  const arrivalOf = (bytes: number): number => {
    const { weather, untilSeconds } = weatherNow();
    const end = weather.isDown ? openedAt + untilSeconds * 1000 : 0;
    freeAt = Math.max(freeAt, time.now(), end) + (bytes / weather.bytesPerSecond) * 1000;
    // A lost packet has used the line as well, so a stall of one connection leaves it to the others.
    const sharedMs = (bytes / (weather.sharedBytesPerSecond ?? Infinity)) * 1000;
    shared.freeAt = Math.max(shared.freeAt, time.now(), end) + sharedMs;
    freeAt = Math.max(freeAt, shared.freeAt);
    for (untilLoss -= bytes * weather.loss; untilLoss <= 0; untilLoss += nextLoss(loss)) {
      freeAt += weather.stallMs;
    }
    const block = random.fork(String(Math.floor(position / 16_384)));
    const jitter = weather.jitterMs * block.next();
    position += bytes;
    arrivesAt = Math.max(arrivesAt, roundUp(freeAt + weather.delayMs + jitter));
    return arrivesAt;
  };

  // Timers of nearly the same time may fire in any order; the bytes have to keep theirs.
  const waiting: (() => void)[] = [];
  const deliverAt = (at: number, deliver: () => void): void => {
    options.onHeld(1);
    waiting.push(deliver);
    time.after(Math.max(0, at - time.now()) / 1000, () => {
      options.onHeld(-1);
      const first = waiting.shift();
      if (!to.destroyed) first?.();
    });
  };

  const deliver = (chunk: Buffer): void => {
    const passed = options.onArrival(chunk.length);
    const isCut = passed < chunk.length;
    to.write(chunk.subarray(0, passed), () => {
      underway -= chunk.length;
      windowBytes = Math.min(WINDOW_BYTES, windowBytes + chunk.length);
      if (isCut) options.onCut();
      else if (underway < windowBytes) from.resume();
    });
  };

  from.on('data', (chunk: Buffer) => {
    options.onTaken(chunk.length);
    if (options.isLost()) return;
    underway += chunk.length;
    if (underway >= windowBytes && !weatherNow().weather.isBuffering) from.pause();
    deliverAt(arrivalOf(chunk.length), () => {
      deliver(chunk);
    });
  });
  from.on('end', () => {
    deliverAt(arrivesAt, () => {
      to.end();
    });
  });
  from.resume();
}

function roundUp(time: number): number {
  return Math.ceil(time / TICK_MS) * TICK_MS;
}

/** Bytes times the share of losses until the next loss: on average one packet. */
function nextLoss(random: Random): number {
  return -Math.log(1 - random.next()) * PACKET_BYTES;
}
